"""One SMTP connection on aiosmtpd: its transport, its STARTTLS, its timer.

Octets go from ``data_received`` straight to the session, and its replies go out in one write. aiosmtpd's reader and
command loop stay idle: its own words (about forty literal texts) are not Exchange's, it knows no BDAT, and reading
through streams takes longer than all that the fake does with a message.
"""

import asyncio
import ssl
from collections.abc import Callable
from typing import Protocol

from aiosmtpd.smtp import SMTP, TLSSetupException

from fakeserver.listeners.accepting import HANDSHAKE_LIMIT, Connection, peer_address
from fakeserver.listeners.dialogue import Dialogue, SmtpSession
from fakeserver.listeners.tls_buffer import share_buffer


class Listener(Protocol):
    """What a connection needs of the listener that it came to; see `SmtpListener`."""

    make_session: Callable[[str], SmtpSession]
    on_error: Callable[[BaseException], None]
    ssl_context: ssl.SSLContext | None
    idle_timeout: float
    connections: set[Connection]


class SmtpConnection(SMTP):
    """One client's connection."""

    transport: asyncio.Transport | None
    _session: SmtpSession
    _dialogue: Dialogue

    def __init__(self, listener: Listener) -> None:
        super().__init__(
            None,
            # Never shown: the greeting is the session's. Given, because aiosmtpd asks the resolver otherwise.
            hostname="localhost",
            tls_context=listener.ssl_context,
            timeout=listener.idle_timeout,
            loop=asyncio.get_running_loop(),
        )
        self._listener = listener
        self._handshake: asyncio.Task[None] | None = None

    # --- called by asyncio ---------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or go on inside TLS."""
        super().connection_made(transport)
        assert self.transport is not None
        if self._handshake is not None:
            share_buffer(transport)
            self._dialogue.transport = self.transport
            self._session.secured()
            return
        self._session = self._listener.make_session(peer_address(transport))
        self._dialogue = Dialogue(
            self._session, self.transport, on_error=self._listener.on_error, on_ready=self._start_handshake
        )
        self._listener.connections.add(self)
        self._dialogue.step(self._session.greeting)

    def data_received(self, data: bytes) -> None:
        """Hand octets to the session."""
        self._dialogue.receive(data)
        if self._session.wants_tls and self._handshake is None and self.transport is not None:
            # The answer is late: what comes behind it is for the handshake, not for the session.
            self.transport.pause_reading()

    def eof_received(self) -> bool:
        """Close: what the client has asked is answered."""
        return False

    def pause_writing(self) -> None:
        """Wait until the client reads."""
        self._dialogue.pause_writing()

    def resume_writing(self) -> None:
        """Go on."""
        self._dialogue.resume_writing()

    def connection_lost(self, error: Exception | None) -> None:
        """The client is gone."""
        self._listener.connections.discard(self)
        self._dialogue.end()
        super().connection_lost(error)

    # --- called by aiosmtpd --------------------------------------------------------------------------------------

    async def _handle_client(self) -> None:
        """Do nothing: here aiosmtpd would read commands."""

    async def push(self, status: str | bytes) -> None:
        """Drop aiosmtpd's own words: STARTTLS has been answered by the session."""

    def _timeout_cb(self) -> None:
        """The timer has run out. It is not restarted at each octet, so check how long the client was silent."""
        remaining = self._dialogue.last_heard + self._listener.idle_timeout - self.loop.time()
        if self._dialogue.is_late:
            # The silence is the server's, not the client's.
            self._reset_timeout(self._listener.idle_timeout)
        elif remaining > 0:
            self._reset_timeout(remaining)
        elif self._session.closed or self._session.wants_tls:
            # A client that does not even read the last reply is dropped; during a handshake there is none.
            self.abort()
        else:
            self._dialogue.step(self._session.timed_out)
            self._reset_timeout(HANDSHAKE_LIMIT)

    def abort(self) -> None:
        """Close at once, without TLS's close_notify."""
        if self.transport is not None:
            self.transport.abort()

    def dismiss(self, tenant: object) -> None:
        """End it if it has served a tenant, which is gone."""
        self._dialogue.dismiss(tenant)

    # --- STARTTLS ------------------------------------------------------------------------------------------------

    def _start_handshake(self) -> None:
        """Start TLS if the session asks for it, once its reply is written."""
        if self._session.wants_tls and self._handshake is None:
            self._handshake = self.loop.create_task(self._shake_hands())

    async def _shake_hands(self) -> None:
        error: Exception | None = None
        try:
            await self.smtp_STARTTLS("")
        except TLSSetupException as failed:
            error = failed
        if self._session.wants_tls:
            # The client went away or does not speak TLS; asyncio does not report the end of such a connection.
            self.abort()
            self.connection_lost(error)
