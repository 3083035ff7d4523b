"""The form of an answer that goes on over time: each chunk of the body is a whole SOAP envelope with one message.

A message holds either what happened or the state of the connection, since clients look at the first of the two alone.
The state is OK at first, and again when no message was sent for a while; Closed ends the answer.

What waits here waits by the tenant's clock and by real time, whichever comes first: a test moves the one, and a client
that hears nothing counts the other, also while the tenant's clock stands still.

Sources: exchange-web-services/how-to-stream-notifications-about-mailbox-events-by-using-ews-in-exchange; Outlook for
Mac and others wait for Closed after an error, and take silence for a broken connection.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import cache
from math import inf
from time import monotonic
from typing import Final

from fakeserver.protocols.ews.answers.forms import Content, error_message, with_messages
from fakeserver.protocols.ews.answers.responses import success
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap import envelope
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml
from fakeserver.steps import Steps
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.refusals import AuthenticationRefused, PermissionRefused, Refusal

#: Seconds without a message after which the state is sent again. Clients expect one every 45 seconds.
HEARTBEAT: Final = 45.0
#: Seconds of real time between two messages that tell of something; what happens meanwhile is told in one. A client
#: that leaves after the first message has left by then, and the second waits for its next connection. What a client's
#: buffers have taken counts as read, so a second message right behind the first would be lost.
PAUSE: Final = 0.005

_OK: Final = Xml("<m:ConnectionStatus>OK</m:ConnectionStatus>")
_CLOSED: Final = Xml("<m:ConnectionStatus>Closed</m:ConnectionStatus>")


@dataclass(frozen=True)
class Feed:
    """What the handler of a streamed answer returns: where its messages come from, and for how long."""

    #: seconds
    lifetime: float
    #: begins to call back, in any thread, when there may be news; returns what ends that
    watch: Callable[[Callable[[], None]], Callable[[], None]]
    #: returns what happened since it was last asked, as the content of one message; empty: nothing. It is asked again
    #: only once that message has gone to the socket. A Refusal or EwsError ends the answer
    news: Callable[[], Content]
    #: called when the client has gone without reading the last message
    unread: Callable[[], None] = field(default=lambda: None)
    #: told at once, and the stream goes on; None: nothing
    trouble: Refusal | None = None
    #: what the message about that has behind the error
    concerned: Xml = NOTHING
    #: when it asks for news though nothing has happened, seconds since the epoch by the tenant's clock
    ask_at: float = inf


class Deadline:
    """A moment that comes by the tenant's clock or by real time, whichever is the earlier."""

    __slots__ = ("_at", "_clock", "_real_at")

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._at = clock.time() + seconds
        self._real_at = monotonic() + seconds

    def is_over(self, now: float) -> bool:
        """Say whether it has come; ``now``: the clock's time, which a stream asks for once."""
        return now >= self._at or monotonic() >= self._real_at

    @property
    def seconds(self) -> float:
        """How long to wait for it, if nobody moves the clock."""
        by_clock, really = self._clock.seconds_until(self._at), self._real_at - monotonic()
        return really if by_clock is None else min(by_clock, really)


class EnvelopeStream:
    """The chunks of one answer, for the listener (a `wire.Stream`).

    It watches for news and the tenant's clock from the moment it is made, which happens under the tenant's lock, so
    that nothing is missed. It holds the lock while it makes a chunk, and not between chunks.
    """

    def __init__(self, call: Call, feed: Feed) -> None:
        self.on_wake: Callable[[], None] | None = None
        #: called with response code and reason when the feed fails
        self.on_error: Callable[[str, Exception | None], None] | None = None
        self._call = call
        self._feed = feed
        self._lock = call.tenant.lock
        self._clock = call.tenant.clock
        self._end = Deadline(self._clock, feed.lifetime)
        self._heartbeat = self._end
        self._ask_at = feed.ask_at
        #: when the next message may tell of something, by real time
        self._pause_until = 0.0
        self._chunks = self._make_chunks()
        #: whether a message is half made
        self._unfinished = False
        #: whether the last envelope has told of something
        self._told_last = False
        self._stop_watching = [self._clock.watch(self._wake), feed.watch(self._wake)]

    # --- for the listener ----------------------------------------------------------------------------------------

    def next_chunk(self) -> bytes | None:
        """Return the next envelope; empty while there is none, None at the end."""
        with self._lock:
            try:
                chunk = next(self._chunks)
            except StopIteration:
                return None
        self._unfinished = chunk is None
        return chunk or b""

    def wake_in(self) -> float:
        """Return in how many seconds a heartbeat, the end, or something else that was foreseen is due."""
        if self._unfinished:
            return 0.0
        asking = self._clock.seconds_until(self._ask_at)
        foreseen = min(self._heartbeat.seconds, self._end.seconds, inf if asking is None else asking)
        pause = self._pause_until - monotonic()
        return pause if 0 < pause < foreseen else foreseen

    def unread(self) -> None:
        """Note that the client has not read the last envelope."""
        with self._lock:
            if self._told_last:
                self._feed.unread()

    def close(self) -> None:
        """Stop watching."""
        with self._lock:
            while self._stop_watching:
                self._stop_watching.pop()()
        self._chunks.close()

    # --- inside ----------------------------------------------------------------------------------------------------

    def _make_chunks(self) -> Generator[bytes | None, None, None]:
        """Yield each envelope, an empty one while there is no news, and None between the steps of making one."""
        yield self._envelope(_OK)
        if self._feed.trouble is not None:
            yield self._told_of(self._feed.trouble, self._feed.concerned)
        while True:
            if self._call.tenant.mailboxes.is_empty:
                # The tenant is gone, and every mailbox with it.
                yield self._envelope(_CLOSED)
                return
            now = self._clock.time()
            over = self._end.is_over(now)
            if now >= self._ask_at:
                self._ask_at = inf
            try:
                news = self._feed.news()
                content = news if isinstance(news, str) else (yield from news)
            except (AuthenticationRefused, PermissionRefused) as refusal:
                # Assumption: a connection whose caller would not be let in any more is closed as one whose time is
                # over; an HTTP status can tell why when they come again.
                self._note([("ConnectionStatus Closed", refusal)])
                yield self._envelope(_CLOSED)
                return
            except (Refusal, EwsError) as error:
                yield self._failed(error)
                return
            if content:
                told = self._envelope(content)
                self._told_last = True
                self._pause_until = monotonic() + PAUSE
                yield told
                while monotonic() < self._pause_until:
                    yield b""
            if over:
                yield self._envelope(_CLOSED)
                return
            if not content:
                yield self._envelope(_OK) if self._heartbeat.is_over(now) else b""

    def _envelope(self, content: Xml) -> bytes:
        return self._written(success(self._call.operation, content))

    def _failed(self, error: Refusal | EwsError) -> bytes:
        return self._told_of(error, _content_of_error(error))

    def _told_of(self, error: Refusal | EwsError, content: Xml) -> bytes:
        # What was noted before is in the journal already.
        self._call.notes.clear()
        message = error_message(self._call, error, content)
        self._note(self._call.notes)
        return self._written(message)

    def _note(self, notes: list[tuple[str, Exception | None]]) -> None:
        if self.on_error is not None:
            for code, reason in notes:
                self.on_error(code, reason)

    def _written(self, message: Xml) -> bytes:
        self._heartbeat = Deadline(self._clock, HEARTBEAT)
        self._told_last = False
        head, tail = _around(self._call.operation)
        return head + message.encode() + tail

    def _wake(self) -> None:
        # The listener's thread may set it to None at this moment.
        on_wake = self.on_wake
        if on_wake is not None:
            on_wake()


@cache
def _around(operation: str) -> tuple[bytes, bytes]:
    """Return what stands before and behind the message in each envelope of an operation's answer."""
    head, tail = envelope.one_of_many(with_messages(operation, [Xml("\0")])).split(b"\0")
    return head, tail


@dataclass(frozen=True)
class Streamed:
    """Response messages one after the other, as long as the handler's feed lasts.

    A Refusal or EwsError of the handler becomes the only message of an ordinary answer, a schema fault a fault.
    """

    def __call__(self, call: Call, handler: Callable[[Call], Feed]) -> Steps[list[Xml] | EnvelopeStream]:
        """Return the answer: the stream, or the one message."""
        yield from ()
        try:
            feed = handler(call)
        except (Refusal, EwsError) as trouble:
            return with_messages(call.operation, [error_message(call, trouble, _content_of_error(trouble))])
        return EnvelopeStream(call, feed)


def _content_of_error(error: Refusal | EwsError) -> Xml:
    """Return what an error message has behind the error: what it is about, and that it is the last one."""
    return Xml(f"{error.content if isinstance(error, EwsError) else NOTHING}{_CLOSED}")
