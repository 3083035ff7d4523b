"""Whom a few typed characters mean."""

import pytest

from fakeserver.protocols.ews.operations.names.matching import people
from fakeserver.steps import finish
from fakeserver.tenant.directory.users import User


def user(upn: str, display_name: str, *aliases: str) -> User:
    return User(upn, upn, None, display_name=display_name, aliases=aliases)


USERS = [
    user("bob@contoso.com", "Bob Stone"),
    user("alice@contoso.com", "Alice Miller", "info@contoso.com"),
    user("amiller@contoso.com", "Anna Miller"),
    user("jm@contoso.com", "Jean Claude Martin"),
]


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ("alice", ["Alice Miller"]),
        ("ALICE MILLER", ["Alice Miller"]),
        ("al mil", ["Alice Miller"]),
        ("martin", ["Jean Claude Martin"]),
        ("mil", ["Alice Miller", "Anna Miller"]),
        ("a", ["Alice Miller", "Anna Miller"]),
        ("info@", ["Alice Miller"]),
        ("bob@contoso.com", ["Bob Stone"]),
        ("smtp:INFO@contoso.com", ["Alice Miller"]),
        ("smtp:info", []),
        ("=info", ["Alice Miller"]),
        ("=inf", []),
        ("lice", []),
        ("  ", []),
    ],
)
def test_beginnings_of_names_and_addresses_are_compared(entry: str, names: list[str]) -> None:
    assert [found.display_name for found in finish(people(USERS, entry))] == names
