import pytest

from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.switch import Switch
from fakeserver.tenant.switches.user_switches import UserSwitches

EITHER = Switch("either", True, (True, False), "Set-It", "It is on.")
NAMES = Switch("names", None, (None,), "Set-Names", "Some names.", listed=str)
POLICY = Switch("policy", None, (None,), "Set-Policy", "A policy.", kind=AuthenticationPolicy)
ACCESS = Policies.rows["conditional_access"]
MOMENT = Switch("moment", 0.0, (), "when", "Seconds.", kind=float)


@pytest.mark.parametrize(
    ("switch", "given", "kept"),
    [
        (EITHER, False, False),
        (NAMES, None, None),
        (NAMES, ["a", "b"], ("a", "b")),
        (NAMES, {"b", "a"}, ("a", "b")),
        (NAMES, (), ()),
        (POLICY, AuthenticationPolicy(), AuthenticationPolicy()),
        (POLICY, {"name": "x", "allow_basic_auth_imap": True}, AuthenticationPolicy("x", allow_basic_auth_imap=True)),
        (MOMENT, 5, 5.0),
    ],
)
def test_values_it_takes(switch: Switch, given: object, kept: object) -> None:
    assert switch.check(given) == kept
    assert type(switch.check(given)) is type(kept)


@pytest.mark.parametrize(
    ("switch", "given", "text"),
    [
        (EITHER, 1, "either takes True, False, not 1"),
        (EITHER, "yes", "either takes True, False, not 'yes'"),
        (EITHER, None, "not None"),
        (NAMES, "a", "names takes None, a list of str, not 'a'"),
        (NAMES, ["a", 1], "a list of str"),
        (POLICY, "Block", "policy takes None, any AuthenticationPolicy, not 'Block'"),
        (POLICY, {"allow_basic_imap": True}, "policy: .* no 'allow_basic_imap'; did you mean 'allow_basic_auth_imap'"),
        (ACCESS, [{"grant": "mfa"}], "conditional_access: ConditionalAccessPolicy needs 'name'"),
        (ACCESS, [{"name": "x", "grant": "blok"}], "conditional_access: no grant 'blok'; did you mean 'block'"),
        (MOMENT, True, "any float"),
    ],
)
def test_values_it_does_not_take(switch: Switch, given: object, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        switch.check(given)


@pytest.mark.parametrize("row", [*Policies.rows.values(), *UserSwitches.rows.values()], ids=lambda row: row.name)
def test_each_row_is_complete(row: Switch) -> None:
    assert row.check(row.default) == row.default
    assert row.admin_name
    assert row.source
    assert row.meaning.endswith(".")
