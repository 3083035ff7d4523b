"""One session and its transport: passes octets to the session, and its answers to the peer.

A reply is written once; while a peer does not read, nothing more is read from it. Everything runs in the loop's
thread.
"""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from fakeserver.listeners.transfer import Transfer, Whole
from fakeserver.wire import AT_ONCE, Delivery

#: A connection is closed once its session has raised this often.
_MAX_ERRORS = 10
#: Octets that may wait while an answer is late.
_UNREAD_LIMIT = 64 * 1024
#: Linux: acknowledge at once what was received (see `Dialogue._acknowledge`); None where there is no such option.
_QUICK_ACKNOWLEDGEMENT: int | None = getattr(socket, "TCP_QUICKACK", None)


class Session(Protocol):
    """The session of a line protocol: octets in, octets out."""

    #: how the octets of the last call are delivered; the listener sets it back to `AT_ONCE`, and calls nothing but
    #: ``connection_lost`` until they are sent
    delivery: Delivery

    @property
    def closed(self) -> bool:
        """Whether to close, once everything is sent."""

    @property
    def has_more(self) -> bool:
        """Whether it stopped to let the client read or others run; ``receive(b"")`` continues."""

    def greeting(self) -> bytes:
        """Return what to send first."""

    def receive(self, data: bytes) -> bytes:
        """Take octets; return what to send."""

    def timed_out(self) -> bytes:
        """Return what to say to a client that was silent for too long."""

    def internal_error(self) -> bytes:
        """Return what to say after a method raised."""

    @property
    def tenant(self) -> object:
        """The tenant whose user has signed in, or has tried to; None before."""

    def dismiss(self) -> bytes:
        """Return what to say when that tenant is gone, and let go of it."""

    def connection_lost(self) -> None:
        """Let go of everything."""


class SmtpSession(Session, Protocol):
    """A session that may ask for TLS in the middle."""

    @property
    def wants_tls(self) -> bool:
        """Whether to shake hands, once everything is sent."""

    def secured(self) -> None:
        """TLS is up."""


class Dialogue:
    """Feeds a session and sends its answers.

    Args:
        session: who answers.
        transport: where to.
        on_error: is given what the session raises: a bug in the fake.
        on_ready: called whenever everything is written, the peer reads, and the session has nothing more to send.

    Attributes:
        transport: TLS that begins later puts another one in its place.
        last_heard: the loop's time when the peer last sent something, or was last kept waiting.
    """

    def __init__(
        self,
        session: Session,
        transport: asyncio.Transport,
        *,
        on_error: Callable[[BaseException], None],
        on_ready: Callable[[], None],
    ) -> None:
        self.transport = transport
        self._session = session
        self._on_error = on_error
        self._on_ready = on_ready
        self._loop = asyncio.get_running_loop()
        self.last_heard = self._loop.time()
        self._writing_paused = False
        self._errors = 0
        #: an answer on its way that is late, cut off, or never given
        self._transfer: Transfer | None = None
        #: came meanwhile
        self._unread = bytearray()

    @property
    def is_late(self) -> bool:
        """Whether the peer is kept waiting for an answer."""
        return self._transfer is not None

    @property
    def is_blocked(self) -> bool:
        """Whether what the session would say now could not be written at once."""
        return self._writing_paused or self._transfer is not None

    def receive(self, data: bytes) -> None:
        """Pass on what the peer has sent."""
        self.last_heard = self._loop.time()
        if self._transfer is None:
            self.step(lambda: self._session.receive(data))
            return
        self._unread += data
        if len(self._unread) > _UNREAD_LIMIT:
            self.transport.pause_reading()

    def step(self, step: Callable[[], bytes]) -> None:
        """Let the session take a step and send its answer; after an exception the session goes on."""
        if self.transport.is_closing():
            return
        try:
            answer = step()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next client is to be served
            self._on_error(error)
            self._errors += 1
            if self._errors >= _MAX_ERRORS:
                self.transport.abort()
                return
            self._send(self._session.internal_error())
            # Commands that came in the same octets are still to be answered.
            self._loop.call_soon(self._go_on)
            return
        self._send(answer)

    def pause_writing(self) -> None:
        """Read nothing more from a peer that does not read."""
        self._writing_paused = True
        self.transport.pause_reading()
        if self._transfer is not None:
            self._transfer.pause()

    def resume_writing(self) -> None:
        """Continue after the peer has read."""
        self._writing_paused = False
        if self._transfer is not None:
            self._transfer.resume()
        elif self._session.has_more:
            self._loop.call_soon(self._go_on)
        elif not self.transport.is_closing():
            self.transport.resume_reading()
            self._on_ready()

    def dismiss(self, tenant: object) -> None:
        """Say goodbye where the session belongs to a tenant, which is gone; a peer that does not read is cut off."""
        if self._session.tenant is not tenant:
            return
        is_blocked = self.is_blocked
        self.step(self._session.dismiss)
        if is_blocked:
            self.transport.abort()

    def end(self) -> None:
        """The connection is gone."""
        if self._transfer is not None:
            self._transfer.stop()
        self._session.connection_lost()
        # The connection holds this dialogue: a reference cycle, which only the garbage collector would free.
        self._on_ready = _nothing

    def _send(self, octets: bytes) -> None:
        delivery = self._session.delivery
        if delivery is not AT_ONCE:
            self._session.delivery = AT_ONCE
            self._transfer = Transfer(
                self.transport,
                Whole(octets),
                delivery,
                on_sent=self._late_answer_sent,
                on_error=self._on_error,
                paused=self._writing_paused,
            )
            self._transfer.start()
            return
        if octets:
            self.transport.write(octets)
        else:
            self._acknowledge()
        if self._session.closed:
            self.transport.close()
        elif self._session.has_more:
            self.transport.pause_reading()
            if not self._writing_paused:
                self._loop.call_soon(self._go_on)
        elif not self._writing_paused:
            self._on_ready()

    def _late_answer_sent(self) -> None:
        """A late answer was sent: go on with what came meanwhile."""
        self._transfer = None
        self.last_heard = self._loop.time()
        if self._session.closed:
            self.transport.close()
            return
        data = bytes(self._unread)
        self._unread.clear()
        self._go_on(data)

    def _go_on(self, data: bytes = b"") -> None:
        """Continue with what the session holds already."""
        if self._transfer is not None:
            return
        self.step(lambda: self._session.receive(data))
        if not self._session.has_more and not self.is_blocked and not self.transport.is_closing():
            self.transport.resume_reading()

    def _acknowledge(self) -> None:
        """Let the kernel acknowledge half a line now, not with the answer that it cannot have yet.

        imaplib sends a token and its line end in two writes. Nagle's algorithm holds the second back until the first
        is acknowledged, which Linux delays by 40 ms where there is nothing to send: at each sign-in.
        """
        if _QUICK_ACKNOWLEDGEMENT is not None and not self.transport.is_closing():
            connection: socket.socket = self.transport.get_extra_info("socket")
            # A client that is gone already needs none.
            with suppress(OSError):
                connection.setsockopt(socket.IPPROTO_TCP, _QUICK_ACKNOWLEDGEMENT, 1)


def _nothing() -> None:
    """Do nothing: there is nobody to call any more."""
