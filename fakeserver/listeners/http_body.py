"""The bodies of HTTP messages: how long requests' are and how they arrive, and responses' in chunks."""

from collections.abc import Callable

from aiohttp.http import RawRequestMessage
from aiohttp.streams import StreamReader

from fakeserver.wire import Stream

#: Octets that a request's body may have. Exchange Online takes 64 MB by EWS (Exchange Online limits, "message limits").
BODY_LIMIT = 64 * 1024 * 1024


class Arriving:
    """A request whose head is here, with as much of its body as has come.

    The octets are taken out of aiohttp's reader as they come: it keeps each chunk for itself and counts them, so that a
    body in chunks of a few octets would take many times its size, and at millions of them the reader asks for a pause.

    Attributes:
        message: the head.
        reader: aiohttp's, which knows how the body ends.
    """

    __slots__ = ("_octets", "message", "reader")

    def __init__(self, message: RawRequestMessage, reader: StreamReader) -> None:
        self.message = message
        self.reader = reader
        self._octets = bytearray()

    def take(self) -> None:
        """Take what has come of a body that is not whole yet."""
        if not self.reader.is_eof() and self.reader.exception() is None:
            self._octets += self.reader.read_nowait()

    def body(self) -> bytes:
        """Return the body, which has come."""
        rest = self.reader.read_nowait() if self.reader.total_bytes else b""
        return bytes(self._octets) + rest if self._octets else rest


def in_one_chunk(body: bytes) -> bytes:
    """Return a whole body as Transfer-Encoding: chunked has it (RFC 9112 section 7.1)."""
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"


class StreamedAnswer:
    """A streamed body as it goes out, with the answer's head before it.

    Args:
        chunked: Transfer-Encoding: chunked (RFC 9112 section 7.1); else the body ends with the connection.
    """

    def __init__(self, head: bytes, stream: Stream, *, chunked: bool) -> None:
        self._head = head
        self._stream = stream
        self._chunked = chunked
        self._ended = False

    @property
    def on_wake(self) -> Callable[[], None] | None:
        """Whom the body calls when there is more of it."""
        return self._stream.on_wake

    @on_wake.setter
    def on_wake(self, wake: Callable[[], None] | None) -> None:
        self._stream.on_wake = wake

    def next_chunk(self) -> bytes | None:
        """Return the next octets for the wire."""
        if self._ended:
            return None
        head, self._head = self._head, b""
        chunk = self._stream.next_chunk()
        if chunk is None:
            self._ended = True
            return head + b"0\r\n\r\n" if self._chunked else head or None
        if chunk and self._chunked:
            return b"%b%x\r\n%b\r\n" % (head, len(chunk), chunk)
        return head + chunk

    def wake_in(self) -> float | None:
        """Return in how many seconds to ask again."""
        return self._stream.wake_in()

    def close(self) -> None:
        """Let go of the body."""
        self._stream.close()
