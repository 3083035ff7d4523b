import pytest

from fakeserver.tenant.access.checks.application_roles import check_role_scope, has_assigned_role
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.permissions.application_roles import ROLES, RoleAssignment, RoleAssignments
from fakeserver.tenant.refusals import OutsideRoleScope

APP = Application("app", "o", "s", "Daemon")
ALICE = User("alice", "alice@contoso.com", "x", display_name="Alice")


def test_an_assignment_opens_its_own_protocol_for_the_mailboxes_in_its_scope() -> None:
    roles = RoleAssignments(lambda: None)
    roles.add(RoleAssignment("app", "Application SMTP.SendAsApp", frozenset({"alice"})))
    opened = [protocol for protocol in Protocol if has_assigned_role(roles, protocol, APP)]
    assert opened == [Protocol.SMTP]
    check_role_scope(roles, Protocol.SMTP, APP, ALICE, str)


def test_outside_of_the_scope_the_refusal_names_role_and_members() -> None:
    roles = RoleAssignments(lambda: None)
    roles.add(RoleAssignment("app", "Application SMTP.SendAsApp", frozenset({"bob"})))
    with pytest.raises(OutsideRoleScope) as refused:
        check_role_scope(roles, Protocol.SMTP, APP, ALICE, lambda member: f"{member}@contoso.com")
    assert (refused.value.role, refused.value.scope) == ("Application SMTP.SendAsApp", "bob@contoso.com")


def test_the_roles_of_protocols_are_roles() -> None:
    named = {row.assigned_role for row in REQUIREMENTS.values()} - {None}
    assert named == {"Application SMTP.SendAsApp", "Application EWS.AccessAsApp"}
    assert named <= ROLES
