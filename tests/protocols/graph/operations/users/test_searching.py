"""What a ``$search`` finds of users."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.operations.users.searching import searched
from fakeserver.tenant.tenant import Tenant


@pytest.fixture
def people(tenant: Tenant) -> Tenant:
    tenant.people.add_user("nina.o", display_name="Nina O'Hara-Berg")
    tenant.people.add_user("nils", display_name="Nils (Sales) Berg")
    return tenant


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"displayName:berg"', ["nils", "nina.o"]),
        ('"displayName:ber ni"', ["nils", "nina.o"]),
        ('"displayName:hara"', ["nina.o"]),
        ('"displayName:ara"', []),
        ('"mail:NIN"', ["nina.o"]),
        ('"mail:ina"', []),
        ('"displayName:sales" OR "mail:nina"', ["nils", "nina.o"]),
        ('"displayName:berg" AND "userPrincipalName:nils"', ["nils"]),
        ('"mail:x" AND "mail:nils" OR "mail:nina"', ["nina.o"]),
        ('"displayName:x\\"y"', []),
    ],
)
def test_what_is_found(people: Tenant, text: str, found: list[str]) -> None:
    is_met = searched(text)
    assert sorted(user.upn.partition("@")[0] for user in people.directory.users.values() if is_met(user)) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nina",
        '"nina"',
        "displayName:nina",
        '"displayName:"',
        '"displayName:x',
        '"jobTitle:x"',
        '"userType:Guest"',
        '"mail:a" XOR "mail:b"',
        '"mail:a" and "mail:b"',
        '"mail:a" AND',
        '"mail:a" "mail:b"',
        '("mail:a")',
        '"mail:a" OR ' * 100 + '"mail:a"',
    ],
)
def test_what_is_no_search(text: str) -> None:
    with pytest.raises(GraphError, match="Request_BadRequest"):
        searched(text)


@given(st.text(alphabet='"\\:ANDOR mailx()', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(GraphError):
        searched(text)
