import contextlib
import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.content_coding import BodyTooLargeError, unpack, unpacked
from fakeserver.steps import finish
from fakeserver.wire import HttpRequest
from tests.work import steps_of

LIMIT = 64 * 1024 * 1024


def bare_deflate(octets: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(octets) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", bare_deflate)]
)
def test_packed_bodies_are_read(coding: str, pack: Callable[[bytes], bytes]) -> None:
    text = b"hello " * 1000
    assert finish(unpack(pack(text), coding, LIMIT)) == text


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_half_a_body_is_refused(coding: str) -> None:
    packed = gzip.compress(b"hello") if coding == "gzip" else zlib.compress(b"hello")
    with pytest.raises(ValueError, match="ends too early"):
        finish(unpack(packed[:-4], coding, LIMIT))


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_other_codings_are_refused(coding: str) -> None:
    with pytest.raises(ValueError, match="is not read"):
        finish(unpack(b"anything", coding, LIMIT))


def test_a_bomb_is_refused_and_lets_others_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    running = unpack(gzip.compress(b"\0" * 40 * 1024 * 1024), "gzip", 20 * 1024 * 1024)
    for _ in range(20):
        next(running)
    with pytest.raises(BodyTooLargeError):
        next(running)


@given(body=st.binary(), coding=st.sampled_from(["gzip", "deflate"]))
def test_any_octets_are_read_or_refused(body: bytes, coding: str) -> None:
    with contextlib.suppress(ValueError):
        finish(unpack(body, coding, LIMIT))


def test_packed_octets_that_hold_nothing_let_others_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    empty_block = b"\x00\x00\x00\xff\xff"
    running = unpack(empty_block * 200_000 + b"\x01" + empty_block[1:], "deflate", LIMIT)
    body, given_way = steps_of(running)
    assert body == b""
    assert given_way > 10


def test_more_packed_octets_than_the_limit_are_not_looked_at() -> None:
    with pytest.raises(BodyTooLargeError):
        finish(unpack(b"no gzip", "gzip", 6))


def test_a_body_of_the_limit_is_taken_and_one_octet_more_is_not() -> None:
    assert finish(unpack(gzip.compress(b"x" * 5000), "gzip", 5000)) == b"x" * 5000
    with pytest.raises(BodyTooLargeError):
        finish(unpack(gzip.compress(b"x" * 5001), "gzip", 5000))


def test_a_request_is_unpacked_once() -> None:
    request = HttpRequest("POST", "/", body=gzip.compress(b"hello"), coding="gzip")
    once = finish(unpacked(request, LIMIT))
    assert (once.body, once.coding) == (b"hello", "")
    assert finish(unpacked(once, LIMIT)) is once


def test_a_body_in_no_coding_has_the_same_limit() -> None:
    request = HttpRequest("POST", "/", body=b"x" * 5000)
    assert finish(unpacked(request, 5000)) is request
    with pytest.raises(BodyTooLargeError):
        finish(unpacked(request, 4999))
