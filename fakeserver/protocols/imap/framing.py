"""Cuts a peer's octets into commands. A command is a line, or lines joined by literals (RFC 3501 section 4.3).

A literal is announced at the end of a line: ``{size}``, then the peer waits for ``+``; or ``{size+}``, and it comes
at once (RFC 7888). The session decides about each, so that nobody can make the server keep what it will not use.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

#: What is kept of a line that is too long: enough for its tag.
_HEAD = 64
_ANNOUNCEMENT = re.compile(rb"\{(\d{1,10})(\+?)\}\r?\n\Z")


@dataclass(frozen=True, slots=True)
class WholeCommand:
    """All octets of one command, literals and their announcements included, without the final line end."""

    octets: bytes


@dataclass(frozen=True, slots=True)
class LiteralAnnounced:
    """The peer wants to send a literal: answer with ``accept_literal`` or ``refuse_literal``."""

    #: the command so far
    head: bytes
    #: octets
    size: int
    #: whether the peer waits for a continuation line
    waits: bool


@dataclass(frozen=True, slots=True)
class LineTooLong:
    """A line went over the limit; the rest of it is being dropped."""

    #: its first octets, where the tag stands
    head: bytes


class _Mode(Enum):
    LINE = auto()  # collecting a line
    ASKED = auto()  # a literal was announced, the session has not decided
    LITERAL = auto()  # collecting a literal
    SKIPPING = auto()  # dropping a refused literal that comes all the same
    DROPPING = auto()  # dropping the rest of a line


class CommandReader:
    """Takes octets, gives events; never raises on any input."""

    def __init__(self, line_limit: int = 65_536) -> None:
        self.line_limit = line_limit
        self._buffer = bytearray()
        self._mode = _Mode.LINE
        self._scanned = 0  # where the search for the next line end goes on
        self._line_start = 0
        self._pending = LiteralAnnounced(b"", 0, False)
        self._awaited = 0  # LITERAL: the buffer's length that completes it; SKIPPING: octets to drop

    @property
    def buffered(self) -> int:
        """How many octets are kept."""
        return len(self._buffer)

    def feed(self, data: bytes) -> None:
        """Take octets from the peer."""
        self._buffer += data

    def next_event(self) -> WholeCommand | LiteralAnnounced | LineTooLong | None:
        """Return the next event, or None until more octets come."""
        while True:
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
            elif self._mode is _Mode.ASKED:
                return self._pending
            else:
                return self._read_line()

    def accept_literal(self) -> None:
        """Take the announced literal."""
        self._awaited = len(self._pending.head) + self._pending.size
        self._mode = _Mode.LITERAL

    def refuse_literal(self) -> None:
        """Forget the command; a literal that does not wait is dropped as it comes, with the rest of its line."""
        del self._buffer[: len(self._pending.head)]
        self._awaited = self._pending.size
        self._line_start = self._scanned = 0
        self._mode = _Mode.LINE if self._pending.waits else _Mode.SKIPPING

    def _read_line(self) -> WholeCommand | LiteralAnnounced | LineTooLong | None:
        end = self._buffer.find(b"\n", self._scanned)
        line_length = (len(self._buffer) if end < 0 else end) - self._line_start
        if line_length > self.line_limit:
            head = bytes(self._buffer[: min(_HEAD, self.line_limit)])
            self._mode = _Mode.DROPPING
            del self._buffer[: self._line_start]
            self._line_start = self._scanned = 0
            return LineTooLong(head)
        if end < 0:
            self._scanned = len(self._buffer)
            return None
        announcement = _ANNOUNCEMENT.search(self._buffer, max(self._line_start, end - 15), end + 1)
        if announcement is not None:
            head = bytes(self._buffer[: end + 1])
            self._pending = LiteralAnnounced(head, int(announcement[1]), not announcement[2])
            self._mode = _Mode.ASKED
            return self._pending
        stop = end - 1 if end > self._line_start and self._buffer[end - 1] == 0x0D else end
        octets = bytes(self._buffer[:stop])
        self._forget(end + 1)
        return WholeCommand(octets)

    def _forget(self, length: int) -> None:
        del self._buffer[:length]
        self._line_start = self._scanned = 0
        self._mode = _Mode.LINE
