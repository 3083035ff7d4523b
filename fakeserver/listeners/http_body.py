"""The bodies of HTTP messages: requests' unpacked, responses' in chunks."""

import zlib
from collections.abc import Callable

from fakeserver.steps import Pace, Steps
from fakeserver.wire import Stream

#: Octets that a request's body may have. Exchange Online takes 64 MB by EWS (Exchange Online limits, "message limits").
BODY_LIMIT = 64 * 1024 * 1024

#: Octets that are unpacked at a time.
_PIECE = 1024 * 1024

#: Codings that are known, by name; what has another name goes to the handler as it is.
PACKED = frozenset({"gzip", "deflate", "br", "zstd"})


class BodyTooLargeError(ValueError):
    """A body unpacks to more than `BODY_LIMIT`."""


def unpack(body: bytes, coding: str) -> Steps[bytes]:
    """Return a body without its content coding (RFC 9110 section 8.4.1): gzip, or deflate with or without zlib's frame.

    Raises:
        BodyTooLargeError: it would be beyond the limit.
        ValueError: it is broken, or in a coding that is not read (br, zstd).
    """
    if coding == "gzip":
        window = 16 + zlib.MAX_WBITS
    elif coding == "deflate":
        # Some clients send the bare stream, as the RFC notes; a frame's first octet has 8 in its low half.
        window = zlib.MAX_WBITS if body[:1] and body[0] & 0x0F == 8 else -zlib.MAX_WBITS
    else:
        raise ValueError(f"the content coding {coding!r} is not read")
    pieces, size, pace = [], 0, Pace()
    inflater = zlib.decompressobj(window)
    rest = body
    while not inflater.eof:
        try:
            piece = inflater.decompress(rest, _PIECE)
        except zlib.error as error:
            raise ValueError(str(error)) from error
        rest = inflater.unconsumed_tail
        size += len(piece)
        if size > BODY_LIMIT:
            raise BodyTooLargeError
        if not piece and not rest and not inflater.eof:
            raise ValueError("the packed body ends too early")
        pieces.append(piece)
        if pace.is_over():
            yield
    return b"".join(pieces)


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
