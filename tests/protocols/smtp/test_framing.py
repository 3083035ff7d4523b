from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.smtp.framing import Chunk, Event, Framing, Line, LineTooLong, Message


def read_all(framing: Framing, octets: bytes, *, step: int = 0) -> list[Event]:
    """Feed octets, whole or so many at a time; pieces of one chunk are joined.

    A line ``DATA`` is followed by a message, ``BDAT n`` by a chunk.
    """
    events: list[Event] = []
    size = step or len(octets) or 1
    chunk = b""
    for start in range(0, len(octets), size):
        framing.feed(octets[start : start + size])
        while (event := framing.next_event()) is not None:
            if isinstance(event, Chunk):
                chunk += event.octets
                if not event.is_last:
                    continue
                event, chunk = Chunk(chunk, True), b""
            events.append(event)
            if event == Line(b"DATA"):
                framing.expect_message()
            elif isinstance(event, Line) and event.octets.startswith(b"BDAT "):
                framing.expect_chunk(int(event.octets[5:]))
    return events


@pytest.mark.parametrize("step", [0, 1, 2])
def test_lines_end_in_crlf_alone(step: int) -> None:
    octets = b"NOOP\r\nRSET\nQUIT\r\n\r\na\rb\r\r\nQU"
    assert read_all(Framing(100, 100), octets, step=step) == [
        Line(b"NOOP"), Line(b"RSET\nQUIT"), Line(b""), Line(b"a\rb\r")
    ]  # fmt: skip


@pytest.mark.parametrize("step", [0, 1, 99, 100, 101])
def test_a_line_too_long_ends_in_crlf_as_well(step: int) -> None:
    octets = b"x" * 150 + b"\n" + b"y" * 50 + b"\r\nNOOP\r\n"
    assert read_all(Framing(100, 100), octets, step=step) == [LineTooLong(), Line(b"NOOP")]


def test_a_line_over_the_limit_is_not_kept_while_it_comes() -> None:
    framing = Framing(100, 100)
    assert read_all(framing, b"x" * 5000, step=10) == []
    assert framing.buffered < 100
    assert read_all(framing, b"x\r\nNOOP\r\n") == [LineTooLong(), Line(b"NOOP")]


@pytest.mark.parametrize("step", [0, 1])
def test_the_limit_of_a_line_counts_its_end(step: int) -> None:
    octets = b"x" * 98 + b"\r\n" + b"y" * 99 + b"\r\n"
    assert read_all(Framing(100, 100), octets, step=step) == [Line(b"x" * 98), LineTooLong()]


@pytest.mark.parametrize("step", [0, 1, 7])
@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (b".\r\n", b""),
        (b"a\r\n.\r\n", b"a\r\n"),
        (b"..\r\n..b\r\n.\r\n", b".\r\n.b\r\n"),
        (b"a.\r\nb...\r\n.\r\n", b"a.\r\nb...\r\n"),
        (b".a\r\n.\r\n", b"a\r\n"),
        # SMTP smuggling: a lone LF or CR on either side of the dot ends nothing
        (b"a\n.\nb\r\n.\nc\n.\r\nd\r.\re\r\n.\r\n", b"a\n.\nb\r\n\nc\n.\r\nd\r.\re\r\n"),
        (b".\n.\r\n\r\n.\r\n", b"\n.\r\n\r\n"),
        (b"\r\n\r\n.\r\n", b"\r\n\r\n"),
        (b"x" * 150 + b"\r\n.\r\n", b"x" * 150 + b"\r\n"),
        (bytes(range(256)) + b"\r\n.\r\n", bytes(range(256)) + b"\r\n"),
    ],
    ids=["empty", "plain", "stuffed", "dots", "one dot", "smuggling", "dot and LF", "blank", "long line", "octets"],
)
def test_a_message_ends_at_the_lone_dot(sent: bytes, message: bytes, step: int) -> None:
    events = read_all(Framing(100, 1000), b"DATA\r\n" + sent + b"NOOP\r\n", step=step)
    assert events == [Line(b"DATA"), Message(message), Line(b"NOOP")]


@pytest.mark.parametrize("step", [0, 1, 7])
def test_the_limit_of_a_message(step: int) -> None:
    just, more = b"x" * 98 + b"\r\n", b"y" * 99 + b"\r\n"
    octets = b"DATA\r\n" + just + b".\r\nDATA\r\n" + more + b".\r\nDATA\r\n" + more * 50 + b".\r\nNOOP\r\n"
    events = read_all(Framing(100, 100), octets, step=step)
    assert [event.octets for event in events if isinstance(event, Message)] == [just, None, None]
    assert events[-1] == Line(b"NOOP")


def test_a_message_over_the_limit_is_not_kept_while_it_comes() -> None:
    framing = Framing(100, 100)
    read_all(framing, b"DATA\r\n" + b"\r\n.\n" * 5000, step=11)
    assert framing.buffered < 20
    assert read_all(framing, b"\r\n.\r\n") == [Message(None)]


def test_a_chunk_is_its_octets_whatever_they_are() -> None:
    octets = b"\r\n.\r\nQUIT\r\n"
    events = read_all(Framing(100, 100), b"BDAT 11\r\n" + octets + b"NOOP\r\nBDAT 0\r\nNOOP\r\n")
    assert events == [
        Line(b"BDAT 11"),
        Chunk(octets, True),
        Line(b"NOOP"),
        Line(b"BDAT 0"),
        Chunk(b"", True),
        Line(b"NOOP"),
    ]


def test_a_chunk_is_handed_on_as_it_comes() -> None:
    framing = Framing(100, 100)
    framing.expect_chunk(1_000_000)
    framing.feed(b"x" * 10)
    assert framing.next_event() == Chunk(b"x" * 10, False)
    assert framing.next_event() is None
    assert framing.buffered == 0


class CountingBuffer(bytearray):
    """Counts the octets that searches go through."""

    searched = 0

    def find(self, sub: Any, start: Any = 0, stop: Any = None, /) -> int:
        self.searched += len(self) - start
        return super().find(sub, start)


@pytest.mark.parametrize("first", [b"", b"DATA\r\n"], ids=["line", "message"])
def test_no_octet_is_searched_again_for_each_piece(first: bytes) -> None:
    framing = Framing(100_000, 100_000)
    framing._buffer = buffer = CountingBuffer()
    read_all(framing, first)
    read_all(framing, b"x" * 50_000, step=10)
    assert buffer.searched < 2 * 50_000


@given(
    st.lists(
        st.sampled_from([b"a", b".", b"\r", b"\n", b"\r\n", b"\r\n.\r\n", b"DATA\r\n", b"BDAT 3\r\n", b"x" * 9]),
        max_size=30,
    ),
    st.integers(1, 7),
)
def test_however_octets_are_divided_the_events_are_the_same(pieces: list[bytes], step: int) -> None:
    octets = b"".join(pieces)
    whole, divided = Framing(16, 24), Framing(16, 24)
    assert read_all(whole, octets) == read_all(divided, octets, step=step)


@given(st.binary(max_size=200).map(lambda octets: octets.replace(b"\n", b"\r\n")))
def test_what_a_client_stuffs_comes_out_as_it_was(content: bytes) -> None:
    message = content + b"\r\n"
    stuffed = (b"\r\n" + message).replace(b"\r\n.", b"\r\n..")[2:]
    events = read_all(Framing(100, 1000), b"DATA\r\n" + stuffed + b".\r\n")
    assert events == [Line(b"DATA"), Message(message)]


def test_a_line_end_may_be_the_first_octet() -> None:
    framing = Framing(100, 100)
    framing.feed(b"\r\n")
    assert framing.next_event() == Line(b"")
