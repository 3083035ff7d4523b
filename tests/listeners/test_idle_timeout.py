"""How long an HTTP client may be silent, or take over the head of a request."""

import asyncio
from unittest.mock import Mock

import pytest

from fakeserver.listeners.http_connection import HttpConnection
from fakeserver.listeners.idle_timeout import HEAD_LIMIT
from fakeserver.wire import HttpResponse
from tests.listeners.http_peer import mocked


def test_a_handshake_that_never_ends_leaves_no_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.listeners.idle_timeout.KEEP_ALIVE", 0.0)
    problems: list[object] = []

    async def without_connection() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: problems.append(context))
        HttpConnection(Mock(), problems.append, "https", set())
        for _ in range(3):
            await asyncio.sleep(0)

    asyncio.run(without_connection())
    assert problems == []


@pytest.mark.parametrize("begun", [b"GET / HTTP/1.1\r\n", b"GET /", b"GET / HTTP/1.1\r\nHost: x\r\nX: "])
def test_half_a_head_is_not_waited_for_for_ever(begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dribble() -> None:
        loop = asyncio.get_running_loop()
        now = 1000.0
        monkeypatch.setattr(loop, "time", lambda: now)
        errors: list[BaseException] = []
        connection, transport = mocked(lambda request: HttpResponse(200, [], b""), errors)
        connection.data_received(begun)
        # An octet every ten seconds: the client is never silent for long.
        for _ in range(int(HEAD_LIMIT) // 10 - 1):
            now += 10
            connection.data_received(b"a")
            connection._idle_timeout._check()
        transport.close.assert_not_called()
        now += 11
        connection.data_received(b"a")
        connection._idle_timeout._check()
        transport.close.assert_called_once()
        connection.connection_lost(None)

    asyncio.run(dribble())
