"""The TLS socket of a guarded client: what the client's commands send goes through, and nothing past them."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pytest_m365.live.guard import NotAllowed


class GuardedSocket(ssl.SSLSocket):
    """A socket that sends within `sending` only; reading and closing are free."""

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
