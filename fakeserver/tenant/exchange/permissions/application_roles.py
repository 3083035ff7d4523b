"""RBAC for Applications: roles that Exchange itself assigns to an application, for some mailboxes or all.

They stand in no token: an application without any API permission gets a token without roles, and Exchange looks up
what is assigned. They count in addition to the token's roles, which have no scope.

Source: learn.microsoft.com/exchange/permissions-exo/application-rbac
"""

from collections.abc import Callable
from dataclasses import dataclass

from fakeserver.suggestion import suggestion

#: Every role that an application can be assigned. Those of Graph open no mail protocol here.
ROLES = frozenset(
    {
        "Application SMTP.SendAsApp",
        "Application EWS.AccessAsApp",
        "Application Exchange Full Access",
        "Application Mail Full Access",
        "Application Mail.Read",
        "Application Mail.ReadBasic",
        "Application Mail.ReadWrite",
        "Application Mail.Send",
        "Application MailboxSettings.Read",
        "Application MailboxSettings.ReadWrite",
        "Application Calendars.Read",
        "Application Calendars.ReadWrite",
        "Application Contacts.Read",
        "Application Contacts.ReadWrite",
    }
)


@dataclass(frozen=True)
class RoleAssignment:
    """One role assignment (`New-ManagementRoleAssignment -App`)."""

    client_id: str
    role: str
    #: object ids of the users in the resource scope; None: every mailbox
    members: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"no application role {self.role!r}{suggestion(self.role, sorted(ROLES))}")


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

    def of(self, client_id: str, role: str | None) -> list[RoleAssignment]:
        """Return an application's assignments of a role, whatever their scope; none where ``role`` is None."""
        return [one for one in self._assignments if one.client_id == client_id and one.role == role]

    def reaches(self, client_id: str, role: str | None, mailbox: str) -> bool:
        """Say whether a mailbox, by its user's object id, is in the scope of one of an application's assignments."""
        return any(one.members is None or mailbox in one.members for one in self.of(client_id, role))
