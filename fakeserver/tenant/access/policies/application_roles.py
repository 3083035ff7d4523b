"""RBAC for Applications: roles that Exchange itself assigns to an application, for some mailboxes or all.

They stand in no token: an application without any API permission gets a token without roles, and Exchange looks up
what is assigned. They are counted beside the token's roles, which know no scope.

Source: learn.microsoft.com/exchange/permissions-exo/application-rbac
"""

from collections.abc import Callable
from dataclasses import dataclass

from fakeserver.suggestion import suggestion
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import OutsideRoleScope

#: Role -> the protocol that it opens here; None: Microsoft Graph alone. Autodiscover has none.
ROLES: dict[str, Protocol | None] = {
    "Application SMTP.SendAsApp": Protocol.SMTP,
    "Application EWS.AccessAsApp": Protocol.EWS,
    "Application Exchange Full Access": None,
    "Application Mail Full Access": None,
    "Application Mail.Read": None,
    "Application Mail.ReadBasic": None,
    "Application Mail.ReadWrite": None,
    "Application Mail.Send": None,
    "Application MailboxSettings.Read": None,
    "Application MailboxSettings.ReadWrite": None,
    "Application Calendars.Read": None,
    "Application Calendars.ReadWrite": None,
    "Application Contacts.Read": None,
    "Application Contacts.ReadWrite": None,
}


@dataclass(frozen=True)
class RoleAssignment:
    """One role assignment (`New-ManagementRoleAssignment -App`)."""

    client_id: str
    role: str
    #: object ids of the users in the resource scope; None: every mailbox
    members: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"no application role {self.role!r}{suggestion(self.role, ROLES)}")


class RoleAssignments:
    """The assignments of one tenant."""

    def __init__(self, touch: Callable[[], None]) -> None:
        """``touch`` is called at every change."""
        self._touch = touch
        self._assignments: list[RoleAssignment] = []

    def add(self, assignment: RoleAssignment) -> None:
        """Add an assignment."""
        self._assignments.append(assignment)
        self._touch()

    def remove(self, assignment: RoleAssignment) -> None:
        """Remove an assignment; nothing happens if it isn't there."""
        self._assignments = [other for other in self._assignments if other != assignment]
        self._touch()

    def of(self, application: Application, protocol: Protocol) -> list[RoleAssignment]:
        """Return the assignments that open a protocol for an application, whatever their scope."""
        return [
            assignment
            for assignment in self._assignments
            if assignment.client_id == application.client_id and ROLES[assignment.role] is protocol
        ]

    def reaches(self, application: Application, protocol: Protocol, owner: User) -> bool:
        """Say whether a mailbox is in the scope of one of the application's assignments."""
        return any(
            assignment.members is None or owner.object_id in assignment.members
            for assignment in self.of(application, protocol)
        )

    def check(self, application: Application, protocol: Protocol, owner: User, addresses: Callable[[str], str]) -> None:
        """Refuse an application in a mailbox that no assignment of it reaches.

        Args:
            addresses: returns the address of a user by object id, for the explanation.

        Raises:
            OutsideRoleScope.
        """
        if self.reaches(application, protocol, owner):
            return
        found = self.of(application, protocol)
        members = sorted(addresses(member) for assignment in found for member in assignment.members or ())
        raise OutsideRoleScope(
            owner.address,
            application=application.client_id,
            role=found[0].role if found else "",
            scope=", ".join(members)[:500] or "empty",
        )
