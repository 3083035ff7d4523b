"""What folders, items and attachments need of the mailbox that they are in; they are named by type variables here."""

from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.id_maker import IdMaker
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.read_state import ReadState

ItemT_contra = TypeVar("ItemT_contra", contravariant=True)
ItemT = TypeVar("ItemT")
AttachmentT = TypeVar("AttachmentT")
FolderT_co = TypeVar("FolderT_co", covariant=True)


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


class Neighbours(NamedTuple, Generic[ItemT]):
    """Appointments by how they lie to a meeting, by their starts."""

    conflicting: list[ItemT]
    adjacent: list[ItemT]


class FolderSearch(Protocol[ItemT_contra, FolderT_co]):
    """What a search folder shows, which holds nothing itself; see `search_folders.py`."""

    @property
    def lasts(self) -> bool:
        """Whether what it shows changes with the items alone, so that it need not be found each time."""

    def shows(self, item: ItemT_contra) -> bool:
        """Say whether it shows an item of the folders that it looks through."""

    def searched(self) -> Sequence[FolderT_co]:
        """Return the folders that it looks through."""


class RelatedItems(Protocol[ItemT]):
    """Which items are about the same meeting; see `meetings.py`."""

    def appointment_of(self, message: ItemT) -> ItemT | None:
        """Return the owner's appointment that a meeting message is about; None where there is none."""

    def neighbours(self, meeting: ItemT) -> Neighbours[ItemT]:
        """Return what lies beside a meeting in its calendar."""


class Counts(NamedTuple):
    """How many items a search folder shows, and how many of them are unread."""

    total: int
    unread: int


class ItemSearch(Protocol):
    """Searches folders; see `search.py`."""

    def counts(self, folder: Any) -> Counts:
        """Count what a search folder shows."""


class MailStore(Protocol[ItemT, AttachmentT]):
    """What folders and items need of the mailbox that they are in."""

    address: str
    display_name: str
    is_archive: bool
    #: whether it is the store of public folders
    is_public: bool
    #: who has read what, where each reader has a state of their own
    read_state: ReadState | None
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
    def search(self) -> ItemSearch:
        """Searches its folders."""

    @property
    def contents(self) -> ItemContents[ItemT, AttachmentT]:
        """Reads its items."""

    @property
    def meetings(self) -> RelatedItems[ItemT]:
        """Relates its items."""
