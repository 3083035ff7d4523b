"""Who may open whose mailbox, and send as whom.

Permissions are entries (mailbox, trustee, right), as `Add-MailboxPermission` and `Add-RecipientPermission` make them.
One wildcard exists, `EVERY_MAILBOX`; an entry that is removed from one mailbox stays removed there, whatever the
wildcard says. Mailboxes are named by their user's object id; trustees by a user's object id or a service principal's.
"""

from typing import Literal, get_args

from fakeserver.suggestion import suggestion
from fakeserver.tenant.exchange.permissions.application_access import ApplicationAccessPolicies
from fakeserver.tenant.exchange.permissions.application_roles import RoleAssignments
from fakeserver.tenant.exchange.permissions.delegates import Delegates
from fakeserver.tenant.exchange.permissions.folder_permissions import FolderPermissions
from fakeserver.tenant.watched import Watched

Right = Literal["FullAccess", "SendAs", "SendOnBehalf"]
RIGHTS: frozenset[str] = frozenset(get_args(Right))

#: In the place of a mailbox: all of them, those that come later too.
EVERY_MAILBOX = "*"


class MailboxPermissions(Watched):
    """The permission entries of one tenant; one count of changes for these and for the other permissions below."""

    def __init__(self) -> None:
        self.__dict__["generation"] = 0
        self.__dict__["_granted"] = set()
        self.__dict__["_removed"] = set()
        self.__dict__["folders"] = FolderPermissions(self.touch)
        self.__dict__["access_policies"] = ApplicationAccessPolicies(self.touch)
        self.__dict__["roles"] = RoleAssignments(self.touch)
        self.__dict__["delegates"] = Delegates()

    #: of single folders
    folders: FolderPermissions
    #: which keep applications out of mailboxes
    access_policies: ApplicationAccessPolicies
    #: which let applications in
    roles: RoleAssignments
    #: what delegates have besides rights
    delegates: Delegates
    _granted: set[tuple[str, str, str]]
    _removed: set[tuple[str, str, str]]

    def add(self, mailbox: str, trustee: str, right: str) -> None:
        """Add an entry.

        Raises:
            ValueError: there is no such right; the text suggests the right one.
        """
        if right not in RIGHTS:
            raise ValueError(f"no right {right!r}{suggestion(right, RIGHTS)}")
        self._granted.add((mailbox, trustee, right))
        self._removed.discard((mailbox, trustee, right))
        self.touch()

    def remove(self, mailbox: str, trustee: str, right: str) -> None:
        """Remove an entry; from `EVERY_MAILBOX`, entries of single mailboxes stay."""
        self._granted.discard((mailbox, trustee, right))
        if mailbox != EVERY_MAILBOX:
            self._removed.add((mailbox, trustee, right))
        self.touch()

    def rights(self, mailbox: str, trustee: str) -> frozenset[str]:
        """Return what the trustee may do with the mailbox."""
        return frozenset(
            right
            for right in RIGHTS
            if (mailbox, trustee, right) in self._granted
            or ((EVERY_MAILBOX, trustee, right) in self._granted and (mailbox, trustee, right) not in self._removed)
        )

    @property
    def all(self) -> list[tuple[str, str, str]]:
        """Every entry, sorted: mailbox (or `EVERY_MAILBOX`), trustee and right."""
        return sorted(self._granted)

    def trustees(self, mailbox: str, right: str) -> list[str]:
        """Return who holds a right by an entry of the mailbox itself, sorted by id."""
        return sorted(trustee for box, trustee, held in self._granted if box == mailbox and held == right)
