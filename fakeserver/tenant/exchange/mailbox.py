"""A person's whole store, with what test authors use: deliver, messages, wait_for."""

from collections.abc import Callable, Iterable
from datetime import datetime
from email.message import EmailMessage
from os import PathLike
from pathlib import Path
from random import Random
from threading import RLock
from typing import TYPE_CHECKING, Unpack, overload

from fakeserver.durations import in_utc
from fakeserver.suggestion import no_new_names
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.arrival import composed, missing_fields, parse_address, trace_fields
from fakeserver.tenant.exchange.attachments import Attachments
from fakeserver.tenant.exchange.automatic_replies import AutomaticReplies
from fakeserver.tenant.exchange.blocked_senders import BlockedSenders
from fakeserver.tenant.exchange.changes import Change, ChangeLog
from fakeserver.tenant.exchange.contents import Contents
from fakeserver.tenant.exchange.conversations.conversations import Conversations
from fakeserver.tenant.exchange.entities import Attachment, Folder, Item
from fakeserver.tenant.exchange.flags import NO_FLAGS, SEEN, MessageFlags
from fakeserver.tenant.exchange.focused_inbox import FocusedInbox
from fakeserver.tenant.exchange.folders import Folders
from fakeserver.tenant.exchange.former_names import OF_A_MAILBOX
from fakeserver.tenant.exchange.id_maker import IdMaker
from fakeserver.tenant.exchange.immutable_items import ImmutableItems
from fakeserver.tenant.exchange.inbox_rules.rules import InboxRules
from fakeserver.tenant.exchange.items import Items
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.notifications.notifications import Notifications
from fakeserver.tenant.exchange.read_state import ReadState
from fakeserver.tenant.exchange.registry import ItemRegistry
from fakeserver.tenant.exchange.search import Search
from fakeserver.tenant.exchange.subscriptions import Subscriptions
from fakeserver.tenant.exchange.tree import FolderTree
from fakeserver.tenant.exchange.uploads import Uploads
from fakeserver.tenant.identifiers import new_guid
from fakeserver.tenant.moved import moved

if TYPE_CHECKING:
    from fakeserver.tenant.exchange.calendar.calendar import Calendar
    from fakeserver.tenant.exchange.loading.loaded import Loaded
    from fakeserver.tenant.exchange.meetings import Meetings
    from fakeserver.tenant.exchange.wanted import Mark, Which

#: Exchange Online's default for MaxReceiveSize, in octets.
RECEIVE_LIMIT = 36 * 1024 * 1024


@no_new_names
@moved(OF_A_MAILBOX)
class Mailbox:
    """One mailbox. ``deliver``, ``messages`` and ``wait_for`` take the lock themselves; the rest wants it held."""

    is_archive, is_public = False, False  # see `mailboxes`
    read_state: ReadState | None = None  # of public folders
    id_maker: type[IdMaker] = IdMaker

    def __init__(
        self, address: str, display_name: str, *, clock: Clock, lock: RLock, random: Random, is_room: bool = False
    ) -> None:
        #: primary SMTP address, and what people call it
        self.address, self.display_name = address, display_name
        #: whether it is a room's (RoomMailbox), which answers meeting requests by itself
        self.is_room = is_room
        self.guid = new_guid(random)  # ExchangeGuid, as text
        #: largest message that it takes, in octets
        self.receive_limit = RECEIVE_LIMIT
        #: whether nothing more goes to Recoverable Items, so that nothing can be deleted for good
        self.recoverable_items_full = False
        #: whose mail goes to Junk Email
        self.blocked_senders = BlockedSenders()
        self.clock, self.lock = clock, lock
        self.ids = self.id_maker(self.guid, random.randbytes(16), random.randbytes(16))
        self.changes = ChangeLog()
        self.search = Search(self.changes)
        self.contents = Contents(clock, lock)
        tree = FolderTree(self, clock)
        registry = ItemRegistry(self, self.contents, self.changes, clock)
        self.items = Items(self, registry, self.contents, tree)
        self.immutable = ImmutableItems(registry, self.ids)
        self.attachments = Attachments(self.items, registry, self.contents)
        self._registry = registry
        self._calendar: Calendar | None = None
        self._meetings: Meetings | None = None
        self.folders = Folders(self, tree, self.items, self.changes, clock)
        self.conversations = Conversations(self.folders, self.changes)
        self.subscriptions = Subscriptions()
        self.uploads = Uploads(clock, random)  # large files on their way to a message
        self.notifications = Notifications(self.changes, clock)
        self.automatic_replies, self.focused_inbox = AutomaticReplies(), FocusedInbox()
        self.inbox_rules = InboxRules(self.ids)  # what becomes of mail that arrives in the inbox
        #: numbers of the items that `wait_for` has returned
        self.returned: set[int] = set()

    @property
    def user(self) -> str:
        """What its user signs in to it with: its address."""
        return self.address

    @property
    def calendar(self) -> "Calendar":
        """What takes place when, in its calendars."""
        if self._calendar is None:
            from fakeserver.tenant.exchange.calendar.calendar import Calendar  # most tests do without

            self._calendar = Calendar(self.items, self._registry, self.changes, self.folders.named)
        return self._calendar

    @property
    def meetings(self) -> "Meetings":
        """Which appointments and messages are about the same meeting."""
        if self._meetings is None:
            from fakeserver.tenant.exchange.meetings import Meetings

            self._meetings = Meetings(self._registry, self.folders, self.calendar, self.changes)
        return self._meetings

    # --- for people who write tests ------------------------------------------------------------------------------

    def deliver(
        self,
        message: EmailMessage | bytes | str | None = None,
        *,
        subject: str = "",
        body: str = "",
        html: str | None = None,
        sender: str = "sender@example.com",
        to: str | Iterable[str] | None = None,
        cc: str | Iterable[str] = (),
        attachments: Iterable[Attachment | PathLike[str] | tuple[str, bytes]] = (),
        folder: str = "inbox",
        is_read: bool = False,
        received_at: datetime | None = None,
    ) -> Item:
        """Let a message arrive, as if it came by mail; return its item.

        Args:
            message: an EmailMessage, the bytes of one (kept exactly), or its text (line ends become CRLF). Without one
                it is made from the others.
            subject, body, html: the content; with both bodies, HTML is what the message has.
            sender: address, also with a name: "Alice <alice@example.com>".
            to: address or addresses; this mailbox's where it is None.
            attachments: each a file's path, a file name and its content, or an Attachment.
            folder: where it lands: a distinguished id or a path.
            is_read: somebody has read it.
            received_at: when it came, with a time zone; now by default. Its Date says the same, where it has none.

        Raises:
            MessageTooLarge: it is larger than ``receive_limit``.
            FolderNotFound: there is no such folder.
            ValueError: ``received_at`` names no time zone, or the folder holds no mail.
            TypeError: a subject, body or sender that is no text.
        """
        with self.lock:
            mime = composed(
                message,
                subject=subject,
                body=body,
                html=html,
                sender=sender,
                to=self.address if to is None else to,
                cc=cc,
                attachments=attachments,
            )
            flags = SEEN if is_read else NO_FLAGS
            where = self.folders.named(folder)
            if not (where.folder_class or "IPF.Note").startswith("IPF.Note"):
                raise ValueError(f"folder={folder!r} holds no mail ({where.folder_class})")
            return self.take(mime, where, recipient=self.address, flags=flags, received_at=received_at)

    def load(self, path: str | PathLike[str], folder: str | None = None) -> "Loaded":
        """Fill the mailbox from a file, or a folder of files: .eml, mbox, Maildir, .ics and .vcf.

        Messages keep their bytes exactly, and their flags; they came when their first Received field says, else their
        Date. A folder's subfolders are folders of these names, which are made where they are not there.

        Args:
            folder: a distinguished id or a path, for everything. None: messages go to the inbox, appointments to the
                calendar, contacts and tasks to theirs, and subfolders are named from the top ("Inbox/Invoices").

        Returns:
            The items, and a remark for each thing in the files that has no place in a mailbox.

        Raises:
            NotLoaded: a file is of a form that is not taken (.pst), broken, or its items cannot be in the folder;
                nothing is loaded then.
            FolderNotFound: there is no such folder.
            MessageTooLarge: a message is larger than ``receive_limit``.
        """
        from fakeserver.tenant.exchange.loading.loader import Loader  # most tests do without

        return Loader(self.folders, self.items, self.attachments, self.lock).load(Path(path), folder)

    def add_folder(self, path: str) -> Folder:
        """Return the folder at a path (``Inbox/Invoices``); it, and those above it, are made where they are not there.

        Raises:
            FolderNameInvalid: a name in the path is empty, longer than 255 characters, or has a NUL in it.
            FolderTooDeep: 300 folders lie above it.
        """
        with self.lock:
            return self.folders.made(path)

    def messages(self, folder: str = "inbox") -> list[Item]:
        """Return the items of a folder (distinguished id or path), the newest last; what a search folder shows of each.

        Raises:
            FolderNotFound: there is no such folder.
        """
        with self.lock:
            return self.search.items_in(self.folders.named(folder))

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float | None = None,
        **which: "Unpack[Which[Item]]",
    ) -> Item: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float | None = None,
        *,
        count: int,
        **which: "Unpack[Which[Item]]",
    ) -> list[Item]: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        *,
        none_within: float,
        **which: "Unpack[Which[Item]]",
    ) -> None: ...

    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float | None = None,
        *,
        count: int | None = None,
        none_within: float | None = None,
        **which: "Unpack[Which[Item]]",
    ) -> Item | list[Item] | None:
        """Return the first new message of a folder that fits all that is given; wait until it is there.

        New is what no earlier ``wait_for`` has returned: a program that runs twice must send its message twice.
        What is moved into a folder is new there. `messages` lists everything, as often as one likes.

        Args:
            subject: the whole subject.
            folder: a distinguished id or a path.
            timeout: seconds of real time, whatever the tenant's clock says.
            sender: the address in From, or what stands before its @.
            recipient: the same of one of the addresses in To and Cc.
            predicate: takes a message and says whether it fits; asked in the caller's thread.
            since: a mark that `mark` gave: then what has come after it is new, returned before or not.
            count: wait for so many messages, and return them as a list.
            none_within: wait for so many seconds, and return None if nothing that fits came.

        In a coroutine: ``await asyncio.to_thread(mailbox.wait_for, "subject")``, or as trio and anyio run threads.

        Raises:
            TimeoutError: they didn't come; says what is there instead, and what nearly fits.
            AssertionError: a message came, where none was to come.
            FolderNotFound: there is no such folder.
            ValueError: another mailbox's mark, a search folder, ``count`` less than 1 or with ``none_within``.
            TypeError: ``since`` is no mark of a mailbox.
        """
        from fakeserver.tenant.exchange.waiting import Wait
        from fakeserver.tenant.exchange.wanted import Wanted
        from fakeserver.tenant.exchange.watched_folder import WatchedFolder, elsewhere

        wanted, since = Wanted.of("Mailbox", subject, which)
        with self.lock:
            where = self.folders.named(folder)
            place = WatchedFolder(where, self.changes, self.lock, self.returned)
        wait = Wait(place, wanted, since)
        return wait.answer(count, timeout, none_within, lambda: elsewhere(self.folders, self.lock, where, wanted))

    def mark(self) -> "Mark":
        """Return this moment, for ``wait_for(since=...)``: what comes later, by mail or from a folder, is after it."""
        from fakeserver.tenant.exchange.wanted import Mark

        with self.lock:
            return Mark(self.address, self.ids.last_number)

    def watch(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Call back after each change, with the lock held, in the thread that made it; returns what ends it."""
        return self.changes.watch(callback)

    def take(
        self,
        mime: bytes,
        folder: Folder,
        *,
        recipient: str = "",
        flags: MessageFlags = NO_FLAGS,
        received_at: datetime | None = None,
    ) -> Item:
        """Put a message that comes by mail into a folder, with the fields that delivery adds.

        Args:
            recipient: the mailbox's address, where it was sent to that alone.
            flags: those that it has from the beginning.
            received_at: when it came; now by default.

        Raises:
            MessageTooLarge: it is larger than ``receive_limit``.
            ValueError: ``received_at`` names no time zone.
        """
        at = self.clock.now() if received_at is None else in_utc(received_at, "received_at")
        return_path = parse_address(top_header(mime, b"From")).address
        fields = trace_fields(sent_at=at, return_path=return_path, recipient=recipient)
        fields += missing_fields(mime, sent_at=at, message_id=self.ids.new_message_id())
        return self.items.add_mime(folder, fields + mime, received_at=at, flags=flags, delivered=True)

    def __repr__(self) -> str:
        return f"<Mailbox {self.address}>"
