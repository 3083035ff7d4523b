"""An answer on its way that cannot simply be written: late, cut off, in pieces, or never.

Nothing here waits: timers, wake-ups and the transport's own back-pressure call back. Everything runs in the loop's
thread, except what a stream's ``on_wake`` is set to.
"""

import asyncio
import os
import select
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Literal

from fakeserver.listeners.waking import waker_of
from fakeserver.wire import Delivery, Stream

#: Octets that are written in one turn of the loop.
BLOCK = 256 * 1024

#: Seconds between two pieces of an answer that is sent slowly, unless it is so slow that an octet takes longer.
_TICK = 0.02

#: SO_LINGER switched on with no time: closing the socket resets the connection.
_RESET = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


def reset(transport: asyncio.Transport) -> None:
    """End a connection by a TCP RST."""
    connection: socket.socket | None = transport.get_extra_info("socket")
    if connection is not None:
        with suppress(OSError):  # the peer may be gone already
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    transport.abort()


#: What the socket option of Linux has as its first octet, the state of the connection (linux/tcp.h, tcp_states.h).
_TCP_INFO: Final[int | None] = getattr(socket, "TCP_INFO", None) if sys.platform == "linux" else None
_LEFT: Final[dict[bytes, Literal["closed", "reset"]]] = {b"\7": "reset", b"\10": "closed"}


class Departure:
    """Says how the peer of a transport that is not closed has left by this moment, whatever the loop has read by then.

    A system that cannot tell says that it is there.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._connection: socket.socket | None = transport.get_extra_info("socket")

    def now(self) -> Literal["closed", "reset"] | None:
        """Say how it has left; None: it is there."""
        connection = self._connection
        if connection is None:
            return None
        if _TCP_INFO is not None:
            # Unlike a poll, this lets no other thread run: with hundreds of streams, those would run in between.
            return _LEFT.get(connection.getsockopt(socket.IPPROTO_TCP, _TCP_INFO, 1))
        if connection.fileno() < 0 or not hasattr(select, "poll"):
            return None
        poll = select.poll()
        poll.register(connection.fileno(), getattr(select, "POLLRDHUP", select.POLLHUP))
        for _, events in poll.poll(0):
            return "reset" if events & select.POLLERR else "closed"
        return None


class Whole:
    """Octets that are there already, as a stream of blocks."""

    def __init__(self, octets: bytes, head: bytes = b"") -> None:
        """``head``: goes out with the first block."""
        self.on_wake: Callable[[], None] | None = None
        self._head = head
        self._octets = octets
        self._at = 0

    def next_chunk(self) -> bytes | None:
        """Return the next block."""
        head, self._head = self._head, b""
        block = self._octets[self._at : self._at + BLOCK]
        self._at += BLOCK
        return head + block or None

    def wake_in(self) -> float | None:
        """Return None: everything is there."""
        return None

    def close(self) -> None:
        """Release the octets."""
        self._octets = b""


class Transfer:
    """Sends one stream to a peer as its `Delivery` says.

    Args:
        transport: where to.
        stream: what; closed here, whatever happens.
        delivery: how.
        head: octets of the first piece that stand before the answer's body.
        on_sent: called once all is written; not where the delivery ends the connection, or never ends.
        on_error: given what the stream raised, which also ends the connection.
        on_reset: called before the stream is closed, where the peer has reset the connection.
        paused: whether the transport has asked to write no more for now.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        stream: Stream,
        delivery: Delivery,
        *,
        head: int = 0,
        on_sent: Callable[[], None],
        on_error: Callable[[BaseException], None],
        on_reset: Callable[[], None] | None = None,
        paused: bool = False,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._waker = waker_of(self._loop)
        self._transport = transport
        self._stream = stream
        self._delivery = delivery
        self._on_sent = on_sent
        self._on_error = on_error
        self._on_reset = on_reset
        self._departure = Departure(transport) if on_reset is not None else None
        self._head = head
        self._paused = paused
        #: octets until the cut
        self._left = delivery.cut_after
        self._timer: asyncio.TimerHandle | None = None
        self._wake_requested = False
        self._begun = False
        self._over = False
        #: a piece that is written in the loop's next turn
        self._made: bytes | None = None

    def start(self) -> None:
        """Begin, now or after the delay."""
        if self._delivery.never and self._delivery.cut_at is None and not self._left:
            return
        if self._delivery.delay:
            self._timer = self._loop.call_later(self._delivery.delay, self._begin)
        else:
            self._begin()

    def pause(self) -> None:
        """Write no more for now: the peer is slow."""
        self._paused = True

    def resume(self) -> None:
        """Go on writing."""
        self._paused = False
        self._go_on()

    def ask(self) -> None:
        """Ask the stream what is next, though it has not called: its end may have come."""
        self._go_on()

    def stop(self, *, reset: bool = False) -> None:
        """End it: the connection is gone, perhaps reset by the peer."""
        if self._over:
            return
        self._over = True
        self._cancel_timer()
        # What was made and not written has not been read either.
        if (reset or self._made is not None) and self._on_reset is not None:
            self._on_reset()
        self._stream.on_wake = None
        self._stream.close()

    def _begin(self) -> None:
        self._begun = True
        self._stream.on_wake = self._request_wake
        if self._left == 0:
            self._cut()
            return
        self._go_on()

    def _go_on(self, *, woken: bool = False) -> None:
        """Write the next piece; the one after it is written once others have run.

        Args:
            woken: there is news, perhaps for hundreds of streams: all make their pieces first, and then write. A client
                in this process wakes at the first octets, and would take turns with each of the others.
        """
        if self._over or self._paused or not self._begun or self._made is not None or self._transport.is_closing():
            return
        self._cancel_timer()
        if self._has_lost_its_peer():
            return
        try:
            chunk = self._stream.next_chunk()
            delay = None if chunk else self._stream.wake_in()
        except Exception as error:  # noqa: BLE001  a bug of ours: kept for whoever runs the server, not for the wire
            self._on_error(error)
            self._transport.abort()
            return
        if chunk is None and self._delivery.cut_at is not None:
            self._cut()
        elif chunk is None:
            self.stop()
            self._on_sent()
        elif chunk:
            self._made = chunk
            if woken:
                self._loop.call_soon(self._write_made)
            else:
                self._write_made()
        elif delay is not None:
            self._timer = self._loop.call_later(max(delay, 0.0), self._go_on)

    def _write_made(self) -> None:
        # Asked once more: what the chunk tells of may have happened when the peer was gone already.
        if self._over or self._has_lost_its_peer():
            return
        chunk, self._made = self._made, None
        if chunk:
            self._write(chunk)

    def _has_lost_its_peer(self) -> bool:
        """End it where the peer is gone, though the loop has not come to that; asked where it makes a difference."""
        if self._departure is None or (gone := self._departure.now()) is None:
            return False
        self.stop(reset=gone == "reset")
        return True

    def _write(self, chunk: bytes) -> None:
        part = self._delivery.cut_at
        if part is not None and part < 1 and self._left is None:
            self._left = self._head + int((len(chunk) - self._head) * part)
        if self._left is not None:
            chunk = chunk[: self._left]
            self._left -= len(chunk)
        if self._delivery.octets_a_second is not None:
            self._trickle(chunk, self._delivery.octets_a_second)
            return
        self._transport.write(chunk)
        self._written()

    def _written(self) -> None:
        if self._left == 0:
            self._cut()
        else:
            self._loop.call_soon(self._go_on)

    def _trickle(self, chunk: bytes, rate: float) -> None:
        """Write a little of a piece, and the rest in time."""
        if self._over:
            return
        size = max(1, int(rate * _TICK))
        self._transport.write(chunk[:size])
        if len(chunk) > size:
            self._timer = self._loop.call_later(size / rate, self._trickle, chunk[size:], rate)
        else:
            self._written()

    def _cut(self) -> None:
        self.stop()
        if self._delivery.never:
            return
        if not self._delivery.reset:
            self._transport.close()
            return
        reset(self._transport)

    def _request_wake(self) -> None:
        """Any thread: ask for the next chunk; a burst of news asks once."""
        if self._wake_requested:
            return
        self._wake_requested = True
        self._waker.soon(self._woken)

    def _woken(self) -> None:
        self._wake_requested = False
        self._go_on(woken=True)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
