import contextlib
import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.listeners import http_body
from fakeserver.listeners.http_body import BodyTooLargeError, StreamedAnswer, in_one_chunk, unpack
from fakeserver.steps import finish


def bare_deflate(octets: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(octets) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", bare_deflate)]
)
def test_packed_bodies_are_read(coding: str, pack: Callable[[bytes], bytes]) -> None:
    text = b"hello " * 1000
    assert finish(unpack(pack(text), coding)) == text


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_half_a_body_is_refused(coding: str) -> None:
    packed = gzip.compress(b"hello") if coding == "gzip" else zlib.compress(b"hello")
    with pytest.raises(ValueError, match="ends too early"):
        finish(unpack(packed[:-4], coding))


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_other_codings_are_refused(coding: str) -> None:
    with pytest.raises(ValueError, match="is not read"):
        finish(unpack(b"anything", coding))


def test_a_bomb_is_refused_and_lets_others_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_body, "BODY_LIMIT", 20 * 1024 * 1024)
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    running = unpack(gzip.compress(b"\0" * 40 * 1024 * 1024), "gzip")
    for _ in range(20):
        next(running)
    with pytest.raises(BodyTooLargeError):
        next(running)


@given(body=st.binary(), coding=st.sampled_from(["gzip", "deflate"]))
def test_any_octets_are_read_or_refused(body: bytes, coding: str) -> None:
    with contextlib.suppress(ValueError):
        finish(unpack(body, coding))


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
