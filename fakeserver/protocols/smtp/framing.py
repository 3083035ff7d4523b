"""Cuts what a client sends into command lines, messages and chunks (RFC 5321 section 4.5.2, RFC 3030 section 2).

Lines are expected, unless the session asks for a message (after DATA) or a chunk (after BDAT). The same octets give the
same events however they were divided on the way, but for a chunk, whose pieces are handed on as they come. No octet is
searched twice, and nothing is kept of what exceeds a limit.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

_END_OF_LINE = b"\r\n"
#: What ends a message. A lone LF on either side of the dot does not (SMTP smuggling, CVE-2023-51764).
_END_OF_MESSAGE = b"\r\n.\r\n"
#: The same at the very beginning, where the CR LF is the one that ended the DATA command.
_EMPTY_MESSAGE = b".\r\n"


@dataclass(frozen=True, slots=True)
class Line:
    """A command or a SASL response, without its line end.

    A lone LF ends nothing (RFC 5321 section 2.3.8); Outlook's servers go on waiting after one (email-check#13).
    """

    octets: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class LineTooLong:
    """A line went over the limit; all of it was dropped."""


@dataclass(frozen=True, slots=True)
class Message:
    """What came after DATA, up to the lone dot, with the doubled dots undone; None: more than the limit, dropped."""

    octets: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the chunk that BDAT announced."""

    octets: bytes = field(repr=False)
    #: whether the chunk is whole with it
    is_last: bool


Event = Line | LineTooLong | Message | Chunk


class _Mode(Enum):
    LINE = auto()
    DROPPED_LINE = auto()
    MESSAGE = auto()
    DROPPED_MESSAGE = auto()
    CHUNK = auto()


_IN_MESSAGE = (_Mode.MESSAGE, _Mode.DROPPED_MESSAGE)


class Framing:
    """Takes octets, gives events; never raises on any input.

    Args:
        line_limit: octets of a line, its end included.
        size_limit: octets of a message as it is sent, with its doubled dots.
    """

    def __init__(self, line_limit: int, size_limit: int) -> None:
        self._line_limit = line_limit
        self._size_limit = size_limit
        self._buffer = bytearray()
        self._mode = _Mode.LINE
        self._scanned = 0  # octets that were searched for the end already
        self._missing = 0  # octets of the chunk that are still to come

    @property
    def buffered(self) -> int:
        """How many octets are kept."""
        return len(self._buffer)

    def feed(self, data: bytes) -> None:
        """Take octets from the client."""
        self._buffer += data

    def expect_message(self) -> None:
        """A message follows, up to the lone dot."""
        self._mode, self._scanned = _Mode.MESSAGE, 0

    def expect_chunk(self, size: int) -> None:
        """A chunk of so many octets follows."""
        self._mode, self._missing = _Mode.CHUNK, size

    def discard(self) -> None:
        """Forget what came after the last event."""
        self._buffer.clear()
        self._scanned = 0

    def next_event(self) -> Event | None:
        """Return the next event, or None until more octets come."""
        if self._mode is _Mode.CHUNK:
            return self._read_chunk()
        if not self._buffer:
            return None
        if self._mode in _IN_MESSAGE:
            return self._read_message()
        return self._read_line()

    def _read_line(self) -> Line | LineTooLong | None:
        end = self._buffer.find(_END_OF_LINE, self._scanned)
        if end < 0:
            if len(self._buffer) >= self._line_limit:
                self._mode = _Mode.DROPPED_LINE
            if self._mode is _Mode.DROPPED_LINE:
                del self._buffer[:-1]
            # The last octet may be the CR of an end that has come half.
            self._scanned = max(len(self._buffer) - 1, 0)
            return None
        size = end + len(_END_OF_LINE)
        dropped = self._mode is _Mode.DROPPED_LINE or size > self._line_limit
        line = b"" if dropped else bytes(self._buffer[:end])
        self._take(size)
        return LineTooLong() if dropped else Line(line)

    def _read_message(self) -> Message | None:
        buffer = self._buffer
        if self._mode is _Mode.MESSAGE:
            if buffer.startswith(_EMPTY_MESSAGE):
                self._take(len(_EMPTY_MESSAGE))
                return Message(b"")
            if buffer == _EMPTY_MESSAGE[: len(buffer)]:
                return None
        # The end may have begun in octets that were searched before.
        end = buffer.find(_END_OF_MESSAGE, max(self._scanned - len(_END_OF_MESSAGE) + 1, 0))
        if end < 0:
            self._scanned = len(buffer)
            if self._scanned >= self._size_limit + len(_END_OF_MESSAGE):
                self._mode = _Mode.DROPPED_MESSAGE
            if self._mode is _Mode.DROPPED_MESSAGE:
                del buffer[: -len(_END_OF_MESSAGE)]
                self._scanned = len(buffer)
            return None
        size = end + 2
        message = None
        if self._mode is _Mode.MESSAGE and size <= self._size_limit:
            with memoryview(buffer) as octets:
                message = _without_doubled_dots(bytes(octets[:size]))
        self._take(end + len(_END_OF_MESSAGE))
        return Message(message)

    def _read_chunk(self) -> Chunk | None:
        if self._missing and not self._buffer:
            return None
        piece = bytes(self._buffer[: self._missing])
        self._missing -= len(piece)
        is_last = not self._missing
        del self._buffer[: len(piece)]
        if is_last:
            self._take(0)
        return Chunk(piece, is_last)

    def _take(self, length: int) -> None:
        """Remove the octets of a whole event; a line is expected next, unless the session says otherwise."""
        del self._buffer[:length]
        self._mode, self._scanned = _Mode.LINE, 0


def _without_doubled_dots(message: bytes) -> bytes:
    """Remove the first dot of each line that begins with one (RFC 5321 section 4.5.2)."""
    content = message.replace(b"\r\n.", b"\r\n")
    return content[1:] if content.startswith(b".") else content
