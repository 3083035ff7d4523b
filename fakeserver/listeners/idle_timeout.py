"""How long an HTTP connection may be idle, and how long the head of a request may take."""

import asyncio
from collections.abc import Callable
from typing import Final

#: Seconds that a connection may idle, as IIS keeps one (connectionTimeout, 120 s).
KEEP_ALIVE: Final = 120.0
#: Seconds that the head of a request may take, as http.sys waits for one (HeaderWait, 120 s).
HEAD_LIMIT: Final = 120.0


class IdleTimeout:
    """Closes a connection whose client says nothing for too long, or never ends the head of a request.

    Args:
        is_busy: says whether an answer is being made or sent, during which the client may be silent.
    """

    _timer: asyncio.TimerHandle
    _close: Callable[[], None]

    def __init__(self, is_busy: Callable[[], bool]) -> None:
        self._is_busy = is_busy
        self._loop = asyncio.get_running_loop()
        self._last_heard = self._loop.time()
        #: since when half a head is there; None where there is none
        self._head_since: float | None = None

    def watch(self, close: Callable[[], None]) -> None:
        """Begin to watch; ``close`` closes the connection."""
        self._close = close
        self._timer = self._loop.call_later(KEEP_ALIVE, self._check)

    def end(self) -> None:
        """Watch no longer."""
        self._timer.cancel()

    def heard(self) -> None:
        """Something came, or an answer was sent: the connection is idle from now on."""
        self._last_heard = self._loop.time()

    def head_begun(self) -> None:
        """What came is the beginning of a head, or more of it."""
        if self._head_since is None:
            self._head_since = self._last_heard

    def head_ended(self) -> None:
        """A head is whole."""
        self._head_since = None

    def _check(self) -> None:
        now = self._loop.time()
        remaining = KEEP_ALIVE if self._is_busy() else self._last_heard + KEEP_ALIVE - now
        if self._head_since is not None:
            remaining = min(remaining, self._head_since + HEAD_LIMIT - now)
        if remaining > 0:
            self._timer = self._loop.call_later(remaining, self._check)
        else:
            self._close()
