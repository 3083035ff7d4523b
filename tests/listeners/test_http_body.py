import asyncio
import tracemalloc
from collections.abc import Callable

import pytest

from fakeserver.listeners.http_body import StreamedAnswer, in_one_chunk
from tests.listeners.http_peer import Handler, mocked


class Pieces:
    def __init__(self, *pieces: bytes | None) -> None:
        self.on_wake: Callable[[], None] | None = None
        self.pieces = list(pieces)

    def next_chunk(self) -> bytes | None:
        return self.pieces.pop(0)

    def wake_in(self) -> float | None:
        return 2.5

    def close(self) -> None:
        self.pieces.clear()


def test_chunks_are_framed_and_the_head_comes_first() -> None:
    answer = StreamedAnswer(b"head ", Pieces(b"", b"x" * 17, None), chunked=True)
    assert [answer.next_chunk() for _ in range(4)] == [
        b"head ",
        b"11\r\n" + b"x" * 17 + b"\r\n",
        b"0\r\n\r\n",
        None,
    ]
    assert answer.wake_in() == 2.5


def test_without_chunks_the_octets_stand_alone() -> None:
    answer = StreamedAnswer(b"head ", Pieces(b"one", None), chunked=False)
    assert [answer.next_chunk(), answer.next_chunk()] == [b"head one", None]
    assert StreamedAnswer(b"head", Pieces(None), chunked=False).next_chunk() == b"head"


def test_a_whole_body_is_one_chunk_and_an_empty_one_the_last() -> None:
    assert in_one_chunk(b"x" * 26) == b"1a\r\n" + b"x" * 26 + b"\r\n0\r\n\r\n"
    assert in_one_chunk(b"") == b"0\r\n\r\n"


def test_a_body_in_tiny_chunks_takes_no_more_than_its_octets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does it wake aiohttp's bound for the number of chunks: 65,536 where a body may have 1 MiB."""
    monkeypatch.setattr("fakeserver.listeners.http_connection.BODY_LIMIT", 1024 * 1024)
    head, pieces = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", b"2\r\nab\r\n" * 10_000
    handler = Handler()
    errors: list[BaseException] = []

    async def upload() -> int:
        connection, _ = mocked(handler, errors)
        tracemalloc.start()
        for octets in (head, *[pieces] * 20):
            connection.data_received(octets)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        connection.data_received(b"0\r\n\r\n" + head + b"1\r\nc\r\n0\r\n\r\n")
        # The second one is answered in the loop's next turn.
        await asyncio.sleep(0)
        connection.connection_lost(None)
        return held

    assert asyncio.run(upload()) < 2 * 400_000
    assert [request.body for request in handler.requests] == [b"ab" * 200_000, b"c"]
    assert errors == []
