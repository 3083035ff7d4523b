"""Each switch does something: what nobody reads would be accepted in silence."""

import ast
from pathlib import Path

import pytest

from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.user_switches import UserSwitches

PACKAGE = Path(__file__).resolve().parents[2] / "fakeserver"

#: Read by name, with `getattr`: a column of the protocols' requirements, and the clients of a table.
BY_NAME = {"imap", "pop", "ews", "ews_allow_outlook", "ews_allow_mac_outlook", "ews_allow_entourage"}
#: What an admin knows and a test may set, although nothing on the wire is known to depend on it.
WITHOUT_EFFECT = {
    "oauth2_client_profile_enabled": "decides how Outlook signs in; what the protocols take stays the same"
}


def attributes_read() -> set[str]:
    """Return every attribute that the servers' code reads, outside of the rows themselves."""
    return {
        node.attr
        for path in PACKAGE.rglob("*.py")
        if path.parent.name != "switches"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


@pytest.fixture(scope="module")
def read() -> set[str]:
    return attributes_read()


@pytest.mark.parametrize("name", sorted(Policies.rows | UserSwitches.rows))
def test_somebody_reads_it(name: str, read: set[str]) -> None:
    assert (name in read or name in BY_NAME) != (name in WITHOUT_EFFECT)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_what_is_read_by_name_stands_as_a_text(name: str) -> None:
    assert name in Policies.rows | UserSwitches.rows
    readers = [*PACKAGE.glob("tenant/access/*.py"), *PACKAGE.glob("tenant/access/checks/*.py")]
    assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in readers)
