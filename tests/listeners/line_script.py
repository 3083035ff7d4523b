"""A session of lines for the listener under test."""

import threading
from collections.abc import Callable

from fakeserver.wire import AT_ONCE, Delivery

#: words whose answer travels otherwise
DELIVERIES = {
    b"LATE": Delivery(delay=0.05),
    b"TOO LATE": Delivery(delay=3600),
    b"CUT": Delivery(cut_after=6),
    b"RESET": Delivery(cut_after=0, reset=True),
    b"NEVER": Delivery(never=True),
}


class Script:
    """A session that says back what it is given, line by line."""

    on_wake: Callable[[], None] | None = None
    tenant: object = None

    def __init__(self, peer: str = "", connection: int = 0) -> None:
        self.peer = peer
        self.connection = connection
        self.closed = False
        self.has_more = False
        self.heard = b""
        self.lost = threading.Event()
        self.stopped = threading.Event()
        self.wake_after: float | None = None
        self.wakings = 0
        self.delivery = AT_ONCE

    def greeting(self) -> bytes:
        return b"hello %b\r\n" % self.peer.encode()

    def receive(self, data: bytes) -> bytes:
        self.heard += data
        answers = b""
        self.has_more = False
        while b"\n" in self.heard:
            line, _, self.heard = self.heard.partition(b"\n")
            word = line.strip()
            if word == b"BOOM":
                raise LookupError("a bug")
            if word == b"QUIT":
                self.closed = True
            if word in DELIVERIES:
                if answers:
                    # What was answered before goes out by itself.
                    self.heard = line + b"\n" + self.heard
                    self.has_more = True
                    break
                answers += b"said " + word + b"\r\n"
                self.delivery = DELIVERIES[word]
                self.stopped.set()
                self.has_more = b"\n" in self.heard
                break
            if word == b"LATER":
                self.wake_after = 0.01
            if word.startswith(b"MUCH"):
                answers += b"x" * int(word.split()[1])
                self.has_more = True
                self.stopped.set()
                break
            answers += b"said " + word + b"\r\n"
        return answers

    def wake(self) -> bytes:
        self.wake_after = None
        self.wakings += 1
        return b"news\r\n"

    def wake_in(self) -> float | None:
        return self.wake_after

    def timed_out(self) -> bytes:
        self.closed = True
        return b"too slow\r\n"

    def internal_error(self) -> bytes:
        return b"sorry\r\n"

    def dismiss(self) -> bytes:
        self.closed, self.tenant = True, None
        return b"gone\r\n"

    def connection_lost(self) -> None:
        self.lost.set()
