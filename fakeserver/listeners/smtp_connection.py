"""One SMTP connection on aiosmtpd: its stream, its STARTTLS, its timer; the conversation itself is handed in.

aiosmtpd's command loop is replaced, since its own words (about forty literal texts) are not Exchange's and it knows no
BDAT. What a session says goes out in one write per reply.
"""

import asyncio

from aiosmtpd.smtp import SMTP, TLSSetupException

from fakeserver.listeners.smtp import Session, SmtpListener

#: Seconds of silence until the server says goodbye, five minutes (RFC 5321 section 4.5.3.2.7 asks for as much).
IDLE_LIMIT = 300.0

#: Octets that are read ahead; a longer line is taken in pieces.
READ_AHEAD = 65_536


class Connection(SMTP):
    """One client's connection."""

    line_length_limit = READ_AHEAD

    def __init__(self, listener: SmtpListener) -> None:
        super().__init__(
            None,
            # Never shown: the greeting is the session's. Given, because aiosmtpd asks the resolver otherwise.
            hostname="localhost",
            tls_context=listener.ssl_context,
            timeout=IDLE_LIMIT,
            loop=asyncio.get_running_loop(),
        )
        self._home = listener
        self._conversation: Session | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or go on inside TLS."""
        if self._conversation is None:
            peer = transport.get_extra_info("peername") or ("",)
            self._conversation = self._home.make_session(peer[0])
        super().connection_made(transport)
        self._home.connections.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """The peer is gone."""
        self._home.connections.discard(self)
        if self.transport is not None:
            super().connection_lost(error)

    def abort(self) -> None:
        """Close at once, without TLS's farewell."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    async def push(self, status: str | bytes) -> None:
        """Send what the session says; aiosmtpd's own words (those are str) are dropped."""
        if isinstance(status, bytes) and status:
            self._writer.write(status)
            await self._writer.drain()

    def _timeout_cb(self) -> None:
        if self._conversation is not None:
            self._writer.write(self._conversation.timed_out())
        super()._timeout_cb()  # type: ignore[no-untyped-call]

    async def _handle_client(self) -> None:
        session = self._conversation
        assert session is not None
        try:
            await self.push(session.greeting())
            while session.expects != "end":
                await self.push(await self._take_turn(session))
                self._reset_timeout()
        except (ConnectionError, asyncio.IncompleteReadError, TLSSetupException):
            # The peer went away, or would not speak TLS: nobody is left to be told.
            self.abort()
        finally:
            self._writer.close()

    async def _take_turn(self, session: Session) -> bytes:
        """Read what the session expects and return its answer."""
        if session.expects == "tls":
            await self.smtp_STARTTLS("")
            session.secured()
            return b""
        try:
            match session.expects:
                case "message":
                    return session.receive_message(await self._read_message(session.size_limit))
                case "chunk":
                    return session.receive_chunk(await self._read_chunk(session.chunk_size))
                case _:
                    line = await self._read_line(session.line_limit)
                    return session.line_too_long() if line is None else session.receive_line(line)
        except (ConnectionError, asyncio.IncompleteReadError):
            raise
        except Exception as error:  # noqa: BLE001  a bug of ours: kept for whoever runs the server, not for the wire
            self._home.on_error(error)
            return session.failed()

    async def _read_line(self, limit: int) -> bytes | None:
        """Return the next line without its end, which may be a lone LF; None where it was too long."""
        line, is_whole = await self._read_until(b"\n", limit)
        return line.rstrip(b"\r\n") if is_whole else None

    async def _read_chunk(self, size: int) -> bytes:
        """Return the next octets of a chunk, as many as there are."""
        octets = await self._reader.read(min(size, READ_AHEAD))
        if not octets:
            raise ConnectionResetError("the peer closed in the middle of a chunk")
        return octets

    async def _read_message(self, limit: int) -> bytes | None:
        """Return the octets before the lone dot, with the doubled dots undone; None where they were too many.

        Only CR LF . CR LF ends a message: a dot between lone LFs is content (SMTP smuggling).
        """
        message = bytearray()
        is_whole = True
        while True:
            # Not until CR LF . CR LF, whose first CR LF may be the one before the message.
            piece, fits = await self._read_until(b".\r\n", limit + 5)
            is_whole = is_whole and fits
            message += piece
            if message == b".\r\n" or message.endswith(b"\r\n.\r\n"):
                break
            if len(message) > limit + 5:
                is_whole = False
                del message[:-5]
        if not is_whole or len(message) > limit + 3:
            return None
        del message[-3:]
        # RFC 5321 section 4.5.2: of a line that begins with a dot, the first dot goes.
        content = bytes(message).replace(b"\r\n.", b"\r\n")
        return content[1:] if content.startswith(b".") else content

    async def _read_until(self, separator: bytes, limit: int) -> tuple[bytes, bool]:
        """Return everything up to a separator, and whether that was no more than ``limit`` octets.

        Of more, only the end is returned.
        """
        pieces = bytearray()
        is_whole = True
        while True:
            try:
                pieces += await self._reader.readuntil(separator)
                return bytes(pieces), is_whole and len(pieces) <= limit
            except asyncio.LimitOverrunError as overrun:
                pieces += await self._reader.readexactly(overrun.consumed)
                if len(pieces) > limit:
                    is_whole = False
                    del pieces[: -len(separator)]
