"""How the octets of a message are searched for its parts: once, and not without an end."""

from typing import Any

import pytest
from hypothesis import given

from fakeserver.tenant.exchange.mime import delimiters
from fakeserver.tenant.exchange.mime.delimiters import MAX_DASHES
from fakeserver.tenant.exchange.mime.parts import MAX_DEPTH, MAX_HEADER, Part
from tests.tenant.exchange.mime.pieces import MIME_PIECES


@given(MIME_PIECES)
def test_parts_are_the_same_where_too_many_lines_begin_like_delimiters(raw: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimiters, "MAX_DASHES", -1)
        searched = [(part.start, part.end) for part in Part(raw).walk()]
    assert [(part.start, part.end) for part in Part(raw).walk()] == searched


@given(MIME_PIECES)
def test_the_line_ends_of_a_body_are_counted_with_those_of_its_parts(raw: bytes) -> None:
    for part in Part(raw).walk():
        assert part.line_ends == part.body.count(b"\n")


class Searched(bytes):
    """Octets that count how many of them are looked at."""

    octets = 0

    def find(self, *given: Any) -> int:
        found = super().find(*given)
        stop = given[2] if len(given) > 2 else len(self)
        self.octets += (stop if found < 0 else found) - given[1]
        return found

    def count(self, *given: Any) -> int:
        self.octets += given[2] - given[1]
        return super().count(*given)


def test_where_too_many_lines_begin_like_delimiters_no_more_octets_are_searched_than_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filler = b"--\n" * (MAX_DASHES + 1)
    raw = b""
    for depth in range(MAX_DEPTH - 1):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
    searched = Searched(raw + b"\n" + filler)
    assert sum(1 for _ in Part(searched).walk()) == MAX_DEPTH
    whole = searched.octets
    assert whole > 28 * len(filler)
    monkeypatch.setattr(delimiters, "MAX_SEARCHED", 2 * len(filler))
    searched = Searched(searched)
    Part(searched).cut()
    # Beside the bound: the search for such lines, and those for the ends of headers.
    assert searched.octets < whole - 25 * len(filler)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_the_octets_of_a_message_are_searched_once_however_deep_they_stand(line_end: bytes) -> None:
    raw = b"\n" + b"line\n" * (4 * MAX_HEADER)
    for depth in range(MAX_DEPTH // 2):
        boundary = b"b%d" % depth
        raw = b"Content-Type: message/rfc822\n\n" + raw
        raw = b"Content-Type: multipart/mixed; boundary=%b\n\n--%b\n%b\n--%b--\n" % (boundary, boundary, raw, boundary)
    raw = raw.replace(b"\n", line_end)
    searched = Searched(raw)
    message = innermost = Part(searched)
    while (inside := next(iter(innermost.children), innermost.inner_message)) is not None:
        innermost = inside
    assert innermost.depth == MAX_DEPTH // 2 * 2
    assert message.line_ends == raw.count(b"\n", message.body_start)
    assert searched.octets < 4 * len(raw)


def test_few_lines_that_begin_like_the_boundary_are_looked_at() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n%b\r\n--b\r\n\r\nx\r\n--b--\r\n"
    assert len(Part(raw % (b"\r\n--bc" * 1000)).children) == 2
    assert len(Part(raw % (b"--bc" * 100_000)).children) == 2
    assert len(Part(raw % (b"\r\n--bc" * 30_000)).children) == 1
    assert len(Part(raw % (b"\r\n--" * 30_000 + b"--bc" * 30_000)).children) == 2
