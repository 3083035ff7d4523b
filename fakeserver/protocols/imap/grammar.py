"""The grammar: a command's octets -> a frozen value (RFC 3501 section 9). One row of ``ARGUMENTS`` per command.

A command whose name is unknown, or whose arguments cannot be read, is a value as well: it is answered, not raised.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from fakeserver.protocols.imap import fetch_grammar, search_grammar
from fakeserver.protocols.imap.commands import (
    Append,
    Arguments,
    Authenticate,
    Command,
    Copy,
    Enable,
    Expunge,
    Fetch,
    Id,
    List,
    Login,
    MailboxName,
    Nothing,
    Rename,
    Search,
    Status,
    Store,
)
from fakeserver.protocols.imap.elements import BadSyntax, Cursor

STATUS_ITEMS = frozenset({"MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN"})

_HEAD = re.compile(rb"([^\x00-\x20\x7f-\xff(){%*\"\\+]{1,64}) ((?i:uid )?)([A-Za-z0-9]{1,32})(?= |\Z)")
_TAG = re.compile(rb"([^\x00-\x20\x7f-\xff(){%*\"\\+]{1,64})(?= )")
_STORE_ITEM = re.compile(rb"(?i)([+-]?)FLAGS(\.SILENT)?(?= )")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A command that could not be read: why, and as much of its head as could be."""

    #: ``*`` where even the tag cannot be read
    tag: bytes
    #: upper case; empty where there is none
    name: str
    #: "unknown" command, bad "arguments", bad "message set"
    problem: str


def parse_command(octets: bytes) -> Command | Unreadable:
    """Read one whole command."""
    head = _HEAD.match(octets)
    if head is None:
        only_tag = _TAG.match(octets)
        return Unreadable(only_tag[1] if only_tag else b"*", "", "unknown")
    tag, name = head[1], head[3].decode("ascii").upper()
    reader = (UID_ARGUMENTS if head[2] else ARGUMENTS).get(name)
    if reader is None:
        return Unreadable(tag, name, "unknown")
    cursor = Cursor(octets)
    cursor.at = head.end()
    try:
        arguments = reader(cursor)
        cursor.end()
    except BadSyntax as error:
        return Unreadable(tag, name, "message set" if error.message_set else "arguments")
    return Command(tag, name, arguments, by_uid=bool(head[2]))


def _nothing(cursor: Cursor) -> Nothing:
    return Nothing()


def _id(cursor: Cursor) -> Id:
    cursor.space()
    if cursor.octets[cursor.at : cursor.at + 3].upper() == b"NIL":
        cursor.at += 3
        return Id({})
    cursor.expect_octets(b"(")
    fields: dict[bytes, bytes | None] = {}
    while True:
        # Assumption: blanks inside the parentheses do no harm; aioimaplib sends them.
        cursor.take_octets(b" ")
        if cursor.take_octets(b")"):
            break
        name = cursor.string()
        cursor.space()
        value = cursor.take_string()
        if value is None and cursor.keyword() != "NIL":
            raise BadSyntax
        fields[name] = value
    return Id(fields)


def _enable(cursor: Cursor) -> Enable:
    names: list[str] = []
    while not names or cursor.octets[cursor.at :].strip(b" "):
        cursor.space()
        names.append(cursor.keyword())
    return Enable(tuple(names))


def _authenticate(cursor: Cursor) -> Authenticate:
    cursor.space()
    mechanism = cursor.keyword()
    if not cursor.take_octets(b" "):
        return Authenticate(mechanism, None)
    response = cursor.octets[cursor.at :].strip(b" ")
    cursor.at = len(cursor.octets)
    return Authenticate(mechanism, response or None)


def _login(cursor: Cursor) -> Login:
    cursor.space()
    user = cursor.astring()
    cursor.space()
    return Login(user, cursor.astring())


def _mailbox(cursor: Cursor) -> MailboxName:
    cursor.space()
    return MailboxName(cursor.mailbox_name())


def _rename(cursor: Cursor) -> Rename:
    cursor.space()
    old = cursor.mailbox_name()
    cursor.space()
    return Rename(old, cursor.mailbox_name())


def _list(cursor: Cursor) -> List:
    cursor.space()
    reference = cursor.mailbox_name()
    cursor.space()
    return List(reference, cursor.list_pattern())


def _status(cursor: Cursor) -> Status:
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


def _append(cursor: Cursor) -> Append:
    cursor.space()
    path = cursor.mailbox_name()
    cursor.space()
    flags: frozenset[bytes] = frozenset()
    if cursor.octets.startswith(b"(", cursor.at):
        flags = cursor.flag_list()
        cursor.space()
    received_at = cursor.take_date_time()
    if received_at is not None:
        cursor.space()
    return Append(path, flags, received_at, cursor.literal())


def _uid_expunge(cursor: Cursor) -> Expunge:
    cursor.space()
    return Expunge(cursor.sequence_set())


def _fetch(cursor: Cursor) -> Fetch:
    cursor.space()
    messages = cursor.sequence_set()
    cursor.space()
    return Fetch(messages, fetch_grammar.read_items(cursor))


def _store(cursor: Cursor) -> Store:
    cursor.space()
    messages = cursor.sequence_set()
    cursor.space()
    item = cursor.expect(_STORE_ITEM)
    cursor.space()
    return Store(messages, item[1].decode("ascii"), item[2] is not None, cursor.flags())


def _copy(cursor: Cursor) -> Copy:
    cursor.space()
    messages = cursor.sequence_set()
    cursor.space()
    return Copy(messages, cursor.mailbox_name())


def _search(cursor: Cursor) -> Search:
    charset, key = search_grammar.read_keys(cursor)
    return Search(key, charset)


ARGUMENTS: dict[str, Callable[[Cursor], Arguments]] = {
    "CAPABILITY": _nothing,
    "NOOP": _nothing,
    "LOGOUT": _nothing,
    "ID": _id,
    "ENABLE": _enable,
    "AUTHENTICATE": _authenticate,
    "LOGIN": _login,
    "SELECT": _mailbox,
    "EXAMINE": _mailbox,
    "CREATE": _mailbox,
    "DELETE": _mailbox,
    "RENAME": _rename,
    "SUBSCRIBE": _mailbox,
    "UNSUBSCRIBE": _mailbox,
    "LIST": _list,
    "LSUB": _list,
    "NAMESPACE": _nothing,
    "STATUS": _status,
    "APPEND": _append,
    "IDLE": _nothing,
    "CHECK": _nothing,
    "CLOSE": _nothing,
    "UNSELECT": _nothing,
    "EXPUNGE": lambda cursor: Expunge(),
    "SEARCH": _search,
    "FETCH": _fetch,
    "STORE": _store,
    "COPY": _copy,
    "MOVE": _copy,
}

UID_ARGUMENTS: dict[str, Callable[[Cursor], Arguments]] = {
    "EXPUNGE": _uid_expunge,
    "SEARCH": _search,
    "FETCH": _fetch,
    "STORE": _store,
    "COPY": _copy,
    "MOVE": _copy,
}
