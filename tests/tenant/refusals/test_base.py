import inspect

import pytest

from fakeserver.tenant import refusals
from fakeserver.tenant.refusals import MailboxAccessDenied, Refusal

KINDS = [kind for _, kind in inspect.getmembers(refusals, inspect.isclass) if issubclass(kind, Refusal)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_refusal_explains_itself_without_facts(kind: type[Refusal]) -> None:
    refusal = kind()
    assert str(refusal).partition(" (")[0].endswith(".")
    assert kind.__doc__
    assert kind.__doc__ not in {base.__doc__ for base in kind.__mro__[1:]}


def test_facts_stand_in_the_explanation() -> None:
    refusal = MailboxAccessDenied("bob@contoso.com", principal="alice@contoso.com")
    assert refusal.facts == {"address": "bob@contoso.com", "principal": "alice@contoso.com"}
    assert "alice@contoso.com" in str(refusal)


def test_a_table_says_it_by_the_nearest_class() -> None:
    table = {Refusal: "no", refusals.MailboxRefused: "no mailbox"}
    assert MailboxAccessDenied().row_in(table) == "no mailbox"
    assert refusals.TokenExpired().row_in(table) == "no"
    with pytest.raises(LookupError, match="TokenExpired has no row"):
        refusals.TokenExpired().row_in({MailboxAccessDenied: "denied"})
