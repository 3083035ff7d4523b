"""Every refusal can be said on every protocol, and explains itself to the developer."""

import inspect
from collections.abc import Callable

import pytest

from fakeserver.protocols.ews import errors as ews
from fakeserver.protocols.imap import errors as imap
from fakeserver.protocols.pop3 import errors as pop3
from fakeserver.protocols.smtp import errors as smtp
from fakeserver.tenant import refusals
from fakeserver.tenant.refusals import DirectoryRefused, Refusal

#: Refusals of the token service are said by it alone: no mail protocol signs anybody in.
EVERY = sorted(
    (kind for _, kind in inspect.getmembers(refusals, inspect.isclass) if issubclass(kind, Refusal)),
    key=lambda kind: kind.__name__,
)
OF_THE_DOOR = [kind for kind in EVERY if not issubclass(kind, DirectoryRefused)]

TABLES: dict[str, Callable[[Refusal], object]] = {
    "IMAP": imap.row_for,
    "POP3": pop3.row_for,
    "SMTP": smtp.reply_to,
    "EWS": ews.row_for,
}


def an_example(kind: type[Refusal]) -> Refusal:
    """Return a refusal with a fact in each field."""
    return kind(**{name: 1 if isinstance(value, int) else "x" for name, value in kind().facts.items()})


@pytest.mark.parametrize("protocol", TABLES)
@pytest.mark.parametrize("kind", OF_THE_DOOR, ids=lambda kind: kind.__name__)
def test_has_words_on_every_protocol(kind: type[Refusal], protocol: str) -> None:
    assert TABLES[protocol](an_example(kind)) is not None


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_explains_itself(kind: type[Refusal]) -> None:
    sentence = (kind.__doc__ or "").splitlines()[0]
    assert sentence.endswith("."), "the docstring's first line is what the developer reads"
    assert not sentence.startswith(kind.__name__), "a docstring of its own, not the dataclass's"
    assert an_example(kind).explain().startswith(sentence)
