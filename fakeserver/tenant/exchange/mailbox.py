"""A person's whole store, with what test authors use: deliver, messages, wait_for."""

from collections.abc import Callable, Iterable
from email.message import EmailMessage
from os import PathLike
from random import Random
from threading import Condition, RLock, Timer

from fakeserver.suggestion import no_new_names
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.arrival import composed, missing_fields, parse_address, trace_fields
from fakeserver.tenant.exchange.attachments import Attachments
from fakeserver.tenant.exchange.changes import Change, ChangeLog
from fakeserver.tenant.exchange.contents import Contents
from fakeserver.tenant.exchange.entities import Attachment, Folder, Item
from fakeserver.tenant.exchange.folders import Folders
from fakeserver.tenant.exchange.ids import IdMaker
from fakeserver.tenant.exchange.items import Items
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.registry import ItemRegistry
from fakeserver.tenant.exchange.search import Search
from fakeserver.tenant.exchange.subscriptions import Subscriptions
from fakeserver.tenant.exchange.tree import FolderTree
from fakeserver.tenant.identifiers import new_guid
from fakeserver.tenant.moved import moved

#: Exchange Online's default for MaxReceiveSize, in octets.
RECEIVE_LIMIT = 36 * 1024 * 1024
#: Messages that a failed ``wait_for`` names at most.
_MAX_NAMED = 10
#: Where the methods went that a mailbox had before it was put together from parts.
_MOVED = {
    "wait_for_async": "asyncio.to_thread(mailbox.wait_for, ...)",
    "folder": "mailbox.folders.distinguished",
    "folder_by_id": "mailbox.folders.by_id",
    "folder_by_path": "mailbox.folders.by_path",
    "folders_deep": "mailbox.folders.below",
    "create_folder": "mailbox.folders.create",
    "rename_folder": "mailbox.folders.rename",
    "move_folder": "mailbox.folders.move",
    "copy_folder": "mailbox.folders.copy",
    "delete_folder": "mailbox.folders.delete",
    "empty_folder": "mailbox.folders.empty",
    "touch_folder": "mailbox.folders.touch",
    "item": "mailbox.items.by_id",
    "add_mime": "mailbox.items.add_mime",
    "add_item": "mailbox.items.add",
    "detached_item": "mailbox.items.detached",
    "update": "mailbox.items.update",
    "set_flags": "mailbox.items.set_flags",
    "move": "mailbox.items.move",
    "copy": "mailbox.items.copy",
    "delete": "mailbox.items.delete",
    "attachment": "mailbox.attachments.by_id",
    "add_attachment": "mailbox.attachments.add",
    "remove_attachment": "mailbox.attachments.remove",
    "new_message_id": "mailbox.ids.new_message_id",
}


@no_new_names
@moved(_MOVED)
class Mailbox:
    """One mailbox. ``deliver``, ``messages`` and ``wait_for`` take the lock themselves; the rest wants it held."""

    def __init__(self, address: str, display_name: str, *, clock: Clock, lock: RLock, random: Random) -> None:
        #: primary SMTP address
        self.address = address
        self.display_name = display_name
        #: ExchangeGuid, as text
        self.guid = new_guid(random)
        #: largest message that it takes, in octets
        self.receive_limit = RECEIVE_LIMIT
        self.clock = clock
        self.lock = lock
        self.ids = IdMaker(self.guid, random.randbytes(16), random.randbytes(16))
        self.changes = ChangeLog()
        self.search = Search(self.changes)
        self.contents = Contents(clock, lock)
        tree = FolderTree(self, clock)
        registry = ItemRegistry(self, self.contents, self.changes, clock)
        self.items = Items(self, registry, self.contents, tree)
        self.attachments = Attachments(self.items, registry, self.contents)
        self.folders = Folders(self, tree, self.items, self.changes, clock)
        self.subscriptions = Subscriptions()

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

        Raises:
            MessageTooLarge: it is larger than ``receive_limit``.
            FolderNotFound: there is no such folder.
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
            return self.take(mime, self.folders.named(folder), recipient=self.address)

    def messages(self, folder: str = "inbox") -> list[Item]:
        """Return the items of a folder (a distinguished id or a path), the newest last.

        Raises:
            FolderNotFound: there is no such folder.
        """
        with self.lock:
            return list(self.folders.named(folder).items.values())

    def wait_for(self, subject: str | None = None, folder: str = "inbox", timeout: float = 5.0) -> Item:
        """Return the first item of a folder with this subject, or any item; wait until it is there.

        Args:
            subject: the whole subject; None for any item.
            timeout: seconds of real time, whatever the tenant's clock says.

        In a coroutine: ``await asyncio.to_thread(mailbox.wait_for, "subject")``.

        Raises:
            TimeoutError: it didn't come; says what is there instead.
            FolderNotFound: there is no such folder.
        """
        # pytest shows the line of the test that waited, and not this one.
        __tracebackhide__ = True
        with self.lock:
            where = self.folders.named(folder)
            found = _first(where, subject)
            if found is None and timeout > 0:
                found = self._awaited(where, subject, timeout)
            if found is None:
                raise TimeoutError(self._what_is_there(subject, where, timeout))
            return found

    def watch(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Call back after each change, with the lock held, in the thread that made it; returns what ends it."""
        return self.changes.watch(callback)

    def take(self, mime: bytes, folder: Folder, *, recipient: str = "") -> Item:
        """Put a message that comes by mail into a folder, with the fields that delivery adds.

        Args:
            recipient: the mailbox's address, where it was sent to that alone.

        Raises:
            MessageTooLarge: it is larger than ``receive_limit``.
        """
        now = self.clock.now()
        return_path = parse_address(top_header(mime, b"From")).address
        fields = trace_fields(sent_at=now, return_path=return_path, recipient=recipient)
        fields += missing_fields(mime, sent_at=now, message_id=self.ids.new_message_id())
        return self.items.add_mime(folder, fields + mime, delivered=True)

    # --- inside ----------------------------------------------------------------------------------------------------

    def _awaited(self, folder: Folder, subject: str | None, timeout: float) -> Item | None:
        """Wait for an item; None once the time is over. The caller holds the lock, which is released meanwhile."""
        news = Condition(self.lock)
        is_over = False

        def expire() -> None:
            nonlocal is_over
            with self.lock:
                is_over = True
                news.notify_all()

        # A timer, and no deadline: the test may have stopped every clock that can be read.
        timer = Timer(timeout, expire)
        timer.daemon = True
        timer.start()
        stop = self.changes.watch(lambda change: news.notify_all())
        try:
            while (found := _first(folder, subject)) is None and not is_over:
                news.wait()
            return found
        finally:
            stop()
            timer.cancel()

    def _what_is_there(self, subject: str | None, folder: Folder, timeout: float) -> str:
        wanted = "No message" if subject is None else f"No message with the subject {subject!r}"
        subjects = [repr(item.subject) for item in folder.items.values()]
        there = "it is empty" if not subjects else f"it holds {len(subjects)}: " + ", ".join(subjects[-_MAX_NAMED:])
        elsewhere = [
            f"{len(other.items)} in {other.path or other.display_name}"
            for other in self.folders.below(self.folders.distinguished("root"))
            if other.items and other is not folder
        ]
        others = f" Other folders: {', '.join(elsewhere)}." if elsewhere else ""
        return f"{wanted} came to {folder.path} of {self.address} in {timeout} s; {there}.{others}"

    def __repr__(self) -> str:
        return f"<Mailbox {self.address}>"


def _first(folder: Folder, subject: str | None) -> Item | None:
    """Return the first item of a folder with a subject; None: with any."""
    return next((item for item in folder.items.values() if subject is None or item.subject == subject), None)
