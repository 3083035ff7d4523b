import pytest

from fakeserver.tenant.access.checks.application_access import check_application_access
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.permissions.application_access import ApplicationAccessPolicies, ApplicationAccessPolicy
from fakeserver.tenant.refusals import ApplicationAccessPolicyDenies

APP = Application("app", "o", "s", "Daemon")
ALICE = User("alice", "alice@contoso.com", "x", display_name="Alice")


def test_the_policy_that_keeps_an_application_out_is_named() -> None:
    policies = ApplicationAccessPolicies(lambda: None)
    check_application_access(policies, Protocol.GRAPH, APP, ALICE)
    policies.add(ApplicationAccessPolicy("app", frozenset({"alice"}), "DenyAccess", "not Alice"))
    with pytest.raises(ApplicationAccessPolicyDenies) as refused:
        check_application_access(policies, Protocol.GRAPH, APP, ALICE)
    assert (refused.value.right, refused.value.policy, refused.value.protocol) == ("DenyAccess", "not Alice", "Graph")
