"""RBAC for Applications, at the door: whether an assigned role opens a protocol, and reaches a mailbox."""

from collections.abc import Callable

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.permissions.application_roles import RoleAssignments
from fakeserver.tenant.refusals import OutsideRoleScope


def has_assigned_role(roles: RoleAssignments, protocol: Protocol, application: Application) -> bool:
    """Say whether Exchange has assigned an application a role that opens a protocol, whatever its scope."""
    return bool(roles.of(application.client_id, REQUIREMENTS[protocol].assigned_role))


def is_in_role_scope(roles: RoleAssignments, protocol: Protocol, application: Application, owner: User) -> bool:
    """Say whether a mailbox is in the scope of a role that Exchange has assigned an application for a protocol."""
    return roles.reaches(application.client_id, REQUIREMENTS[protocol].assigned_role, owner.object_id)


def check_role_scope(
    roles: RoleAssignments,
    protocol: Protocol,
    application: Application,
    owner: User,
    addresses: Callable[[str], str],
) -> None:
    """Refuse an application in a mailbox that no assignment of it reaches.

    Args:
        addresses: returns the address of a user by object id, for the explanation.

    Raises:
        OutsideRoleScope.
    """
    if is_in_role_scope(roles, protocol, application, owner):
        return
    found = roles.of(application.client_id, REQUIREMENTS[protocol].assigned_role)
    members = sorted(addresses(member) for assignment in found for member in assignment.members or ())
    raise OutsideRoleScope(
        owner.address,
        application=application.client_id,
        role=found[0].role if found else "",
        scope=", ".join(members)[:500] or "empty",
    )
