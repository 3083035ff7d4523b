import smtplib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest

from fakeserver.listeners import smtp_connection as module
from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.smtp import SmtpListener

Listen = Callable[[Any], int]


class Script:
    """A session that says back what it is given, and expects what it is told to."""

    line_limit = 1000
    size_limit = 200_000

    def __init__(self) -> None:
        self.expects: Literal["line", "message", "chunk", "tls", "end"] = "line"
        self.chunk_size = 0
        self.heard: list[bytes | None] = []
        self.is_secure = False

    def greeting(self) -> bytes:
        return b"220 hello\r\n"

    def receive_line(self, line: bytes) -> bytes:
        self.heard.append(line)
        verb, _, argument = line.upper().partition(b" ")
        if verb == b"BOOM":
            raise LookupError("a bug")
        if verb == b"DATA":
            self.expects = "message"
            return b"354 go\r\n"
        if verb == b"BDAT":
            self.expects, self.chunk_size = "chunk", int(argument)
            return b""
        if verb == b"STARTTLS":
            self.expects = "tls"
        if verb == b"QUIT":
            self.expects = "end"
        if verb == b"EHLO":
            return b"250-me\r\n250 STARTTLS\r\n"
        code = {b"STARTTLS": b"220 ", b"QUIT": b"221 "}.get(verb, b"250 ")
        return code + line[:20] + b"\r\n"

    def receive_message(self, message: bytes | None) -> bytes:
        self.expects = "line"
        self.heard.append(message)
        return b"250 none\r\n" if message is None else b"250 %d\r\n" % len(message)

    def receive_chunk(self, octets: bytes) -> bytes:
        self.chunk_size -= len(octets)
        self.heard.append(octets)
        if self.chunk_size:
            return b""
        self.expects = "line"
        return b"250 chunk\r\n"

    def line_too_long(self) -> bytes:
        return b"500 too long\r\n"

    def secured(self) -> None:
        self.expects, self.is_secure = "line", True

    def timed_out(self) -> bytes:
        return b"451 bye\r\n"

    def failed(self) -> bytes:
        self.expects = "line"
        return b"451 sorry\r\n"


@pytest.fixture
def sessions() -> list[Script]:
    return []


@pytest.fixture
def port(listen: Listen, sessions: list[Script], errors: list[BaseException], certificates: Certificates) -> int:
    def make(peer: str) -> Script:
        assert peer == "127.0.0.1"
        sessions.append(Script())
        return sessions[-1]

    context = certificates.server_context()
    return listen(SmtpListener(make, errors.append, context))


@contextmanager
def connect(port: int) -> Iterator[tuple[socket.socket, Any]]:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as peer, peer.makefile("rb") as lines:
        assert lines.readline() == b"220 hello\r\n"
        yield peer, lines


def test_lines_may_come_in_pieces_or_many_at_once(port: int, sessions: list[Script]) -> None:
    with connect(port) as (peer, lines):
        for octet in b"NOOP one\r\n":
            peer.sendall(bytes([octet]))
        assert lines.readline() == b"250 NOOP one\r\n"
        peer.sendall(b"NOOP two\r\nNOOP three\nQUIT\r\n")
        assert lines.read() == b"250 NOOP two\r\n250 NOOP three\r\n221 QUIT\r\n"
    assert sessions[0].heard == [b"NOOP one", b"NOOP two", b"NOOP three", b"QUIT"]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (b".\r\n", b""),
        (b"a\r\n.\r\n", b"a\r\n"),
        (b"..\r\n..b\r\n.\r\n", b".\r\n.b\r\n"),
        (b"a.\r\nb...\r\n.\r\n", b"a.\r\nb...\r\n"),
        # SMTP smuggling: dots between lone LFs end nothing
        (b"a\n.\nb\r\n.\nc\r\n.\r\n", b"a\n.\nb\r\n\nc\r\n"),
        (b"\r\n\r\n.\r\n", b"\r\n\r\n"),
        (b"x" * 150_000 + b"\r\n.\r\n", b"x" * 150_000 + b"\r\n"),
        (bytes(range(256)) + b"\r\n.\r\n", bytes(range(256)) + b"\r\n"),
    ],
    ids=["empty", "plain", "stuffed", "dots", "smuggling", "blank", "long line", "octets"],
)
@pytest.mark.parametrize("piece", [1, 7, 1 << 20])
def test_a_message_ends_at_the_lone_dot(
    port: int, sessions: list[Script], sent: bytes, message: bytes, piece: int
) -> None:
    if piece < 8 and len(sent) > 1000:
        piece = 30_011
    with connect(port) as (peer, lines):
        peer.sendall(b"DATA\r\n")
        assert lines.readline() == b"354 go\r\n"
        for start in range(0, len(sent), piece):
            peer.sendall(sent[start : start + piece])
        assert lines.readline() == b"250 %d\r\n" % len(message)
        peer.sendall(b"NOOP\r\n")
        assert lines.readline() == b"250 NOOP\r\n"
    assert sessions[0].heard[1] == message


@pytest.mark.parametrize("line", [b"x" * 70 + b"\r\n", b"x" * 9_000 + b".\r\n", b"x" * 70_000 + b"\r\n"])
def test_a_message_beyond_the_limit_is_read_and_dropped(port: int, sessions: list[Script], line: bytes) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"DATA\r\n" + line * (200_000 // len(line) + 1) + b".\r\nNOOP\r\n")
        assert [lines.readline() for _ in range(3)] == [b"354 go\r\n", b"250 none\r\n", b"250 NOOP\r\n"]
    assert sessions[0].heard[1] is None


def test_a_message_of_just_the_limit_is_taken(port: int) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"DATA\r\n" + b"x" * 199_998 + b"\r\n.\r\n")
        assert lines.readline() == b"354 go\r\n"
        assert lines.readline() == b"250 200000\r\n"


def test_a_chunk_is_its_octets_whatever_they_are(port: int, sessions: list[Script]) -> None:
    octets = b"\r\n.\r\nQUIT\r\n" + bytes(100_000)
    with connect(port) as (peer, lines):
        peer.sendall(b"BDAT %d\r\n" % len(octets) + octets + b"NOOP\r\n")
        assert lines.readline() == b"250 chunk\r\n"
        assert lines.readline() == b"250 NOOP\r\n"
    assert b"".join(piece or b"" for piece in sessions[0].heard[1:-1]) == octets


def test_a_line_too_long_is_dropped_and_the_next_one_read(port: int) -> None:
    with connect(port) as (peer, lines):
        for length in (1001, 70_000, 200_000):
            peer.sendall(b"x" * length + b"\r\nNOOP\r\n")
            assert lines.readline() == b"500 too long\r\n"
            assert lines.readline() == b"250 NOOP\r\n"


def test_starttls_forgets_what_was_sent_before_it(
    port: int, sessions: list[Script], certificates: Certificates
) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"STARTTLS\r\nNOOP injected\r\n")
        assert lines.readline() == b"220 STARTTLS\r\n"
        with certificates.client_context().wrap_socket(peer, server_hostname="smtp.office365.com") as secured:
            secured.sendall(b"NOOP inside\r\n")
            assert secured.recv(100) == b"250 NOOP inside\r\n"
    assert sessions[0].is_secure
    assert b"NOOP injected" not in sessions[0].heard


def test_smtplib_starts_tls(port: int, certificates: Certificates) -> None:
    with smtplib.SMTP("localhost", port, timeout=10) as client:
        client.starttls(context=certificates.client_context())
        assert client.noop() == (250, b"noop")


def test_a_bug_in_a_session_is_kept_and_the_connection_survives(port: int, errors: list[BaseException]) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"BOOM\r\nNOOP\r\n")
        assert lines.readline() == b"451 sorry\r\n"
        assert lines.readline() == b"250 NOOP\r\n"
    assert [str(error) for error in errors] == ["a bug"]


def test_a_silent_client_is_sent_away(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE_LIMIT", 0.05)
    began = time.monotonic()
    with connect(port) as (_, lines):
        assert lines.read() == b"451 bye\r\n"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "octets",
    [
        b"\x00" * 100_000,
        b"\xff\xfe\r\n" * 50,
        b"\r\n\r\n\r\n",
        b"STARTTLS\r\n" + b"not tls at all" * 100,
        b"DATA\r\nhalf a message",
        b"BDAT 1000\r\nhalf a chunk",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_nonsense_does_not_disturb_the_next_client(port: int, errors: list[BaseException], octets: bytes) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(octets)
        peer.shutdown(socket.SHUT_WR)
        try:
            answer = lines.read()
        except ConnectionResetError:
            answer = b""
    assert b"Traceback" not in answer
    with connect(port) as (peer, lines):
        peer.sendall(b"NOOP\r\n")
        assert lines.readline() == b"250 NOOP\r\n"
    assert errors == []
