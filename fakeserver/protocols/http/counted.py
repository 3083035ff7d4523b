"""An answer that is counted until it has been sent, for limits on what is answered at a time."""

from collections.abc import Callable
from dataclasses import replace

from fakeserver.edge.exchange import Exchange
from fakeserver.wire import HttpResponse


class Counted:
    """Octets as a `Stream`; whoever counts learns when they are sent, or the client is gone."""

    def __init__(self, body: bytes, ended: Callable[[], None]) -> None:
        self.on_wake: Callable[[], None] | None = None
        self._body = body
        self._ended = ended

    def next_chunk(self) -> bytes | None:
        """Return all of it, then None."""
        body, self._body = self._body, b""
        return body or None

    def wake_in(self) -> float | None:
        """Return None: everything is there."""
        return None

    def close(self) -> None:
        """It was sent, or nobody wants it any more."""
        self._ended()


def until_sent(response: HttpResponse, exchange: Exchange) -> HttpResponse:
    """Return a response after which its request is counted no longer, where that has a limit."""
    if exchange.is_counted and response.body and response.stream is None:
        return replace(response, body=b"", stream=Counted(response.body, exchange.disconnected))
    exchange.disconnected()
    return response
