"""The form of an answer that goes on over time: each chunk of the body is a whole SOAP envelope with one message.

A message holds either what happened or the state of the connection, since clients look at the first of the two alone.
The state is OK at first, and again when no message was sent for a while; Closed ends the answer.

Sources: exchange-web-services/how-to-stream-notifications-about-mailbox-events-by-using-ews-in-exchange; Outlook for
Mac and others wait for Closed after an error, and take silence for a broken connection.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.answers.forms import Content, content_of, error_message, with_messages
from fakeserver.protocols.ews.answers.responses import success
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap import envelope
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.steps import Steps
from fakeserver.tenant.exchange.changes import Change
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import Refusal

#: Seconds without a message after which the state is sent again. Clients expect one every 45 seconds.
HEARTBEAT: Final = 45.0

_OK: Final = Xml("<m:ConnectionStatus>OK</m:ConnectionStatus>")
_CLOSED: Final = Xml("<m:ConnectionStatus>Closed</m:ConnectionStatus>")


@dataclass(frozen=True)
class Feed:
    """What the handler of a streamed answer returns: where its messages come from, and for how long."""

    #: seconds by the tenant's clock
    lifetime: float
    #: the mailboxes whose changes may bring news
    mailboxes: Sequence[Mailbox]
    #: returns what happened since it was last asked, as the content of one message; empty: nothing. It is asked again
    #: only once that message has gone to the socket. A Refusal or EwsError ends the answer
    news: Callable[[], Content]


class EnvelopeStream:
    """The chunks of one answer, for the listener (a `wire.Stream`).

    It watches the mailboxes and the tenant's clock from the moment it is made, which happens under the tenant's lock,
    so that no change is missed. It holds the lock while it makes a chunk, and not between chunks.
    """

    def __init__(self, call: Call, feed: Feed) -> None:
        self.on_wake: Callable[[], None] | None = None
        #: called with response code and reason when the feed fails
        self.on_error: Callable[[str, Exception | None], None] | None = None
        self._call = call
        self._feed = feed
        self._lock = call.tenant.lock
        self._clock = call.tenant.clock
        self._ends_at = self._clock.time() + feed.lifetime
        self._heartbeat_at = self._ends_at
        self._chunks = self._make_chunks()
        #: whether a message is half made
        self._unfinished = False
        self._stop_watching = [
            self._clock.watch(self._wake),
            *(mailbox.watch(self._changed) for mailbox in feed.mailboxes),
        ]

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

    def wake_in(self) -> float | None:
        """Return in how many seconds a heartbeat or the end is due; None while the clock stands still."""
        if self._unfinished:
            return 0.0
        return self._clock.seconds_until(min(self._heartbeat_at, self._ends_at))

    def close(self) -> None:
        """Stop watching."""
        while self._stop_watching:
            self._stop_watching.pop()()
        self._chunks.close()

    # --- inside ----------------------------------------------------------------------------------------------------

    def _make_chunks(self) -> Generator[bytes | None, None, None]:
        """Yield each envelope, an empty one while there is no news, and None between the steps of making one."""
        yield self._envelope(_OK)
        while True:
            if not self._call.tenant.mailboxes.all:
                # The tenant is gone, and every mailbox with it.
                yield self._envelope(_CLOSED)
                return
            over = self._clock.time() >= self._ends_at
            try:
                content = yield from content_of(self._feed.news())
            except (Refusal, EwsError) as error:
                yield self._failed(error)
                return
            if content:
                yield self._envelope(content)
            if over:
                yield self._envelope(_CLOSED)
                return
            if not content:
                yield self._envelope(_OK) if self._clock.time() >= self._heartbeat_at else b""

    def _envelope(self, content: Xml) -> bytes:
        return self._written(success(self._call.operation, content))

    def _failed(self, error: Refusal | EwsError) -> bytes:
        # What was noted before is in the journal already.
        self._call.notes.clear()
        message = error_message(self._call, error, _CLOSED)
        if self.on_error is not None:
            for code, reason in self._call.notes:
                self.on_error(code, reason)
        return self._written(message)

    def _written(self, message: Xml) -> bytes:
        self._heartbeat_at = self._clock.time() + HEARTBEAT
        return envelope.whole(with_messages(self._call, [message]))

    def _changed(self, _change: Change) -> None:
        self._wake()

    def _wake(self) -> None:
        # The listener's thread may set it to None at this moment.
        on_wake = self.on_wake
        if on_wake is not None:
            on_wake()


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
            return with_messages(call, [error_message(call, trouble, _CLOSED)])
        return EnvelopeStream(call, feed)
