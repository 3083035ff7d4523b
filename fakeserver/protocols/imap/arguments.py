"""The values that a command becomes: the command itself, and its arguments (RFC 3501 section 6, and the extensions).

A command that cannot be read is a value as well: it is answered, not raised.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from fakeserver.protocols.imap.elements import Problem, SequenceSet

#: a command's arguments
A_co = TypeVar("A_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Command(Generic[A_co]):
    """A command that could be read."""

    tag: bytes
    #: upper case, without UID
    name: str
    #: None where it has none
    arguments: A_co
    #: whether UID stood before the name: message sets, and what SEARCH answers, are UIDs
    by_uid: bool = False
    #: whether message numbers may shift while it is answered
    may_expunge: bool = True


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A command that could not be read: the reason, and what could be read of its tag and name."""

    #: ``*`` where even the tag cannot be read
    tag: bytes
    #: upper case; empty where there is none
    name: str
    #: "unknown" command, or which part of it is bad
    problem: Literal["unknown"] | Problem


@dataclass(frozen=True, slots=True)
class Id:
    """ID (RFC 2971)."""

    fields: Mapping[bytes, bytes | None]


@dataclass(frozen=True, slots=True)
class Enable:
    """ENABLE (RFC 5161)."""

    #: upper case, as many as were asked for
    capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authenticate:
    """AUTHENTICATE, with the initial response of SASL-IR (RFC 4959) or None."""

    mechanism: str
    initial_response: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Login:
    """LOGIN."""

    user: bytes
    password: bytes

    def __repr__(self) -> str:
        return f"Login(user={self.user!r}, password=***)"


@dataclass(frozen=True, slots=True)
class MailboxName:
    """SELECT, EXAMINE, CREATE, DELETE, SUBSCRIBE, UNSUBSCRIBE: one folder's path."""

    path: str


@dataclass(frozen=True, slots=True)
class Rename:
    """RENAME."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class List:
    """LIST and LSUB."""

    reference: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Status:
    """STATUS."""

    path: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Append:
    """APPEND."""

    path: str
    #: fields of `MessageFlags`
    flags: frozenset[str]
    #: in UTC; None: now
    received_at: datetime | None
    message: bytes


@dataclass(frozen=True, slots=True)
class Expunge:
    """EXPUNGE; with a set, UID EXPUNGE (RFC 4315)."""

    uids: SequenceSet | None = None


@dataclass(frozen=True, slots=True)
class Store:
    """STORE and UID STORE."""

    messages: SequenceSet
    #: ``"+"``, ``"-"`` or ``""`` for replacing
    change: str
    silent: bool
    #: fields of `MessageFlags`
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Copy:
    """COPY, MOVE (RFC 6851) and their UID forms."""

    messages: SequenceSet
    path: str


@dataclass(frozen=True, slots=True)
class Section:
    """What of a body: ``BODY[1.2.HEADER.FIELDS (SUBJECT)]``."""

    #: part numbers; empty: the message itself
    part: tuple[int, ...] = ()
    #: ``""`` (all), HEADER, HEADER.FIELDS, HEADER.FIELDS.NOT, TEXT or MIME
    text: str = ""
    #: lower case
    fields: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class FetchItem:
    """One thing to fetch."""

    #: UID, FLAGS, INTERNALDATE, RFC822.SIZE, ENVELOPE, BODYSTRUCTURE, BODY (the structure) or SECTION
    kind: str
    #: how the answer names it
    label: bytes
    section: Section = Section()
    #: origin and length in octets
    partial: tuple[int, int] | None = None
    #: whether fetching it leaves the message unread
    peek: bool = True


@dataclass(frozen=True, slots=True)
class Fetch:
    """FETCH and UID FETCH."""

    messages: SequenceSet
    items: tuple[FetchItem, ...]


@dataclass(frozen=True, slots=True)
class SearchKey:
    """One search key: its name, and what follows it.

    AND holds keys, NOT one, OR two; UID and SEQUENCE a set; HEADER a name and a text.
    """

    name: str
    argument: "SequenceSet | date | int | str | tuple[str, str] | tuple[SearchKey, ...] | None" = None


@dataclass(frozen=True, slots=True)
class Search:
    """SEARCH and UID SEARCH."""

    key: SearchKey
    charset: str = "US-ASCII"
