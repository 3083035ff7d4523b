"""A meeting message that has come by mail, with what is asked of it again and again."""

from dataclasses import dataclass
from functools import cached_property

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import is_of
from fakeserver.tenant.exchange.kinds.meeting_versions import Version, version_of
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.values import DeleteMode


@dataclass(frozen=True)
class Arriving:
    """A message, and the mailbox that it has come to."""

    message: Item
    mailbox: Mailbox
    mailboxes: Mailboxes

    @cached_property
    def uid(self) -> str:
        """Which meeting it is about; empty where it does not say."""
        return self.message.get("uid") or ""

    @cached_property
    def version(self) -> Version:
        """Which version of the meeting it tells of."""
        return version_of(self.message.get)

    def is_from(self, address: str) -> bool:
        """Say whether its author has an address, be it another one of the same mailbox."""
        return self.same(self.message.sender, address)

    def same(self, one: str, other: str) -> bool:
        """Say whether two addresses are the same, or one mailbox's."""
        if one.strip().lower() == other.strip().lower():
            return bool(one.strip())
        mailbox = self.mailboxes.by_address(one)
        return mailbox is not None and mailbox is self.mailboxes.by_address(other)

    def is_own(self, address: str) -> bool:
        """Say whether an address is the mailbox's."""
        return self.mailboxes.by_address(address) is self.mailbox

    def put_away_older(self, *classes: str, author: str = "") -> None:
        """Move former messages about the same meeting out of the inbox.

        Args:
            classes: beginnings of their item classes.
            author: of whom alone; empty: of anybody.
        """
        inbox = self.mailbox.folders.distinguished("inbox")
        which = self.message.get("recurrence_id")
        older = [
            item
            for item in self.mailbox.meetings.messages(self.uid)
            if item is not self.message
            and item.folder is inbox
            and is_of(item.item_class, *classes)
            # What was said of one of a series is not overtaken by what is said of another.
            and which in (None, item.get("recurrence_id"))
            and version_of(item.get) <= self.version
            and (not author or self.same(item.sender, author))
        ]
        self.mailbox.items.delete(older, DeleteMode.MOVE_TO_DELETED)
