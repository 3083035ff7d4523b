import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.listeners.http_messages import UnwritableHeaderError, head
from tests.listeners.http_peer import Handler, mocked


def lines(octets: bytes) -> list[bytes]:
    return octets.removesuffix(b"\r\n\r\n").split(b"\r\n")


def test_a_head_is_what_the_handler_says_and_what_frames_the_body() -> None:
    fields = [("Date", "today"), ("X-Name", "value"), ("X-Name", "other")]
    assert lines(head(200, fields, length=5, keep_alive=True, minor_version=1)) == [
        b"HTTP/1.1 200 OK",
        b"Date: today",
        b"X-Name: value",
        b"X-Name: other",
        b"Content-Length: 5",
    ]


@pytest.mark.parametrize(
    ("minor_version", "keep_alive", "last"),
    [(1, True, None), (1, False, b"Connection: close"), (0, True, b"Connection: keep-alive"), (0, False, None)],
)
def test_what_becomes_of_the_connection_is_said_where_it_is_not_the_rule(
    minor_version: int, keep_alive: bool, last: bytes | None
) -> None:
    said = lines(head(200, [("Date", "x")], length=0, keep_alive=keep_alive, minor_version=minor_version))
    assert said[0] == b"HTTP/1.%d 200 OK" % minor_version
    assert said[-1] == (last or b"Content-Length: 0")


def test_a_date_is_written_where_there_is_none() -> None:
    date = next(line for line in lines(head(200, [], length=0, keep_alive=True, minor_version=1)) if b"Date" in line)
    assert date.endswith(b" GMT")


@pytest.mark.parametrize("status", [204, 304])
def test_answers_without_a_body_have_no_length(status: int) -> None:
    assert b"Content-Length" not in head(status, [], length=0, keep_alive=True, minor_version=1)


def test_an_unknown_status_has_no_reason() -> None:
    assert lines(head(799, [], length=0, keep_alive=True, minor_version=1))[0] == b"HTTP/1.1 799 "


@given(name=st.text(), value=st.text())
def test_a_field_cannot_bring_others_with_it(name: str, value: str) -> None:
    try:
        octets = head(200, [(name, value)], length=0, keep_alive=True, minor_version=1)
    except (UnwritableHeaderError, UnicodeEncodeError):
        return
    assert len(lines(octets)) == 4
    assert octets.count(b"\r\n\r\n") == 1


def test_a_long_query_is_for_the_service_to_refuse() -> None:
    async def ask() -> None:
        handler = Handler()
        connection, _ = mocked(handler, [])
        connection.data_received(b"GET /?x=" + b"y" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert [len(request.query_string) for request in handler.requests] == [100_002]
        connection.connection_lost(None)

    asyncio.run(ask())
