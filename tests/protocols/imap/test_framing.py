from itertools import cycle

from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.imap.framing import CommandReader, CommandTooLong, LiteralAnnounced, WholeCommand

Event = WholeCommand | LiteralAnnounced | CommandTooLong


def read_all(reader: CommandReader, octets: bytes, *, accept: bool = True, step: int = 0) -> list[Event]:
    events: list[Event] = []
    size = step or len(octets) or 1
    for start in range(0, len(octets), size):
        reader.feed(octets[start : start + size])
        while (event := reader.next_event()) is not None:
            events.append(event)
            if isinstance(event, LiteralAnnounced):
                if accept:
                    reader.accept_literal()
                else:
                    reader.refuse_literal()
    return events


def test_a_bare_lf_ends_a_line_and_stays_in_it() -> None:
    assert read_all(CommandReader(), b"a NOOP\r\nb NOOP\nc") == [WholeCommand(b"a NOOP"), WholeCommand(b"b NOOP\n")]
    assert read_all(CommandReader(), b"a SELECT {1}\nx\r\n") == [WholeCommand(b"a SELECT {1}\n"), WholeCommand(b"x")]


def test_a_line_that_may_announce_no_literal_is_whole() -> None:
    reader = CommandReader()
    reader.feed(b"DONE {3}\r\nabc\r\n")
    assert reader.next_event(literals=False) == WholeCommand(b"DONE {3}")
    assert reader.next_event() == WholeCommand(b"abc")


def test_a_literal_joins_two_lines() -> None:
    events = read_all(CommandReader(), b"a LOGIN {3}\r\na\nb {2+}\r\n\r\n\r\nb NOOP\r\n")
    assert events == [
        LiteralAnnounced(b"a LOGIN {3}\r\n", 3, True),
        LiteralAnnounced(b"a LOGIN {3}\r\na\nb {2+}\r\n", 2, False),
        WholeCommand(b"a LOGIN {3}\r\na\nb {2+}\r\n\r\n"),
        WholeCommand(b"b NOOP"),
    ]


def test_a_refused_literal_that_waits_is_never_sent() -> None:
    events = read_all(CommandReader(), b"a APPEND x {99}\r\nb NOOP\r\n", accept=False)
    assert events == [LiteralAnnounced(b"a APPEND x {99}\r\n", 99, True), WholeCommand(b"b NOOP")]


def test_a_refused_literal_that_does_not_wait_is_dropped_with_its_line() -> None:
    reader = CommandReader()
    events = read_all(reader, b"a APPEND x {5+}\r\n1\r\n45 {9} tail\r\nb NOOP\r\n", accept=False)
    assert events == [LiteralAnnounced(b"a APPEND x {5+}\r\n", 5, False), WholeCommand(b"b NOOP")]
    assert reader.buffered == 0


def test_a_refused_literal_is_not_kept_while_it_comes() -> None:
    reader = CommandReader()
    read_all(reader, b"a APPEND x {1000000+}\r\n" + b"x" * 999_999, accept=False)
    assert reader.buffered == 0


def test_a_line_over_the_limit_is_dropped_and_the_next_one_read() -> None:
    reader = CommandReader(limit=100)
    events = read_all(reader, b"tag " + b"x" * 5000 + b"\r\nb NOOP\r\n", step=10)
    assert isinstance(events[0], CommandTooLong)
    assert events[0].head.startswith(b"tag xxx")
    assert events[1:] == [WholeCommand(b"b NOOP")]


@given(st.lists(st.sampled_from([b"a", b"{3}", b"{3+}", b"{0}", b"\r", b"\n", b"\r\n", b"xyz", b" "]), max_size=30))
def test_one_octet_at_a_time_gives_the_same_events(pieces: list[bytes]) -> None:
    octets = b"".join(pieces)
    whole, cut = CommandReader(limit=40), CommandReader(limit=40)
    assert read_all(whole, octets) == read_all(cut, octets, step=1)
    assert whole.buffered == cut.buffered


#: of a line: neither its end nor an announcement
_text = st.binary(max_size=12).map(lambda octets: octets.translate(None, b"\r\n{}"))
_literals = st.lists(st.tuples(st.binary(max_size=20), st.booleans(), _text), max_size=3)


@given(
    st.lists(st.tuples(_text, _literals, st.booleans()), max_size=6),
    st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=9),
)
def test_commands_come_out_as_they_went_in_and_refused_ones_leave_no_trace(
    commands: list[tuple[bytes, list[tuple[bytes, bool, bytes]], bool]], cuts: list[int]
) -> None:
    """A client of its own kind: it sends a literal that waits only if it is taken, whatever way its octets are cut."""
    reader = CommandReader()
    expected: list[bytes] = []
    events: list[Event] = []
    sizes = cycle(cuts)

    def send(octets: bytes, *, accept: bool) -> None:
        at = 0
        while at < len(octets):
            size = next(sizes)
            events.extend(read_all(reader, octets[at : at + size], accept=accept))
            at += size

    for text, literals, accept in commands:
        octets = text
        send(text, accept=accept)
        # The rest of a refused command is not sent, or dropped up to its line's end: one literal is enough.
        for content, waits, tail in literals if accept else literals[:1]:
            announcement = b"{%d%b}\r\n" % (len(content), b"" if waits else b"+")
            octets += announcement + content + tail
            send(announcement, accept=accept)
            if accept or not waits:
                send(content + tail, accept=accept)
        if accept or not literals or not literals[0][1]:
            send(b"\r\n", accept=accept)
        if accept or not literals:
            expected.append(octets)
    assert [event.octets for event in events if isinstance(event, WholeCommand)] == expected
    assert not any(isinstance(event, CommandTooLong) for event in events)
    assert reader.buffered == 0


def test_a_line_without_an_end_is_too_long_before_it_ends() -> None:
    reader = CommandReader(limit=100)
    assert any(isinstance(event, CommandTooLong) for event in read_all(reader, b"tag " + b"x" * 5000, step=10))
    assert reader.buffered < 200


def test_a_line_over_the_limit_may_end_in_another_packet() -> None:
    reader = CommandReader(limit=100)
    reader.feed(b"tag " + b"x" * 500)
    assert isinstance(reader.next_event(), CommandTooLong)
    assert reader.next_event() is None
    reader.feed(b"\nb NOOP\r\n")
    assert reader.next_event() == WholeCommand(b"b NOOP")
