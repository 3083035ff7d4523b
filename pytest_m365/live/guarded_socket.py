"""What a guarded client may send: one command at a time, and past its commands nothing."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pytest_m365.live.guard import NotAllowed

#: would end a command, and begin another one
_LINE_END = re.compile(r"[\r\n\0]")


class GuardedSocket(ssl.SSLSocket):
    """A TLS socket that sends within `sending` only; reading and closing are free."""

    #: a command that was looked at is being sent
    _is_sending = False

    def send(self, data: Any, flags: int = 0) -> int:
        """Send, as a socket does."""
        self._check()
        return super().send(data, flags)

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send, as a socket does."""
        self._check()
        super().sendall(data, flags)

    def write(self, data: Any) -> int:
        """Send, as a socket of ssl does."""
        self._check()
        return super().write(data)

    def _check(self) -> None:
        if not self._is_sending:
            raise NotAllowed("sock: nobody can look at what is sent past the client's commands")


def check_one_line(command: str, line: str) -> None:
    """Refuse a command that is two.

    Raises:
        NotAllowed
    """
    if _LINE_END.search(line) is not None:
        raise NotAllowed(f"{command} with a line end within it, which would make it two commands")


def guarded(trust: ssl.SSLContext) -> ssl.SSLContext:
    """Return a client's context, which from now on makes such sockets."""
    trust.sslsocket_class = GuardedSocket
    return trust


@contextmanager
def sending(sock: Any) -> Iterator[None]:
    """Let through what is sent inside. SMTP's socket is a plain one until STARTTLS, and lets all through."""
    if not isinstance(sock, GuardedSocket):
        yield
        return
    before, sock._is_sending = sock._is_sending, True
    try:
        yield
    finally:
        sock._is_sending = before
