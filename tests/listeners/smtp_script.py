"""A session of SMTP for the listener under test."""

import threading

from fakeserver.wire import AT_ONCE, Delivery

DELIVERIES = {
    b"LATE": Delivery(delay=0.05),
    b"CUT": Delivery(cut_after=6),
    b"RESET": Delivery(cut_after=0, reset=True),
    b"NEVER": Delivery(never=True),
}


class Script:
    """A session that says back each line it is given; QUIT, STARTTLS, MANY and BOOM mean something."""

    tenant: object = None

    def __init__(self) -> None:
        self.closed = False
        self.has_more = False
        self.wants_tls = False
        self.heard: list[bytes] = []
        self.is_secure = False
        self.lost = threading.Event()
        self.delivery = AT_ONCE
        self._rest = b""
        self._blocks = 0

    def greeting(self) -> bytes:
        return b"220 hello\r\n"

    def receive(self, data: bytes) -> bytes:
        if self.has_more:
            self._blocks -= 1
            self.has_more = self._blocks > 0
            return b"x" * 65_534 + b"\r\n"
        *lines, self._rest = (self._rest + data).split(b"\r\n")
        answers = b""
        while lines and not self.wants_tls and self.delivery is AT_ONCE:
            answers += self._answer(lines.pop(0))
        self._rest = b"\r\n".join([*lines, self._rest])
        if self.wants_tls:
            self._rest = b""
        return answers

    def _answer(self, line: bytes) -> bytes:
        self.heard.append(line)
        verb, _, argument = line.upper().partition(b" ")
        if verb == b"BOOM":
            raise LookupError("a bug")
        if verb == b"MANY":
            self.has_more, self._blocks = True, int(argument)
            return b"250 many\r\n"
        self.delivery = DELIVERIES.get(argument, AT_ONCE)
        self.wants_tls = verb == b"STARTTLS"
        self.closed = verb == b"QUIT"
        if verb == b"EHLO":
            return b"250-me\r\n250 STARTTLS\r\n"
        code = {b"STARTTLS": b"220 ", b"QUIT": b"221 "}.get(verb, b"250 ")
        return code + line[:20] + b"\r\n"

    def secured(self) -> None:
        self.wants_tls, self.is_secure = False, True

    def timed_out(self) -> bytes:
        self.closed = True
        return b"451 bye\r\n"

    def internal_error(self) -> bytes:
        return b"451 sorry\r\n"

    def dismiss(self) -> bytes:
        return b"421 gone\r\n"

    def connection_lost(self) -> None:
        self.lost.set()
