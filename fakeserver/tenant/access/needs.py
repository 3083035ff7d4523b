"""What an operation of Microsoft Graph needs: one of several permissions, the least first."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Needs:
    """The permissions of which a token needs one.

    Args:
        names: as the permissions reference orders them, without ``.Shared`` and ``.All``.
        shared: whether there is a ``.Shared`` of each, without which a user opens no mailbox but their own.
    """

    names: tuple[str, ...]
    shared: bool = True

    @cached_property
    def delegated(self) -> frozenset[str]:
        """What opens the user's own mailbox."""
        return frozenset(self.names) | self.for_others

    @cached_property
    def for_others(self) -> frozenset[str]:
        """What opens the mailboxes of others that the user has rights in."""
        return frozenset(f"{name}.Shared" for name in self.names) if self.shared else frozenset()

    @cached_property
    def application(self) -> frozenset[str]:
        """What an application by itself needs."""
        return frozenset(self.names) | {f"{name}.All" for name in self.names if name.endswith(".ReadBasic")}

    @cached_property
    def assigned(self) -> frozenset[str]:
        """The roles of which Exchange may assign it one instead (RBAC for Applications)."""
        whole = frozenset(role for role, held in _WHOLE.items() if not held.isdisjoint(self.names))
        return whole | {f"Application {name}" for name in self.names}


#: Roles that stand for several permissions. Source: learn.microsoft.com/exchange/permissions-exo/application-rbac
_MAIL = frozenset({"Mail.ReadWrite", "Mail.Send"})
_WHOLE = {
    "Application Mail Full Access": _MAIL,
    "Application Exchange Full Access": _MAIL
    | {"MailboxSettings.ReadWrite", "Calendars.ReadWrite", "Contacts.ReadWrite"},
}

#: Source: learn.microsoft.com/graph/permissions-reference
LIST_MAIL = Needs(("Mail.ReadBasic", "Mail.Read", "Mail.ReadWrite"))
READ_MAIL = Needs(("Mail.Read", "Mail.ReadWrite"))
WRITE_MAIL = Needs(("Mail.ReadWrite",))
SEND_MAIL = Needs(("Mail.Send",))
READ_SETTINGS = Needs(("MailboxSettings.Read", "MailboxSettings.ReadWrite"), shared=False)
WRITE_SETTINGS = Needs(("MailboxSettings.ReadWrite",), shared=False)
READ_CALENDARS = Needs(("Calendars.Read", "Calendars.ReadWrite"))
WRITE_CALENDARS = Needs(("Calendars.ReadWrite",))
READ_CONTACTS = Needs(("Contacts.Read", "Contacts.ReadWrite"))
WRITE_CONTACTS = Needs(("Contacts.ReadWrite",))
