"""One SMTP connection on aiosmtpd: its transport, its STARTTLS, its timer.

Octets go from ``data_received`` straight to the session, and what it says goes out in one write. aiosmtpd's reader
and command loop stay idle: its own words (about forty literal texts) are not Exchange's, it knows no BDAT, and reading
through streams takes longer than all that the fake does with a message.
"""

import asyncio
from collections.abc import Callable

from aiosmtpd.smtp import SMTP, TLSSetupException

from fakeserver.listeners.accepting import HANDSHAKE_LIMIT
from fakeserver.listeners.smtp import SmtpListener, SmtpSession

#: A session that raises this often in one connection is beyond help.
_MAX_ERRORS = 10


class SmtpConnection(SMTP):
    """One client's connection."""

    transport: asyncio.Transport | None
    _session: SmtpSession

    def __init__(self, listener: SmtpListener) -> None:
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
        self._last_heard = 0.0
        self._writing_paused = False
        self._errors = 0

    # --- called by asyncio ---------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or go on inside TLS."""
        super().connection_made(transport)
        self._last_heard = self.loop.time()
        if self._handshake is not None:
            self._session.secured()
            return
        peer = transport.get_extra_info("peername") or ("",)
        self._session = self._listener.make_session(peer[0])
        self._listener.connections.add(self)
        self._do(self._session.greeting)

    def data_received(self, data: bytes) -> None:
        """Hand octets to the session."""
        self._last_heard = self.loop.time()
        self._do(lambda: self._session.receive(data))

    def eof_received(self) -> bool:
        """Close: what the client has asked is answered."""
        return False

    def pause_writing(self) -> None:
        """Read nothing more from a client that does not read."""
        self._writing_paused = True
        if self.transport is not None:
            self.transport.pause_reading()

    def resume_writing(self) -> None:
        """Go on with what the session holds, then read again."""
        self._writing_paused = False
        self.loop.call_soon(self._go_on)

    def connection_lost(self, error: Exception | None) -> None:
        """The client is gone."""
        self._listener.connections.discard(self)
        self._session.connection_lost()
        super().connection_lost(error)

    # --- called by aiosmtpd --------------------------------------------------------------------------------------

    async def _handle_client(self) -> None:
        """Do nothing: here aiosmtpd would read commands."""

    async def push(self, status: str | bytes) -> None:
        """Drop aiosmtpd's own words: STARTTLS has been answered by the session."""

    def _timeout_cb(self) -> None:
        """The timer has run out, which is not wound again at each octet: has the client been silent for so long?"""
        remaining = self._last_heard + self._listener.idle_timeout - self.loop.time()
        if self._session.closed:
            # Who does not even take the goodbye is dropped.
            self.abort()
        elif remaining > 0:
            self._reset_timeout(remaining)
        else:
            self._do(self._session.timed_out)
            self._reset_timeout(HANDSHAKE_LIMIT)

    # --- the session ---------------------------------------------------------------------------------------------

    def abort(self) -> None:
        """Close at once, without TLS's farewell."""
        if self.transport is not None:
            self.transport.abort()

    def _do(self, step: Callable[[], bytes]) -> None:
        """Let the session take a step and send what it says; one that raises says so and goes on."""
        if self.transport is None or self.transport.is_closing():
            return
        try:
            answer = step()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next client is to be served
            self._listener.on_error(error)
            self._errors += 1
            if self._errors >= _MAX_ERRORS:
                self.abort()
                return
            answer = self._session.internal_error()
            # Commands that came in the same octets are still to be answered.
            self.loop.call_soon(self._go_on)
        if answer:
            self.transport.write(answer)
        if self._session.closed:
            self.transport.close()
        elif self._session.wants_tls:
            # Not while the answer waits to be sent: the handshake has the transport for itself.
            if self._handshake is None and not self._writing_paused:
                self._handshake = self.loop.create_task(self._shake_hands())
        elif self._session.has_more:
            self.transport.pause_reading()
            if not self._writing_paused:
                self.loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        """Continue with what the session holds already."""
        self._do(lambda: self._session.receive(b""))
        if self.transport is None or self.transport.is_closing():
            return
        if not self._session.has_more and not self._writing_paused:
            self.transport.resume_reading()

    async def _shake_hands(self) -> None:
        error: Exception | None = None
        try:
            await self.smtp_STARTTLS("")
        except TLSSetupException as failed:
            error = failed
        if self._session.wants_tls:
            # The client went away or would not speak TLS, and asyncio tells nobody of the end of such a connection.
            self.abort()
            self.connection_lost(error)
