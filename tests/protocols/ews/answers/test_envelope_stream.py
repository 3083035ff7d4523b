"""A stream of envelopes as a listener takes it: when it is asked for more, and in what steps."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from fakeserver.protocols.ews.answers.streaming import HEARTBEAT, EnvelopeStream, Feed
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.steps import Steps
from fakeserver.wire import Stream
from tests.protocols.ews.answers.stream_peer import LIFETIME, Arrivals
from tests.world import World


class Listener:
    """Takes chunks as a listener does, when it is asked to."""

    def __init__(self, news: Callable[[], Any] | None = None) -> None:
        world = World.of("alice")
        self.tenant, self.mailbox = world.tenant, world.mailbox()
        self.tenant.clock.freeze()
        self.arrivals = Arrivals(self.mailbox)
        feed = Feed(LIFETIME, self.arrivals.watch, news or self.arrivals.news)
        call: Any = SimpleNamespace(operation="GetStreamingEvents", tenant=self.tenant)
        self.stream: Stream = EnvelopeStream(call, feed)
        self.wakes = 0
        self.stream.on_wake = self.wake

    def wake(self) -> None:
        self.wakes += 1


def test_nothing_is_asked_until_a_change_or_the_clock_wakes_the_listener() -> None:
    listener = Listener()
    assert listener.stream.next_chunk()
    assert listener.stream.next_chunk() == b""
    assert (listener.wakes, listener.arrivals.times_asked) == (0, 1)
    for _ in range(2):
        wake_in = listener.stream.wake_in()
        assert wake_in is not None
        # However long this machine has taken over a few lines; a clock that stands still keeps no client waiting.
        assert HEARTBEAT / 2 < wake_in <= HEARTBEAT
        listener.tenant.clock.unfreeze()
    assert listener.wakes == 1
    listener.mailbox.deliver(subject="x")
    assert listener.wakes >= 2
    listener.stream.close()
    wakes = listener.wakes
    listener.mailbox.deliver(subject="y")
    assert listener.wakes == wakes


def test_a_message_that_takes_long_is_made_in_steps() -> None:
    def slowly() -> Steps[Xml]:
        yield
        yield
        return Xml("<m:Notifications/>")

    listener = Listener(slowly)
    assert listener.stream.next_chunk()
    for _ in range(2):
        assert listener.stream.next_chunk() == b""
        assert listener.stream.wake_in() == 0.0, "others run, and the next step follows"
    assert b"<m:Notifications/>" in (listener.stream.next_chunk() or b"")
    listener.stream.close()
    assert listener.stream.next_chunk() is None
