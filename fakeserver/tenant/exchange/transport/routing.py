"""Where each recipient of an envelope is: in a mailbox of the tenant, outside of it, or nowhere."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.transport import outcomes
from fakeserver.tenant.exchange.transport.envelope import Recipient
from fakeserver.tenant.exchange.transport.outcomes import Outcome


class Group(Protocol):
    """What the way to a distribution group's members needs of it."""

    def accepts(self, sender: str, *, is_inside: bool) -> bool:
        """Say whether somebody with this address, of the organization or not, may send to it."""

    def member_addresses(self) -> list[str]:
        """Return the addresses of its members; those of other groups stand for their members."""


@dataclass
class Routes:
    """The recipients of a message, each once."""

    inboxes: dict[Mailbox, Recipient] = field(default_factory=dict)
    #: public folders
    folders: dict[Folder, Recipient] = field(default_factory=dict)
    outside: list[Recipient] = field(default_factory=list)
    #: of those that are decided already: unknown, refused, or groups
    outcomes: list[Outcome] = field(default_factory=list)
    #: the addresses that are done
    named: set[str] = field(default_factory=set)

    def places(self, store_of: Callable[[Folder], Mailbox]) -> list[tuple[Mailbox, Folder | None, Recipient]]:
        """Return where the message arrives: mailboxes, and public folders with their store."""
        inboxes = [(inbox, None, recipient) for inbox, recipient in self.inboxes.items()]
        return [*inboxes, *((store_of(folder), folder, recipient) for folder, recipient in self.folders.items())]


class Router:
    """Finds the way to each recipient.

    Args:
        is_local: says whether a domain (in lower case) is the tenant's.
        find_group: finds a distribution group by its address.
    """

    def __init__(
        self, mailboxes: Mailboxes, is_local: Callable[[str], bool], find_group: Callable[[str], Group | None]
    ) -> None:
        self._mailboxes = mailboxes
        self._is_local = is_local
        self._find_group = find_group

    def routes(self, recipients: Iterable[Recipient], sender: str) -> Routes:
        """Return where the recipients are; an address or a mailbox that stands twice is there once, for the first.

        Groups come last, so that whoever was named directly is reported as such.
        """
        routes = Routes()
        groups = [found for recipient in recipients if (found := self._route(routes, recipient, sender)) is not None]
        # It grows while it is gone through. Each group is in it once, though groups may be each other's members.
        for recipient, group in groups:
            is_inside = self.is_inside(sender)
            if not group.accepts(sender, is_inside=is_inside):
                refused = outcomes.sender_not_allowed if is_inside else outcomes.sender_outside
                routes.outcomes.append(refused(recipient))
                continue
            routes.outcomes.append(outcomes.expanded(recipient))
            original = recipient.original or f"rfc822;{recipient.address}"
            for address in group.member_addresses():
                # A member's own success is not reported (RFC 3461 section 5.2.7.3).
                member = Recipient(address, recipient.notify - {"SUCCESS"}, original)
                found = self._route(routes, member, sender, is_member=True)
                if found is not None:
                    groups.append(found)
        return routes

    def is_inside(self, address: str) -> bool:
        """Say whether an address is in one of the tenant's domains."""
        return self._is_local(address.rpartition("@")[2].lower())

    def _route(
        self, routes: Routes, recipient: Recipient, sender: str, *, is_member: bool = False
    ) -> tuple[Recipient, Group] | None:
        """Add a recipient, or return the group that it is."""
        address = recipient.address.lower()
        if address in routes.named:
            return None
        routes.named.add(address)
        if not self.is_inside(address):
            routes.outside.append(recipient)
        elif (mailbox := self._mailboxes.recipient(address)) is not None and not mailbox.is_public:
            routes.inboxes.setdefault(mailbox, recipient)
        elif (group := self._find_group(address)) is not None:
            return recipient, group
        elif (found := self._mailboxes.find_folder(address)) is not None:
            is_inside = self.is_inside(sender)
            if found.accepts(sender, is_inside):
                routes.folders.setdefault(found.folder, recipient)
            else:
                routes.outcomes.append(
                    (outcomes.folder_shut if is_inside else outcomes.folder_shut_to_outside)(recipient)
                )
        elif not is_member:
            routes.outcomes.append(outcomes.recipient_not_found(recipient))
        return None
