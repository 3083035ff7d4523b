"""What folders, items and attachments need of the mailbox that they are in; they are named by type variables here."""

from typing import Any, Protocol, TypeVar

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.ids import IdMaker
from fakeserver.tenant.exchange.mime.message import Message

ItemT_contra = TypeVar("ItemT_contra", contravariant=True)
AttachmentT = TypeVar("AttachmentT")


class ItemContents(Protocol[ItemT_contra, AttachmentT]):
    """What is read out of an item when somebody asks for it; see `contents.py`."""

    def message(self, item: ItemT_contra) -> Message:
        """Return a parsed view of an item's message."""

    def rendered(self, item: ItemT_contra) -> bytes:
        """Return the message that an item's properties make."""

    def attachments(self, item: ItemT_contra) -> list[AttachmentT]:
        """Return what is attached to an item that came as a message."""

    def derived(self, item: ItemT_contra, name: str) -> Any:
        """Return the value of a property that nobody has set."""

    def searchable_text(self, item: ItemT_contra) -> bytes:
        """Return an item's text, as searches look through it."""

    def searchable_header(self, item: ItemT_contra) -> bytes:
        """Return an item's header fields, as searches look through them."""

    def forget(self, item: ItemT_contra) -> None:
        """Drop what was worked out from an item's content."""


class MailStore(Protocol[ItemT_contra, AttachmentT]):
    """What folders and items need of the mailbox that they are in."""

    address: str
    display_name: str
    clock: Clock

    @property
    def ids(self) -> IdMaker:
        """Makes the mailbox's ids."""

    @property
    def receive_limit(self) -> int:
        """The largest message that it takes, in octets."""

    @property
    def recoverable_items_full(self) -> bool:
        """Whether nothing more goes to Recoverable Items."""

    @property
    def contents(self) -> ItemContents[ItemT_contra, AttachmentT]:
        """Reads its items."""
