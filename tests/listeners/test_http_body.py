from collections.abc import Callable

from fakeserver.listeners.http_body import StreamedAnswer, in_one_chunk


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
