import pytest

from fakeserver.tenant.access.policies.application_access import ApplicationAccessPolicies, ApplicationAccessPolicy
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import ApplicationAccessPolicyDenies

APP = Application("app", "o", "s", "Daemon")
ALICE = User("alice", "alice@contoso.com", "x", display_name="Alice")
HERE, ELSEWHERE = frozenset({"alice", "bob"}), frozenset({"bob"})


@pytest.mark.parametrize(
    ("policies", "against"),
    [
        ([], None),
        ([("else", HERE, "DenyAccess")], None),
        ([("app", HERE, "RestrictAccess")], None),
        ([("app", ELSEWHERE, "RestrictAccess")], "RestrictAccess"),
        ([("app", HERE, "DenyAccess")], "DenyAccess"),
        ([("app", ELSEWHERE, "DenyAccess")], None),
        ([("app", HERE, "RestrictAccess"), ("app", HERE, "DenyAccess")], "DenyAccess"),
        ([("app", ELSEWHERE, "RestrictAccess"), ("app", HERE, "RestrictAccess")], None),
        ([("app", ELSEWHERE, "DenyAccess"), ("app", ELSEWHERE, "RestrictAccess")], "RestrictAccess"),
        ([("app", frozenset(), "RestrictAccess")], "RestrictAccess"),
    ],
)
def test_the_order_of_evaluation(policies, against):
    changes: list[None] = []
    tenants = ApplicationAccessPolicies(lambda: changes.append(None))
    for client_id, members, right in policies:
        tenants.add(ApplicationAccessPolicy(client_id, members, right, f"{right} for {client_id}"))
    if against is None:
        tenants.check(APP, ALICE)
    else:
        with pytest.raises(ApplicationAccessPolicyDenies) as refused:
            tenants.check(APP, ALICE)
        assert refused.value.right == against
    for policy in tenants:
        tenants.remove(policy)
    tenants.check(APP, ALICE)
    assert len(changes) == 2 * len(policies)


def test_an_unknown_right_suggests_the_right_one():
    with pytest.raises(ValueError, match="did you mean 'DenyAccess'"):
        ApplicationAccessPolicy("app", HERE, "Deny")
