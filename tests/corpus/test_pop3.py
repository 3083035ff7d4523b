"""poplib retrieves each message."""

import poplib

import pytest


def test_a_message_is_retrieved(message: bytes, m365_pop3: poplib.POP3_SSL, monkeypatch: pytest.MonkeyPatch) -> None:
    # poplib refuses lines of more than 2,048 octets.
    monkeypatch.setattr(poplib, "_MAXLINE", 10_000)
    count, size = m365_pop3.stat()
    assert count == 1
    _response, lines, _octets = m365_pop3.retr(1)
    assert lines == _lines(message)
    assert size == len(message)


def test_its_header_is_retrieved_alone(message: bytes, m365_pop3: poplib.POP3_SSL) -> None:
    _response, lines, _octets = m365_pop3.top(1, 0)
    header, _empty, _body = message.replace(b"\r\n", b"\n").partition(b"\n\n")
    assert [line for line in lines if line] == [line for line in header.split(b"\n") if line]


def _lines(message: bytes) -> list[bytes]:
    return message.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
