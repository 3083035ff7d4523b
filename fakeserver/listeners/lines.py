"""Carries line protocols (IMAP, POP3): sockets and TLS to sessions that know neither.

Everything here runs in the loop's thread, except ``on_wake``, which sessions call from any thread. One connection is
one ``asyncio.Protocol`` with one timer: thousands of idle ones cost nothing but their memory. A reply is written
once; while a client does not read, nothing more is read from it.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from fakeserver.listeners.accepting import HANDSHAKE_LIMIT, Acceptor
from fakeserver.listeners.transfer import Transfer, Whole
from fakeserver.wire import AT_ONCE, Delivery

#: Exchange's default AuthenticatedConnectionTimeout, in seconds.
IDLE_TIMEOUT = 1800.0
#: A session that raises this often in one connection is beyond help.
_MOST_ERRORS = 10
#: Octets that may wait while an answer is late.
_UNREAD_LIMIT = 64 * 1024
#: Linux: acknowledge at once what was received (see `_Connection._acknowledge`); None where there is no such option.
_QUICK_ACKNOWLEDGEMENT: int | None = getattr(socket, "TCP_QUICKACK", None)


class LineSession(Protocol):
    """What a protocol offers: octets in, octets out. Only ``on_wake`` is called from other threads."""

    #: the listener's: asks that ``wake`` be called soon, in the loop's thread
    on_wake: Callable[[], None] | None
    #: how what the last call returned is to travel; the listener takes it, leaves `AT_ONCE`, and calls nothing but
    #: ``connection_lost`` until everything is sent
    delivery: Delivery

    @property
    def closed(self) -> bool:
        """Whether to close, once everything is sent."""

    @property
    def has_more(self) -> bool:
        """Whether it stopped to let the client read first; ``receive(b"")`` goes on."""

    def greeting(self) -> bytes:
        """Return what to send first."""

    def receive(self, data: bytes) -> bytes:
        """Take octets; return what to send."""

    def wake(self) -> bytes:
        """Return what to say unasked."""

    def wake_in(self) -> float | None:
        """Return in how many seconds ``wake`` should be called though nothing happens; None: not at all."""

    def timed_out(self) -> bytes:
        """Return what to say to a client that was silent for too long."""

    def internal_error(self) -> bytes:
        """Return what to say after a method raised."""

    def connection_lost(self) -> None:
        """Let go of everything."""


class LineListener:
    """One listening port."""

    def __init__(
        self,
        new_session: Callable[[str], LineSession],
        *,
        ssl_context: ssl.SSLContext | None = None,
        idle_timeout: float = IDLE_TIMEOUT,
        on_error: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Prepare to listen.

        Args:
            new_session: makes the session of a peer's IP address.
            ssl_context: for TLS from the first octet on; None: plain.
            idle_timeout: seconds of silence after which a connection is closed.
            on_error: is given what a session raised: a bug in the fake.
        """
        self.new_session = new_session
        self.idle_timeout = idle_timeout
        self.on_error = on_error
        self.connections: set[_Connection] = set()
        self._acceptor = Acceptor(self._connection, ssl_context)

    async def start(self, listening: socket.socket) -> None:
        """Accept connections on a bound socket."""
        await self._acceptor.start(listening)

    async def stop(self) -> None:
        """Stop listening, drop every connection, and wait until they are gone."""
        await self._acceptor.stop()
        await asyncio.gather(*(connection.abort() for connection in list(self.connections)))

    def report(self, error: BaseException) -> None:
        """Hand on what a session raised."""
        if self.on_error is not None:
            self.on_error(error)

    def _connection(self) -> "_Connection":
        return _Connection(self)


class _Connection(asyncio.Protocol):
    """One client."""

    _transport: asyncio.Transport
    _session: LineSession

    def __init__(self, listener: LineListener) -> None:
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        self._lost = self._loop.create_future()
        self._last_heard = 0.0
        self._idle_timer: asyncio.TimerHandle | None = None
        self._wake_timer: asyncio.TimerHandle | None = None
        self._wake_requested = False
        self._wake_waits = False
        self._writing_paused = False
        self._errors = 0
        #: an answer on its way that is late, cut off, or never given
        self._transfer: Transfer | None = None
        #: came meanwhile
        self._unread = bytearray()

    # --- called by asyncio ---------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self._session = self._listener.new_session(peer[0] if peer else "")
        self._session.on_wake = self._request_wake
        self._listener.connections.add(self)
        self._heard()
        self._arm_idle_timer(self._listener.idle_timeout)
        self._do(self._session.greeting)

    def data_received(self, data: bytes) -> None:
        self._heard()
        if self._transfer is not None:
            self._unread += data
            if len(self._unread) > _UNREAD_LIMIT:
                self._transport.pause_reading()
            return
        self._do(lambda: self._session.receive(data))
        self._set_wake_timer()

    def pause_writing(self) -> None:
        self._writing_paused = True
        self._transport.pause_reading()
        if self._transfer is not None:
            self._transfer.pause()

    def resume_writing(self) -> None:
        self._writing_paused = False
        if self._transfer is not None:
            self._transfer.resume()
            return
        if self._wake_waits:
            self._wake_waits = False
            self._loop.call_soon(self._wake)
        if self._session.has_more:
            self._loop.call_soon(self._go_on)
        elif not self._transport.is_closing():
            self._transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        self._listener.connections.discard(self)
        for timer in (self._idle_timer, self._wake_timer):
            if timer is not None:
                timer.cancel()
        if self._transfer is not None:
            self._transfer.stop()
        self._session.connection_lost()
        if not self._lost.done():
            self._lost.set_result(None)

    # --- the session ---------------------------------------------------------------------------------------------

    def abort(self) -> "asyncio.Future[None]":
        """Drop the connection; the future is done once it is gone."""
        self._transport.abort()
        return self._lost

    def _do(self, step: Callable[[], bytes]) -> None:
        """Let the session take a step and send what it says; one that raises says so and goes on."""
        if self._transport.is_closing():
            return
        try:
            answer = step()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next client is to be served
            self._listener.report(error)
            self._errors += 1
            if self._errors >= _MOST_ERRORS:
                self._transport.abort()
                return
            self._send(self._session.internal_error())
            # Commands that came in the same octets are still to be answered.
            self._loop.call_soon(self._go_on)
            return
        self._send(answer)

    def _send(self, octets: bytes) -> None:
        delivery = self._session.delivery
        if delivery is not AT_ONCE:
            self._session.delivery = AT_ONCE
            self._transfer = Transfer(
                self._transport,
                Whole(octets),
                delivery,
                on_sent=self._sent_at_last,
                on_error=self._listener.report,
                paused=self._writing_paused,
            )
            self._transfer.start()
            return
        if octets:
            self._transport.write(octets)
        else:
            self._acknowledge()
        self._after_sending()

    def _sent_at_last(self) -> None:
        """An answer that was late is out: go on with what came meanwhile."""
        self._transfer = None
        self._heard()
        self._after_sending()
        if self._transport.is_closing():
            return
        if not self._writing_paused and not self._session.has_more:
            self._transport.resume_reading()
        data = bytes(self._unread)
        self._unread.clear()
        if data:
            self._do(lambda: self._session.receive(data))
        if self._wake_waits and self._transfer is None:
            self._wake_waits = False
            self._wake()

    def _after_sending(self) -> None:
        if self._session.closed:
            self._transport.close()
        elif self._session.has_more:
            self._transport.pause_reading()
            if not self._writing_paused:
                self._loop.call_soon(self._go_on)

    def _acknowledge(self) -> None:
        """Let the kernel acknowledge half a line now, not with the answer that it cannot have yet.

        imaplib sends a token and its line end in two writes. Nagle's algorithm holds the second back until the first
        is acknowledged, which Linux delays by 40 ms where there is nothing to send: at each sign-in.
        """
        if _QUICK_ACKNOWLEDGEMENT is not None and not self._transport.is_closing():
            connection: socket.socket = self._transport.get_extra_info("socket")
            # A client that is gone already needs none.
            with suppress(OSError):
                connection.setsockopt(socket.IPPROTO_TCP, _QUICK_ACKNOWLEDGEMENT, 1)

    def _go_on(self) -> None:
        """Continue with what the session holds already."""
        if self._transfer is not None:
            return
        self._do(lambda: self._session.receive(b""))
        if not self._session.has_more and not self._writing_paused and not self._transport.is_closing():
            self._transport.resume_reading()

    # --- being woken ---------------------------------------------------------------------------------------------

    def _request_wake(self) -> None:
        """Any thread: ask for ``_wake``; a burst of changes asks once."""
        if self._wake_requested:
            return
        self._wake_requested = True
        # The loop may have been closed by a server that stops at this moment: then nobody is there to wake.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._wake_requested = False
        if self._writing_paused or self._transfer is not None:
            # News for a client that does not read would pile up here; in the session they stay what has changed.
            self._wake_waits = True
            return
        self._do(self._session.wake)
        self._set_wake_timer()

    def _set_wake_timer(self) -> None:
        if self._wake_timer is not None:
            self._wake_timer.cancel()
            self._wake_timer = None
        delay = self._session.wake_in()
        if delay is not None and not self._transport.is_closing():
            self._wake_timer = self._loop.call_later(max(delay, 0.0), self._wake)

    # --- silence -------------------------------------------------------------------------------------------------

    def _heard(self) -> None:
        self._last_heard = self._loop.time()

    def _arm_idle_timer(self, delay: float) -> None:
        self._idle_timer = self._loop.call_later(delay, self._check_idle)

    def _check_idle(self) -> None:
        remaining = self._last_heard + self._listener.idle_timeout - self._loop.time()
        if self._transfer is not None:
            # It is not the client who is silent.
            self._arm_idle_timer(self._listener.idle_timeout)
        elif remaining > 0:
            self._arm_idle_timer(remaining)
        else:
            self._do(self._session.timed_out)
            # Who does not even take the goodbye is dropped.
            self._idle_timer = self._loop.call_later(HANDSHAKE_LIMIT, self._transport.abort)
