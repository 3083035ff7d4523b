"""What SEARCH may ask for (RFC 3501 section 6.4.4)."""

import re
from collections.abc import Callable

from fakeserver.protocols.imap.arguments import SearchKey
from fakeserver.protocols.imap.elements import BadSyntax, Cursor

_SET_AHEAD = re.compile(rb"[\d*]")
_CHARSET = re.compile(rb"(?i) CHARSET ")
#: Exchange searches for no other (learn.microsoft.com/openspecs/exchange_standards/ms-stanximap, V0039).
_KEYWORD = "$MDNSENT"
#: Clients join dozens of message ids by OR, each inside the one before.
_MAX_DEPTH = 150
#: Every key is tested on every message.
_MAX_KEYS = 1_000

FLAG_KEYS = frozenset(
    {
        "ALL", "ANSWERED", "DELETED", "DRAFT", "FLAGGED", "NEW", "OLD", "RECENT", "SEEN",
        "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN",
    }
)  # fmt: skip


def read_keys(cursor: Cursor) -> tuple[str, SearchKey]:
    """Read what follows SEARCH: the charset and the keys, joined by AND."""
    charset = "US-ASCII"
    if cursor.take(_CHARSET) is not None:
        charset = cursor.astring().decode("ascii", "replace").upper()
    if cursor.octets.count(b" ", cursor.at) > _MAX_KEYS:
        raise BadSyntax
    keys = []
    while cursor.has_more():
        cursor.space()
        keys.append(_read_key(cursor, 0))
    if not keys:
        raise BadSyntax
    if charset == "US-ASCII" and not cursor.octets.isascii():
        # The service finds nothing by a literal with octets over 0x7f (barbushin/php-imap#306).
        # Assumption: it says so, with the words for any charset but US-ASCII.
        charset = "UNKNOWN-8BIT"
    return charset, keys[0] if len(keys) == 1 else SearchKey("AND", tuple(keys))


def _read_key(cursor: Cursor, depth: int) -> SearchKey:
    if depth > _MAX_DEPTH:
        raise BadSyntax
    if cursor.take_octets(b"("):
        keys = [_read_key(cursor, depth + 1)]
        while not cursor.take_octets(b")"):
            cursor.space()
            keys.append(_read_key(cursor, depth + 1))
        return SearchKey("AND", tuple(keys))
    if _SET_AHEAD.match(cursor.octets, cursor.at):
        return SearchKey("SEQUENCE", cursor.sequence_set())
    name = cursor.keyword()
    if name in FLAG_KEYS:
        return SearchKey(name)
    if name == "NOT":
        cursor.space()
        return SearchKey("NOT", (_read_key(cursor, depth + 1),))
    if name == "OR":
        cursor.space()
        first = _read_key(cursor, depth + 1)
        cursor.space()
        return SearchKey("OR", (first, _read_key(cursor, depth + 1)))
    reader = _ARGUMENTS.get(name)
    if reader is None:
        raise BadSyntax
    cursor.space()
    return reader(name, cursor)


def _text(name: str, cursor: Cursor) -> SearchKey:
    return SearchKey(name, cursor.astring().decode("utf-8", "replace"))


def _flag(name: str, cursor: Cursor) -> SearchKey:
    if cursor.keyword() != _KEYWORD:
        raise BadSyntax
    return SearchKey(name)


def _date(name: str, cursor: Cursor) -> SearchKey:
    return SearchKey(name, cursor.date())


def _size(name: str, cursor: Cursor) -> SearchKey:
    return SearchKey(name, cursor.number())


def _uid(name: str, cursor: Cursor) -> SearchKey:
    return SearchKey(name, cursor.sequence_set())


def _header(name: str, cursor: Cursor) -> SearchKey:
    field = cursor.astring().decode("utf-8", "replace")
    cursor.space()
    return SearchKey(name, (field, cursor.astring().decode("utf-8", "replace")))


_ARGUMENTS: dict[str, Callable[[str, Cursor], SearchKey]] = {
    **dict.fromkeys(("BCC", "BODY", "CC", "FROM", "SUBJECT", "TEXT", "TO"), _text),
    **dict.fromkeys(("BEFORE", "ON", "SINCE", "SENTBEFORE", "SENTON", "SENTSINCE"), _date),
    **dict.fromkeys(("KEYWORD", "UNKEYWORD"), _flag),
    **dict.fromkeys(("LARGER", "SMALLER"), _size),
    "UID": _uid,
    "HEADER": _header,
}
