"""One HTTP connection: aiohttp parses what comes, and what goes is written here.

One request is answered in a turn of the loop, so that many in one packet do not hold up other clients, and one at a
time: what comes while an answer is on its way waits. `Transfer` sends the answers that are not simply written.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import starmap

from aiohttp.http import HttpProcessingError, HttpVersion11, RawRequestMessage
from aiohttp.http_exceptions import LineTooLong

from fakeserver.listeners import http_pages
from fakeserver.listeners.accepting import Connection, peer_address
from fakeserver.listeners.http_body import BODY_LIMIT, Arriving, StreamedAnswer, in_one_chunk
from fakeserver.listeners.http_messages import (
    HEAD_OCTETS,
    LONG_HEAD,
    UnwritableHeaderError,
    announced_length,
    body_can_be_read,
    expects_continue,
    head,
    names_a_host,
    pieces,
    request_of,
    request_parser,
)
from fakeserver.listeners.http_work import Work
from fakeserver.listeners.idle_timeout import IdleTimeout
from fakeserver.listeners.tls_buffer import share_buffer
from fakeserver.listeners.transfer import BLOCK, Departure, Transfer, Whole
from fakeserver.sequence import next_number
from fakeserver.wire import AT_ONCE, Delivery, HttpHandler, HttpResponse, Stream

#: Seconds that a client may go on sending a body that is refused already: closing at once would reset the connection,
#: and the refusal might never be read (RFC 9112 section 9.6).
LINGER = 2.0

#: Octets that may wait while an answer is on its way.
UNREAD_LIMIT = 256 * 1024


class HttpConnection(asyncio.Protocol):
    """One client.

    Args:
        handler: called for every request that is well formed.
        on_error: called with each exception out of the handler.
        scheme: "https" or "http", for the requests' base URL.
        connections: all that are open; this one is among them while it is.
    """

    _transport: asyncio.Transport

    def __init__(
        self,
        handler: HttpHandler,
        on_error: Callable[[BaseException], None],
        scheme: str,
        connections: set[Connection],
    ) -> None:
        self._handler = handler
        self._on_error = on_error
        self._scheme = scheme
        self._connections = connections
        self._loop = asyncio.get_running_loop()
        self._parser = request_parser(self._loop)
        self._peer = ""
        # Now, when the client is accepted: while its handshake lasts others may be answered.
        self._number = next_number()
        #: parsed, the first one perhaps without its whole body
        self._requests: deque[Arriving] = deque()
        #: came while a request was being answered
        self._unread = bytearray()
        #: the newest of them asks for another protocol (CONNECT, or Upgrade), which is not granted: nothing is read
        #: behind it
        self._upgrade_requested = False
        self._has_sent_continue = False
        #: whether a request is being answered, or the next one waits for the loop's next turn
        self._busy = False
        #: whether the answer now on its way, or just sent, is the last
        self._ending = False
        self._work: Work | None = None
        self._transfer: Transfer | None = None
        self._writing_paused = False
        #: closes after a refusal that the client has not read yet
        self._lingering: asyncio.TimerHandle | None = None
        self._idle_timeout = IdleTimeout(lambda: self._busy)
        #: whether what came behind `_requests` is no HTTP, or a head that is too long
        self._malformed = self._too_long = False
        #: octets of a head that is not whole yet
        self._head_octets = 0

    # --- called by asyncio ---------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client is there."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        share_buffer(transport)
        self._peer = peer_address(transport)
        self._connections.add(self)
        # Not before: for a client that never finishes its handshake neither this nor `connection_lost` is called.
        self._idle_timeout.watch(transport.close)

    def data_received(self, data: bytes) -> None:
        """Take octets as they come; behind the last request of a connection they are dropped."""
        self._idle_timeout.heard()
        if self._ending or self._malformed:
            return
        if self._busy:
            self._unread += data
            if len(self._unread) > UNREAD_LIMIT:
                self._transport.pause_reading()
        else:
            self._parse(data)

    def pause_writing(self) -> None:
        """Write no more for now: the client reads slowly."""
        self._writing_paused = True
        if self._transfer is not None:
            self._transfer.pause()

    def resume_writing(self) -> None:
        """Go on writing."""
        self._writing_paused = False
        if self._transfer is not None:
            self._transfer.resume()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of everything, a request half done included."""
        self._connections.discard(self)
        self._idle_timeout.end()
        if self._lingering is not None:
            self._lingering.cancel()
        self._ending = True
        if self._work is not None:
            self._work.close()
            self._work = None
        if self._transfer is not None:
            self._transfer.stop(reset=exc is not None)
            self._transfer = None

    # --- the listener --------------------------------------------------------------------------------------------

    def abort(self) -> None:
        """Drop the connection; a TLS shutdown would wait for the peer's answer."""
        self._transport.abort()

    def dismiss(self, tenant: object) -> None:
        """Let a streamed answer, or a wait, end; else nothing is kept of a tenant: each request names its own anew."""
        if self._transfer is not None:
            self._transfer.ask()
        if self._work is not None:
            self._work.ask()

    # --- requests ------------------------------------------------------------------------------------------------

    def _parse(self, data: bytes) -> None:
        try:
            # The parser drops what it has read when it meets an error: so it gets one head at a time.
            for piece in pieces(data):
                messages, self._upgrade_requested, _ = self._parser.feed_data(piece)
                self._requests.extend(starmap(Arriving, messages))
                if self._upgrade_requested:
                    break
        except (HttpProcessingError, ValueError) as error:
            # ValueError: aiohttp before 3.14 lets a target such as `http://[::bad/` out as its URL class's error.
            self._malformed = True
            self._too_long = isinstance(error, LineTooLong) or self._head_octets + len(data) > LONG_HEAD
        if self._requests:
            self._head_octets = 0
            self._idle_timeout.head_ended()
            self._requests[-1].take()
            self._serve(self._requests[0])
        elif self._malformed:
            self._refuse_malformed()
        else:
            self._idle_timeout.head_begun()
            self._head_octets += len(data)
            if self._head_octets > HEAD_OCTETS:
                self._too_long = True
                self._refuse_malformed()

    def _serve(self, request: Arriving) -> None:
        """Answer a request, if all of it is here."""
        message, body = request.message, request.reader
        # What follows a CONNECT would be the tunnel's, and aiohttp's two parsers differ in what they make of it.
        is_whole = body.is_eof() or message.method == "CONNECT"
        if message.version.major != 1:
            # One parser of aiohttp lets HTTP/2.0 through, the other any version.
            self._refuse(http_pages.version_not_supported())
        elif not names_a_host(message):
            # RFC 9112 section 3.2. The services write the name into URLs, and could not.
            self._refuse(http_pages.hostname_invalid())
        elif not body_can_be_read(message):
            self._refuse(http_pages.not_implemented())
        elif body.exception() is not None or (self._malformed and not is_whole):
            self._refuse(http_pages.badly_formed())
        elif body.total_bytes > BODY_LIMIT or (not is_whole and announced_length(message) > BODY_LIMIT):
            self._refuse(http_pages.too_large(), linger=not is_whole)
        elif not is_whole:
            if not self._has_sent_continue and expects_continue(message):
                self._has_sent_continue = True
                self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        else:
            self._requests.popleft()
            self._has_sent_continue = False
            self._busy = True
            is_last = message.should_close or message.method == "CONNECT"
            self._ending = is_last or (self._upgrade_requested and not self._requests)
            self._answer(message, request.body())

    def _answer(self, message: RawRequestMessage, body: bytes) -> None:
        try:
            answer = self._handler(request_of(message, body, self._peer, self._scheme, self._number))
        except Exception as error:  # noqa: BLE001  a bug of ours: kept for whoever runs the server, not for the wire
            self._on_error(error)
            answer = http_pages.not_served()
        if isinstance(answer, HttpResponse):
            self._send(message, answer)
        else:
            departure = Departure(self._transport)
            self._work = Work(answer, partial(self._done, message), self._on_error, departure)
            self._work.go_on()

    def _done(self, message: RawRequestMessage, answer: HttpResponse) -> None:
        """Send what came of work in steps."""
        self._work = None
        self._send(message, answer)

    # --- answers -------------------------------------------------------------------------------------------------

    def _send(self, message: RawRequestMessage, answer: HttpResponse) -> None:
        minor_version = int(message.version >= HttpVersion11)
        if answer.stream is not None and not minor_version:
            self._ending = True
        try:
            octets = self._octets(answer, minor_version)
        except UnwritableHeaderError as error:
            self._on_error(error)
            if answer.stream is not None:
                answer.stream.close()
            answer = http_pages.not_served()
            octets = self._octets(answer, minor_version)
        body = b"" if message.method == "HEAD" else answer.body
        if answer.stream is not None and message.method == "HEAD":
            answer.stream.close()
        elif answer.stream is not None:
            stream = StreamedAnswer(octets, answer.stream, chunked=bool(minor_version))
            self._transmit(answer, stream, answer.delivery, len(octets))
            return
        elif answer.chunked and minor_version and message.method != "HEAD":
            body = in_one_chunk(body)
        if answer.delivery is AT_ONCE and len(body) <= BLOCK:
            self._transport.write(octets + body)
            self._sent()
        else:
            delivery = answer.delivery
            delivery = delivery.of_length(len(body), len(octets)) if body else delivery.of_length(len(octets))
            self._transmit(answer, Whole(body, octets), delivery)

    def _octets(self, answer: HttpResponse, minor_version: int) -> bytes:
        """Return the head of an answer."""
        length = None if answer.stream is not None or (answer.chunked and minor_version) else len(answer.body)
        keep_alive = not self._ending
        return head(answer.status, answer.headers, length=length, keep_alive=keep_alive, minor_version=minor_version)

    def _transmit(self, answer: HttpResponse, stream: Stream, delivery: Delivery, head: int = 0) -> None:
        self._transfer = Transfer(
            self._transport,
            stream,
            delivery,
            head=head,
            on_sent=self._sent,
            on_error=self._on_error,
            on_reset=answer.on_reset,
            paused=self._writing_paused,
        )
        self._transfer.start()

    def _sent(self) -> None:
        """An answer was sent: close, or go on with what came meanwhile."""
        self._transfer = None
        self._idle_timeout.heard()
        if self._ending:
            self._transport.close()
        elif self._requests or self._unread or self._malformed:
            self._loop.call_soon(self._go_on)
        else:
            self._busy = False

    def _go_on(self) -> None:
        if self._transport.is_closing():
            return
        self._busy = False
        if self._requests:
            self._serve(self._requests[0])
        elif self._malformed:
            self._refuse_malformed()
        if self._unread and not self._busy and not self._ending:
            data = bytes(self._unread)
            self._unread.clear()
            self._transport.resume_reading()
            self._parse(data)

    def _refuse_malformed(self) -> None:
        self._refuse(http_pages.head_too_long() if self._too_long else http_pages.badly_formed(), linger=self._too_long)

    def _refuse(self, page: HttpResponse, *, linger: bool = False) -> None:
        """Answer a request that no handler gets, and close."""
        self._ending = True
        self._requests.clear()
        self._transport.write(self._octets(page, 1) + page.body)
        if linger:
            self._idle_timeout.end()
            self._lingering = self._loop.call_later(LINGER, self._transport.close)
        else:
            self._transport.close()
