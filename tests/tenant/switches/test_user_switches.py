from typing import Any

import pytest

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy
from fakeserver.tenant.switches.user_switches import UserSwitches


def alice(**switches: Any) -> User:
    return User("oid", "alice@contoso.com", "x", display_name="Alice", **switches)


@pytest.mark.parametrize("name", UserSwitches.rows)
def test_a_user_has_each_switch_with_its_default_and_its_values(name: str) -> None:
    row = UserSwitches.rows[name]
    user = alice()
    assert getattr(user, name) == row.default
    for value in (row.default, *row.values):
        before = user.generation
        setattr(user, name, value)
        assert user.generation == before + 1
        assert getattr(alice(**{name: value}), name) == value


@pytest.mark.parametrize(
    ("switches", "text"),
    [
        ({"licence": "E7"}, "licence takes 'E1', 'E3'"),
        ({"mailbox_state": "gone"}, "mailbox_state takes 'active', 'soft_deleted'"),
        ({"imap": "no"}, "imap takes True, False, not 'no'"),
        ({"time_zone": "Nowhere"}, "time_zone takes 'UTC', the name of a time zone"),
        ({"language": "xx-XX"}, "language takes 'en-US', a locale such as 'de-DE'"),
    ],
)
def test_a_wrong_value_lists_the_right_ones(switches: dict[str, str], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        alice(**switches)
    user = alice()
    for name, value in switches.items():
        with pytest.raises(ValueError, match=text):
            setattr(user, name, value)


def test_a_policy_allows_what_it_names() -> None:
    policy = AuthenticationPolicy("IMAP only", allow_basic_auth_imap=True)
    assert policy.allows("imap")
    assert not any(policy.allows(word) for word in ("pop", "smtp", "web_services", "autodiscover"))
