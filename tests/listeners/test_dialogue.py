"""A dialogue with a transport that only remembers; through sockets it is tested with its two listeners."""

import asyncio
import gc
import weakref
from collections.abc import Callable

from fakeserver.listeners.dialogue import Dialogue
from fakeserver.wire import AT_ONCE, Delivery


class Echo:
    """Says back what it hears; ``more`` are answers that it gives one at a time."""

    def __init__(self, *more: bytes) -> None:
        self.closed = False
        self.delivery = AT_ONCE
        self.more = list(more)
        self.is_gone = False

    @property
    def has_more(self) -> bool:
        return bool(self.more)

    def greeting(self) -> bytes:
        return b"hello"

    def receive(self, data: bytes) -> bytes:
        if data == b"boom":
            raise LookupError("a bug")
        self.closed = data == b"quit"
        if data == b"late":
            self.delivery = Delivery(delay=0.001)
        return self.more.pop(0) if self.more and not data else data

    def timed_out(self) -> bytes:
        return b"bye"

    def internal_error(self) -> bytes:
        return b"sorry"

    tenant: object = None

    def dismiss(self) -> bytes:
        self.closed = True
        return b"gone"

    def connection_lost(self) -> None:
        self.is_gone = True


class Notes(asyncio.Transport):
    """Keeps what is written, and whether anybody reads."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.is_paused = self.is_shut = False

    def get_extra_info(self, name: str, default: object = None) -> object:
        return self

    def setsockopt(self, *option: int) -> None:
        """Stand for the socket as well."""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def pause_reading(self) -> None:
        self.is_paused = True

    def resume_reading(self) -> None:
        self.is_paused = False

    def is_closing(self) -> bool:
        return self.is_shut

    def close(self) -> None:
        self.is_shut = True

    abort = close


def converse(session: Echo, script: Callable[[Dialogue, Notes, list[str]], None]) -> tuple[Notes, list[str]]:
    """Run a script and what it has caused; return the transport and what happened."""
    transport, events = Notes(), []

    async def run() -> None:
        dialogue = Dialogue(
            session,
            transport,
            on_error=lambda error: events.append(str(error)),
            on_ready=lambda: events.append("ready"),
        )
        script(dialogue, transport, events)
        for _ in range(10):
            await asyncio.sleep(0)
        if dialogue.is_late:
            await asyncio.sleep(0.01)

    asyncio.run(run())
    return transport, events


def test_an_answer_is_written_once_and_then_it_is_ready() -> None:
    transport, events = converse(Echo(), lambda dialogue, *_: dialogue.receive(b"a"))
    assert (transport.written, events) == ([b"a"], ["ready"])


def test_what_closes_is_not_ready_and_hears_no_more() -> None:
    def script(dialogue: Dialogue, *_: object) -> None:
        dialogue.receive(b"quit")
        dialogue.receive(b"a")

    transport, events = converse(Echo(), script)
    assert (transport.written, transport.is_shut, events) == ([b"quit"], True, [])


def test_it_reads_again_once_all_is_said() -> None:
    def script(dialogue: Dialogue, transport: Notes, events: list[str]) -> None:
        dialogue.receive(b"a")
        assert transport.is_paused
        assert events == []

    transport, events = converse(Echo(b"1", b"2", b"3"), script)
    assert transport.written == [b"a", b"1", b"2", b"3"]
    assert events == ["ready"]
    assert not transport.is_paused


def test_while_the_peer_does_not_read_nothing_goes_on() -> None:
    def script(dialogue: Dialogue, transport: Notes, events: list[str]) -> None:
        dialogue.pause_writing()
        assert dialogue.is_blocked
        dialogue.receive(b"a")

    session = Echo(b"1", b"2")
    transport, events = converse(session, script)
    assert (transport.written, transport.is_paused, events, session.has_more) == ([b"a"], True, [], True)


def test_after_a_bug_it_goes_on_up_to_a_point() -> None:
    transport, events = converse(Echo(), lambda dialogue, *_: dialogue.receive(b"boom"))
    assert (transport.written, events) == ([b"sorry"], ["a bug", "ready", "ready"])

    def script(dialogue: Dialogue, *_: object) -> None:
        for _time in range(20):
            dialogue.receive(b"boom")

    transport, events = converse(Echo(), script)
    assert transport.written == [b"sorry"] * 9
    assert transport.is_shut
    assert events.count("a bug") == 10


def test_what_comes_while_an_answer_is_late_is_heard_afterwards() -> None:
    def script(dialogue: Dialogue, transport: Notes, events: list[str]) -> None:
        dialogue.receive(b"late")
        assert dialogue.is_late
        dialogue.receive(b"a")
        dialogue.receive(b"b")
        assert transport.written == []

    transport, events = converse(Echo(), script)
    assert transport.written == [b"late", b"ab"]
    assert events == ["ready"]


def test_a_peer_that_sends_on_while_an_answer_is_late_is_stopped() -> None:
    def script(dialogue: Dialogue, transport: Notes, events: list[str]) -> None:
        dialogue.receive(b"late")
        dialogue.receive(b"x" * 70_000)
        assert transport.is_paused

    transport, _ = converse(Echo(), script)
    assert transport.written[1:] == [b"x" * 70_000]
    assert not transport.is_paused


def test_the_end_is_told_to_the_session() -> None:
    session = Echo()
    converse(session, lambda dialogue, *_: dialogue.end())
    assert session.is_gone


def test_a_connection_that_is_gone_needs_no_garbage_collector() -> None:
    class Connection:
        def __init__(self) -> None:
            self.dialogue = Dialogue(Echo(), Notes(), on_error=print, on_ready=self.ready)

        def ready(self) -> None:
            """What is called makes the circle."""

    async def run() -> None:
        connection = Connection()
        connection.dialogue.receive(b"a")
        connection.dialogue.end()
        gone = weakref.ref(connection)
        gc.disable()
        try:
            del connection
            assert gone() is None
        finally:
            gc.enable()

    asyncio.run(run())


def test_the_clients_of_a_tenant_that_is_gone_are_told() -> None:
    mine, other = object(), object()

    def script(dialogue: Dialogue, *_: object) -> None:
        dialogue.dismiss(other)
        dialogue.dismiss(mine)

    session = Echo()
    session.tenant = mine
    transport, _ = converse(session, script)
    assert (transport.written, transport.is_shut) == ([b"gone"], True)


def test_one_that_does_not_read_is_cut_off() -> None:
    mine = object()

    def script(dialogue: Dialogue, transport: Notes, _: object) -> None:
        dialogue.pause_writing()
        dialogue.dismiss(mine)
        assert transport.is_shut

    session = Echo()
    session.tenant = mine
    converse(session, script)
    assert session.closed
