"""The messages of a folder: listed, delivered, loaded from files, deleted."""

import tempfile
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar, Final

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.ids import from_url
from fakeserver.protocols.control.in_thread import in_thread
from fakeserver.protocols.control.message_view import MessageView, Summary, message_view, summary
from fakeserver.protocols.control.problems import Problem
from fakeserver.protocols.control.reading import JSON, media_type, read_body
from fakeserver.protocols.control.routing import operation
from fakeserver.steps import PausingSteps, Steps, each, locked
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import FolderNotFound, IdMalformed

if TYPE_CHECKING:
    from fakeserver.tenant.exchange.loading.loaded import Loaded

MIME: Final = "message/rfc822"
#: Messages that one answer lists at most.
MOST: Final = 500
#: What files of mail, appointments and contacts are called at the end.
_FILES: Final = frozenset({".eml", ".mbox", ".ics", ".vcf"})


@dataclass
class Listing:
    """Which messages are listed."""

    #: a distinguished id ("inbox"), a path ("Inbox/Invoices"), or a folder's id
    folder: str = "inbox"
    limit: int = 100
    #: the id of a message: those that came before it
    before: str | None = None
    #: so many of them are passed over
    skip: int = 0
    #: words that its text, its subject or its addresses have
    search: str | None = None


@dataclass
class Messages:
    """Messages of a folder, newest first."""

    messages: list[Summary]
    #: how many there are in all
    total: int


@dataclass
class Where:
    """Where a message is put, and how it looks there."""

    folder: str = "inbox"
    is_read: bool = False
    received_at: datetime | None = None


@dataclass
class NewAttachment:
    """A file that is attached."""

    name: str
    #: base64
    content: str

    long_texts: ClassVar[frozenset[str]] = frozenset({"content"})


@dataclass
class NewMessage:
    """A message that arrives: made of these parts, or whole as MIME."""

    sender: str | None = None
    subject: str | None = None
    body: str | None = field(default=None, repr=False)
    html: str | None = field(default=None, repr=False)
    #: null: the mailbox
    to: list[str] | None = None
    cc: list[str] = field(default_factory=list)
    attachments: list[NewAttachment] = field(default_factory=list)
    #: RFC 5322, as text, in the place of all above
    message: str | None = field(default=None, repr=False)
    folder: str = "inbox"
    is_read: bool = False
    #: with a time zone; null: now
    received_at: datetime | None = None

    long_texts: ClassVar[frozenset[str]] = frozenset({"subject", "body", "html", "message"})


@dataclass
class Loading:
    """What a file is called, and where its items go."""

    #: "mail.mbox": the end says what it is
    name: str
    #: null: each kind where it usually is
    folder: str | None = None


@dataclass
class LoadedView:
    """What came of a file."""

    items: list[Summary]
    #: a sentence for each thing that was read and not taken
    remarks: list[str]


@dataclass
class Emptying:
    """Which folder is emptied."""

    folder: str


@operation("GET", "/tenants/{tenant}/mailboxes/{mailbox}/messages")
def list_messages(call: Call, query: Listing) -> Steps[Messages]:
    """List the messages of a folder, newest first, a page at a time."""
    if not 1 <= query.limit <= MOST:
        raise ValueError(f"limit={query.limit}: it is from 1 to {MOST}")
    if query.skip < 0:
        raise ValueError(f"skip={query.skip}: it is not negative")
    box, lock = call.mailbox, call.tenant.lock
    with lock:
        folder = folder_of(box, query.folder)
        found = list(folder.visible())[::-1]
    if query.search:
        words = query.search.casefold().split()
        found = yield from locked(lock, _with_words(found, words))
    total = len(found)
    if query.before is not None:
        with lock:
            behind = box.items.by_id(from_url(query.before))
        found = [item for item in found if item.uid < behind.uid]
    shown = yield from locked(lock, each(found[query.skip : query.skip + query.limit], summary))
    return Messages(shown, total)


def _with_words(items: list[Item], words: list[str]) -> Steps[list[Item]]:
    fits = yield from each(items, lambda item: all(word in _text(item) for word in words))
    return [item for item, does in zip(items, fits, strict=True) if does]


def _text(item: Item) -> str:
    return "\n".join((item.subject, item.sender, *item.recipients, item.body)).casefold()


@operation("POST", "/tenants/{tenant}/mailboxes/{mailbox}/messages", status=201, takes=(JSON, MIME))
def deliver_message(call: Call, body: bytes, query: Where) -> MessageView:
    """Let a message arrive, as if it came by mail.

    Its parts as JSON (`NewMessage`), or the message itself as message/rfc822, whose octets are kept exactly; then the
    query says where it goes.
    """
    if media_type(call.request) == MIME:
        item = call.mailbox.deliver(body, folder=query.folder, is_read=query.is_read, received_at=query.received_at)
    else:
        if call.request.query_string:
            raise ValueError("the query is for message/rfc822; JSON says these by its members")
        item = _delivered(call.mailbox, read_body(NewMessage, call.request))
    with call.tenant.lock:
        return message_view(item)


def _delivered(box: Mailbox, new: NewMessage) -> Item:
    parts: dict[str, Any] = {
        name: value for name in ("sender", "subject", "body", "html", "to") if (value := getattr(new, name)) is not None
    }
    if new.cc:
        parts["cc"] = new.cc
    if new.attachments:
        parts["attachments"] = [(each.name, octets_of(each.content)) for each in new.attachments]
    if new.message is not None and parts:
        raise ValueError(f"message is a whole one, so that {', '.join(parts)} beside it would not be used")
    return box.deliver(new.message, folder=new.folder, is_read=new.is_read, received_at=new.received_at, **parts)


def octets_of(base64: str) -> bytes:
    """Return what a text stands for.

    Raises:
        ValueError: it is no base64.
    """
    try:
        return b64decode("".join(base64.split()), validate=True)
    except (Base64Error, ValueError) as error:
        raise ValueError(f"content: not base64: {error}") from None


@operation("POST", "/tenants/{tenant}/mailboxes/{mailbox}/load", status=201)
def load_file(call: Call, body: bytes, query: Loading) -> PausingSteps[LoadedView]:
    """Fill a mailbox from a file: .eml, .mbox, .ics or .vcf, as its name says."""
    name = PurePosixPath(query.name.replace("\\", "/")).name
    if PurePosixPath(name).suffix.lower() not in _FILES:
        raise ValueError(f"name={query.name!r}: it ends in {', '.join(sorted(_FILES))}, which says what it is")
    box = call.mailbox
    loaded = yield from in_thread(lambda: _loaded(box, name, body, query.folder))
    shown = yield from locked(box.lock, each(loaded.items, summary))
    return LoadedView(shown, loaded.remarks)


def _loaded(box: Mailbox, name: str, content: bytes, folder: str | None) -> "Loaded":
    with tempfile.TemporaryDirectory(prefix="fakeserver-") as place:
        path = Path(place, name)
        path.write_bytes(content)
        try:
            loaded = box.load(path, folder)
        except ValueError as error:
            # The caller knows the file by its name alone.
            raise ValueError(str(error).replace(f"{path}", name)) from error
        return replace(loaded, remarks=[remark.replace(f"{path}", name) for remark in loaded.remarks])


@operation("DELETE", "/tenants/{tenant}/mailboxes/{mailbox}/messages")
def empty_folder(call: Call, query: Emptying) -> Steps[None]:
    """Delete all messages of a folder, for good; what comes meanwhile stays."""
    box, lock = call.mailbox, call.tenant.lock
    with lock:
        folder = folder_of(box, query.folder)
        if folder.search is not None:
            raise Problem(409, f"{folder.display_name!r} is a search folder, in which nothing lies")
        found = list(folder.visible())
    yield from locked(lock, box.items.delete_in_steps(folder, found, DeleteMode.HARD))


def folder_of(box: Mailbox, named: str) -> Folder:
    """Return the folder that a distinguished id, a path or an id of this API names; the lock is held.

    Raises:
        FolderNotFound
    """
    try:
        return box.folders.named(named)
    except FolderNotFound as error:
        try:
            return box.folders.by_id(from_url(named))
        except (FolderNotFound, IdMalformed):
            raise error from None
