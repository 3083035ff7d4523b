"""Carries line protocols (IMAP, POP3): sockets and TLS to sessions that know neither.

Everything here runs in the loop's thread, except ``on_wake``, which sessions call from any thread. One connection is
one ``asyncio.Protocol`` with one timer: thousands of idle ones cost nothing but their memory.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from fakeserver.listeners.accepting import HANDSHAKE_LIMIT, Acceptor, peer_address
from fakeserver.listeners.dialogue import Dialogue, Session
from fakeserver.listeners.tls_buffer import share_buffer
from fakeserver.sequence import next_number

#: Exchange's default AuthenticatedConnectionTimeout, in seconds.
IDLE_TIMEOUT = 1800.0


class LineSession(Session, Protocol):
    """A session that may also send unasked. Only ``on_wake`` is called from other threads."""

    #: the listener's: asks that ``wake`` be called soon, in the loop's thread
    on_wake: Callable[[], None] | None

    def wake(self) -> bytes:
        """Return what to send unasked."""

    def wake_in(self) -> float | None:
        """Return after how many seconds ``wake`` should be called even if nothing happens; None: not at all."""


class LineListener:
    """Serves the sessions of one line protocol on one socket.

    Args:
        new_session: makes the session of a peer, given its IP address and the connection's number.
        ssl_context: for TLS from the first octet on; None: plain.
        idle_timeout: seconds of silence after which a connection is closed.
        on_error: is given what a session raised: a bug in the fake.
    """

    def __init__(
        self,
        new_session: Callable[[str, int], LineSession],
        *,
        ssl_context: ssl.SSLContext | None = None,
        idle_timeout: float = IDLE_TIMEOUT,
        on_error: Callable[[BaseException], None] | None = None,
    ) -> None:
        self.new_session = new_session
        self.idle_timeout = idle_timeout
        self.on_error = on_error
        self._acceptor = Acceptor(self._connection, ssl_context)
        self.connections = self._acceptor.connections

    async def start(self, *listening: socket.socket) -> None:
        """Accept connections on bound sockets, which are this listener's from now on."""
        await self._acceptor.start(*listening)

    async def stop(self) -> None:
        """Close the listening socket and every connection."""
        await self._acceptor.stop()

    def dismiss(self, tenant: object) -> None:
        """Say goodbye to the clients of a tenant that is gone, in the loop's thread."""
        self._acceptor.dismiss(tenant)

    def report(self, error: BaseException) -> None:
        """Pass on what a session raised."""
        if self.on_error is not None:
            self.on_error(error)

    def _connection(self) -> "_Connection":
        return _Connection(self)


class _Connection(asyncio.Protocol):
    """One client."""

    _transport: asyncio.Transport
    _session: LineSession
    _dialogue: Dialogue

    def __init__(self, listener: LineListener) -> None:
        self._listener = listener
        # Now, when the client is accepted: while its handshake lasts others may be answered.
        self._number = next_number()
        self._loop = asyncio.get_running_loop()
        self._idle_timer: asyncio.TimerHandle | None = None
        self._wake_timer: asyncio.TimerHandle | None = None
        self._wake_requested = False
        self._wake_waits = False

    # --- called by asyncio ---------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        share_buffer(transport)
        self._session = self._listener.new_session(peer_address(transport), self._number)
        self._session.on_wake = self._request_wake
        self._dialogue = Dialogue(self._session, transport, on_error=self._listener.report, on_ready=self._ready)
        self._listener.connections.add(self)
        self._arm_idle_timer(self._listener.idle_timeout)
        self._dialogue.step(self._session.greeting)

    def data_received(self, data: bytes) -> None:
        self._dialogue.receive(data)
        if not self._dialogue.is_late:
            self._set_wake_timer()

    def pause_writing(self) -> None:
        self._dialogue.pause_writing()

    def resume_writing(self) -> None:
        self._dialogue.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._listener.connections.discard(self)
        for timer in (self._idle_timer, self._wake_timer):
            if timer is not None:
                timer.cancel()
        self._dialogue.end()

    def abort(self) -> None:
        """Close at once, without TLS's close_notify."""
        self._transport.abort()

    def dismiss(self, tenant: object) -> None:
        """End it if it has served a tenant, which is gone."""
        self._dialogue.dismiss(tenant)

    # --- being woken ---------------------------------------------------------------------------------------------

    def _request_wake(self) -> None:
        """Any thread: ask for ``_wake``; a burst of changes asks once."""
        if self._wake_requested:
            return
        self._wake_requested = True
        # The loop may have been closed meanwhile, by a server that stops: then there is nothing to wake.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._wake_requested = False
        if self._dialogue.is_blocked:
            # For a client that does not read, changes would pile up as octets here; in the session they stay compact.
            self._wake_waits = True
            return
        self._dialogue.step(self._session.wake)
        self._set_wake_timer()

    def _ready(self) -> None:
        if self._wake_waits:
            self._wake_waits = False
            self._loop.call_soon(self._wake)

    def _set_wake_timer(self) -> None:
        if self._wake_timer is not None:
            self._wake_timer.cancel()
            self._wake_timer = None
        delay = self._session.wake_in()
        if delay is not None and not self._transport.is_closing():
            self._wake_timer = self._loop.call_later(max(delay, 0.0), self._wake)

    # --- silence -------------------------------------------------------------------------------------------------

    def _arm_idle_timer(self, delay: float) -> None:
        self._idle_timer = self._loop.call_later(delay, self._check_idle)

    def _check_idle(self) -> None:
        remaining = self._dialogue.last_heard + self._listener.idle_timeout - self._loop.time()
        if self._dialogue.is_late:
            # The silence is the server's, not the client's.
            self._arm_idle_timer(self._listener.idle_timeout)
        elif remaining > 0:
            self._arm_idle_timer(remaining)
        else:
            self._dialogue.step(self._session.timed_out)
            # A client that does not even read the last answer is dropped.
            self._idle_timer = self._loop.call_later(HANDSHAKE_LIMIT, self._transport.abort)
