"""The arguments of a command, read into a frozen value (RFC 3501 section 9): one reader for each form of arguments.

Each starts at the space behind the name, and raises ``BadSyntax``.
"""

import re

from fakeserver.protocols.imap import fetch_grammar, search_grammar
from fakeserver.protocols.imap.arguments import (
    Append,
    Authenticate,
    Copy,
    Enable,
    Expunge,
    Fetch,
    Id,
    List,
    Login,
    MailboxName,
    Rename,
    Search,
    Status,
    Store,
)
from fakeserver.protocols.imap.elements import BadSyntax, Cursor
from fakeserver.protocols.imap.selected import FLAGS

STATUS_ITEMS = frozenset({"MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN"})

#: RFC 2971 section 3.3.
_ID_FIELDS, _ID_NAME, _ID_VALUE = 30, 30, 1024
_STORE_ITEM = re.compile(rb"(?i)([+-]?)FLAGS(\.SILENT)?(?= )")


def nothing(cursor: Cursor) -> None:
    """Read no arguments."""


def client_id(cursor: Cursor) -> Id:
    """Read ID's: what the client says of itself."""
    cursor.space()
    if not cursor.take_octets(b"("):
        _nil(cursor)
        return Id({})
    # Assumption: a blank inside the parentheses does no harm; aioimaplib sends one at both ends.
    cursor.take_octets(b" ")
    fields: dict[bytes, bytes | None] = {}
    while not cursor.take_octets(b")"):
        name = cursor.string().lower()
        cursor.space()
        value = cursor.take_string()
        if value is None:
            _nil(cursor)
        if name in fields or len(name) > _ID_NAME or len(value or b"") > _ID_VALUE or len(fields) == _ID_FIELDS:
            raise BadSyntax
        fields[name] = value
        if not cursor.octets.startswith(b")", cursor.at):
            cursor.space()
    return Id(fields)


def _nil(cursor: Cursor) -> None:
    """Read NIL."""
    if cursor.keyword() != "NIL":
        raise BadSyntax


def enable(cursor: Cursor) -> Enable:
    """Read ENABLE's: capabilities."""
    names: list[str] = []
    while not names or cursor.has_more():
        cursor.space()
        names.append(cursor.keyword())
    return Enable(tuple(names))


def authenticate(cursor: Cursor) -> Authenticate:
    """Read AUTHENTICATE's: a mechanism, and perhaps its initial response."""
    cursor.space()
    mechanism = cursor.keyword()
    if not cursor.take_octets(b" "):
        return Authenticate(mechanism, None)
    return Authenticate(mechanism, cursor.last_word())


def login(cursor: Cursor) -> Login:
    """Read LOGIN's: user and password."""
    cursor.space()
    user = cursor.astring()
    cursor.space()
    return Login(user, cursor.astring())


def mailbox(cursor: Cursor) -> MailboxName:
    """Read one folder's path."""
    cursor.space()
    return MailboxName(cursor.mailbox_name())


def rename(cursor: Cursor) -> Rename:
    """Read the old and the new path."""
    cursor.space()
    old = cursor.mailbox_name()
    cursor.space()
    return Rename(old, cursor.mailbox_name())


def list_folders(cursor: Cursor) -> List:
    """Read LIST's: a reference and a pattern."""
    cursor.space()
    reference = cursor.list_reference()
    cursor.space()
    return List(reference, cursor.list_pattern())


def status(cursor: Cursor) -> Status:
    """Read STATUS's: a path and what to say of it."""
    cursor.space()
    path = cursor.mailbox_name()
    cursor.space()
    cursor.expect_octets(b"(")
    items = [cursor.keyword()]
    while not cursor.take_octets(b")"):
        cursor.space()
        items.append(cursor.keyword())
    if not STATUS_ITEMS.issuperset(items):
        raise BadSyntax
    return Status(path, tuple(items))


def append(cursor: Cursor) -> Append:
    """Read APPEND's: a path, flags, a date, and the message as a literal."""
    cursor.space()
    path = cursor.mailbox_name()
    cursor.space()
    flags: frozenset[str] = frozenset()
    if cursor.octets.startswith(b"(", cursor.at):
        flags = _kept(cursor.flag_list())
        cursor.space()
    received_at = cursor.take_date_time()
    if received_at is not None:
        cursor.space()
    message = cursor.literal()
    if not message:
        # Assumption: no octets are no message.
        raise BadSyntax
    return Append(path, flags, received_at, message)


def expunge(cursor: Cursor) -> Expunge:
    """Read EXPUNGE's: none, which means all that are marked."""
    return Expunge()


def uid_expunge(cursor: Cursor) -> Expunge:
    """Read UID EXPUNGE's: UIDs."""
    cursor.space()
    return Expunge(cursor.sequence_set())


def fetch(cursor: Cursor) -> Fetch:
    """Read FETCH's: a message set and items."""
    cursor.space()
    messages = cursor.sequence_set()
    cursor.space()
    return Fetch(messages, fetch_grammar.read_items(cursor))


def store(cursor: Cursor) -> Store:
    """Read STORE's: a message set, how to change, and flags."""
    cursor.space()
    messages = cursor.sequence_set()
    cursor.space()
    item = cursor.expect(_STORE_ITEM)
    cursor.space()
    return Store(messages, item[1].decode("ascii"), item[2] is not None, _kept(cursor.flags()))


def _kept(flags: frozenset[bytes]) -> frozenset[str]:
    r"""Return the fields of the flags that Exchange keeps.

    It has no keywords but one, and refuses others (djcb/mu#1384, node-imap#602). Assumption: also beside flags that it
    has, and \Recent, which no client can set (RFC 3501 section 2.3.2).
    """
    try:
        return frozenset(FLAGS[flag] for flag in flags)
    except KeyError:
        raise BadSyntax from None


def copy(cursor: Cursor) -> Copy:
    """Read COPY's and MOVE's: a message set and a path."""
    cursor.space()
    messages = cursor.sequence_set()
    cursor.space()
    return Copy(messages, cursor.mailbox_name())


def search(cursor: Cursor) -> Search:
    """Read SEARCH's: a charset and keys."""
    charset, key = search_grammar.read_keys(cursor)
    return Search(key, charset)
