"""Cuts a peer's octets into commands. A command is a line, or lines joined by literals (RFC 3501 section 4.3).

A literal is announced at the end of a line: ``{size}``, then the peer waits for ``+``; or ``{size+}``, and it comes
at once (RFC 7888). The session decides about each, so that nobody can make the server keep what it will not use.
"""

import re
from dataclasses import dataclass, field
from enum import Enum, auto

#: "The default value is 10240" (learn.microsoft.com/powershell/module/exchange/set-imapsettings, MaxCommandSize).
#: Assumption: the service's own is that, too; it refused 40,407 octets (nextcloud/mail#6038).
MAX_COMMAND = 10_240
_ANNOUNCEMENT = re.compile(rb"\{(\d{1,10})(\+?)\}\r\n\Z")


@dataclass(frozen=True, slots=True)
class WholeCommand:
    """All octets of one command, literals and their announcements included, without the final CRLF.

    Assumption: a bare LF ends a line all the same. It stays at the end of the octets, and so the command is refused.
    """

    octets: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class LiteralAnnounced:
    """The peer wants to send a literal: answer with ``accept_literal`` or ``refuse_literal``."""

    #: the command so far
    head: bytes = field(repr=False)
    #: octets
    size: int
    #: whether the peer waits for a continuation line
    waits: bool


@dataclass(frozen=True, slots=True)
class CommandTooLong:
    """A command went over the limit; the rest of the line is being dropped."""

    #: its first octets, where the tag stands
    head: bytes = field(repr=False)


class _Mode(Enum):
    LINE = auto()  # collecting a line
    ASKED = auto()  # a literal was announced, the session has not decided
    LITERAL = auto()  # collecting a literal
    SKIPPING = auto()  # dropping a refused literal that comes all the same
    DROPPING = auto()  # dropping the rest of a line


class CommandReader:
    """Takes octets, gives events; never raises on any input."""

    def __init__(self, limit: int = MAX_COMMAND) -> None:
        """``limit``: octets of a command with its CRLF, but for a message in it."""
        self._limit = limit
        self._buffer = bytearray()
        self._mode = _Mode.LINE
        self._scanned = 0  # where the search for the next line end goes on
        self._line_start = 0
        self._message = 0  # octets of the message in the command
        self._pending = LiteralAnnounced(b"", 0, False)
        self._awaited = 0  # LITERAL: the buffer's length that completes it; SKIPPING: octets to drop

    @property
    def buffered(self) -> int:
        """How many octets are kept."""
        return len(self._buffer)

    def feed(self, data: bytes) -> None:
        """Take octets from the peer."""
        self._buffer += data

    def next_event(self, *, literals: bool = True) -> WholeCommand | LiteralAnnounced | CommandTooLong | None:
        """Return the next event, or None until more octets come.

        Args:
            literals: whether a line may announce one; the lines of a sign-in and of IDLE may not.
        """
        while True:
            if self._mode is _Mode.LINE:
                return self._read_line(literals=literals) if self._buffer else None
            if self._mode is _Mode.LITERAL:
                if len(self._buffer) < self._awaited:
                    return None
                self._line_start = self._scanned = self._awaited
                self._mode = _Mode.LINE
            elif self._mode is _Mode.SKIPPING:
                dropped = min(self._awaited, len(self._buffer))
                del self._buffer[:dropped]
                self._awaited -= dropped
                if self._awaited:
                    return None
                self._mode = _Mode.DROPPING
            elif self._mode is _Mode.DROPPING:
                end = self._buffer.find(b"\n")
                if end < 0:
                    self._buffer.clear()
                    return None
                self._forget(end + 1)
            else:
                return self._pending

    def fits(self, literal: LiteralAnnounced, *, is_message: bool = False) -> bool:
        """Say whether a command with an announced literal in it is not too long; a message does not count."""
        return len(literal.head) + (0 if is_message else literal.size) <= self._limit

    def accept_literal(self, *, is_message: bool = False) -> None:
        """Take the announced literal; the last one that is a message does not count towards the command's length."""
        self._message = self._pending.size if is_message else 0
        self._awaited = len(self._pending.head) + self._pending.size
        self._mode = _Mode.LITERAL

    def refuse_literal(self) -> None:
        """Forget the command; a literal that does not wait is dropped as it comes, with the rest of its line."""
        del self._buffer[: len(self._pending.head)]
        self._awaited = self._pending.size
        self._line_start = self._scanned = self._message = 0
        self._mode = _Mode.LINE if self._pending.waits else _Mode.SKIPPING

    def _read_line(self, *, literals: bool) -> WholeCommand | LiteralAnnounced | CommandTooLong | None:
        end = self._buffer.find(b"\n", self._scanned)
        length = (len(self._buffer) if end < 0 else end + 1) - self._message
        if length > self._limit:
            head = bytes(self._buffer[: self._limit])
            self._mode = _Mode.DROPPING
            del self._buffer[: self._line_start]
            self._line_start = self._scanned = self._message = 0
            return CommandTooLong(head)
        if end < 0:
            self._scanned = len(self._buffer)
            return None
        announcement = None
        if literals and self._buffer.endswith(b"}\r\n", self._line_start, end + 1):
            announcement = _ANNOUNCEMENT.search(self._buffer, max(self._line_start, end - 15), end + 1)
        if announcement is not None:
            head = bytes(self._buffer[: end + 1])
            self._pending = LiteralAnnounced(head, int(announcement[1]), not announcement[2])
            self._mode = _Mode.ASKED
            return self._pending
        stop = end - 1 if end > self._line_start and self._buffer[end - 1] == 0x0D else end + 1
        octets = bytes(self._buffer[:stop])
        self._forget(end + 1)
        return WholeCommand(octets)

    def _forget(self, length: int) -> None:
        del self._buffer[:length]
        self._line_start = self._scanned = self._message = 0
        self._mode = _Mode.LINE
