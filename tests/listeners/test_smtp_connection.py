import smtplib
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.smtp import SmtpListener
from fakeserver.listeners.thread import LoopThread
from tests.listeners.conftest import Listen
from tests.listeners.smtp_script import Script


@pytest.fixture
def sessions() -> list[Script]:
    return []


@pytest.fixture
def make(sessions: list[Script]) -> Callable[[str], Script]:
    def make(peer: str) -> Script:
        assert peer == "127.0.0.1"
        sessions.append(Script())
        return sessions[-1]

    return make


@pytest.fixture
def listener(make: Callable[[str], Script], errors: list[BaseException], certificates: Certificates) -> SmtpListener:
    return SmtpListener(make, errors.append, certificates.server_context())


@pytest.fixture
def port(listen: Listen, listener: SmtpListener) -> int:
    return listen(listener)


@contextmanager
def connect(port: int) -> Iterator[tuple[socket.socket, Any]]:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as peer, peer.makefile("rb") as lines:
        assert lines.readline() == b"220 hello\r\n"
        yield peer, lines


def is_gone(lines: Any) -> bool:
    """Read until the connection ends, however it does; return whether nothing more was said."""
    try:
        rest: bytes = lines.read()
    except ConnectionError:
        return True
    return rest == b""


def test_octets_may_come_in_pieces_or_many_at_once(port: int, sessions: list[Script]) -> None:
    with connect(port) as (peer, lines):
        for octet in b"NOOP one\r\n":
            peer.sendall(bytes([octet]))
        assert lines.readline() == b"250 NOOP one\r\n"
        peer.sendall(b"NOOP two\r\nNOOP three\r\nQUIT\r\n")
        assert lines.read() == b"250 NOOP two\r\n250 NOOP three\r\n221 QUIT\r\n"
    assert sessions[0].heard == [b"NOOP one", b"NOOP two", b"NOOP three", b"QUIT"]


def test_pipelined_commands_are_answered_in_one_write(
    port: int, listener: SmtpListener, thread: LoopThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(port) as (peer, lines):
        (connection,) = listener.connections
        transport = connection.transport  # type: ignore[attr-defined]
        written: list[bytes] = []
        send = transport.write

        def write(octets: bytes) -> None:
            written.append(octets)
            send(octets)

        monkeypatch.setattr(transport, "write", write)
        peer.sendall(b"NOOP 1\r\nNOOP 2\r\nNOOP 3\r\n")
        assert [lines.readline() for _ in range(3)][-1] == b"250 NOOP 3\r\n"
    assert written == [b"250 NOOP 1\r\n250 NOOP 2\r\n250 NOOP 3\r\n"]


def test_who_has_more_to_say_goes_on_as_fast_as_the_client_reads(port: int, sessions: list[Script]) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"MANY 200\r\n")
        assert lines.readline() == b"250 many\r\n"
        assert sum(len(lines.readline()) for _ in range(200)) == 200 * 65_536
        peer.sendall(b"NOOP\r\n")
        assert lines.readline() == b"250 NOOP\r\n"


def test_who_does_not_read_is_not_answered_without_end(port: int, sessions: list[Script]) -> None:
    with connect(port) as (peer, _):
        peer.sendall(b"MANY 100000\r\n")
        with connect(port) as (other, lines):
            other.sendall(b"NOOP\r\n")
            assert lines.readline() == b"250 NOOP\r\n"
        assert sessions[0]._blocks > 99_000, "six gigabytes would not fit"


def test_starttls_forgets_what_was_sent_before_it(
    port: int, sessions: list[Script], certificates: Certificates
) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"STARTTLS\r\nNOOP injected\r\nNOOP half")
        assert lines.readline() == b"220 STARTTLS\r\n"
        with certificates.client_context().wrap_socket(peer, server_hostname="smtp.office365.com") as secured:
            secured.sendall(b"NOOP inside\r\n")
            assert secured.recv(100) == b"250 NOOP inside\r\n"
    assert sessions[0].is_secure
    assert sessions[0].heard == [b"STARTTLS", b"NOOP inside"]


def test_smtplib_starts_tls(port: int, certificates: Certificates) -> None:
    with smtplib.SMTP("localhost", port, timeout=60) as client:
        client.starttls(context=certificates.client_context())
        assert client.noop() == (250, b"noop")


def test_who_would_not_speak_tls_is_dropped_and_forgotten(
    port: int, sessions: list[Script], listener: SmtpListener, errors: list[BaseException]
) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"STARTTLS\r\n")
        assert lines.readline() == b"220 STARTTLS\r\n"
        peer.sendall(b"NOOP\r\n" * 100)
        assert is_gone(lines)
        assert sessions[0].lost.wait(60)
    assert listener.connections == set()
    assert errors == []


@pytest.mark.parametrize("said", [b"", b"\x16\x03\x01\x02\x00\x01"], ids=["nothing", "half a hello"])
def test_stopping_while_a_client_shakes_hands(
    port: int, sessions: list[Script], listener: SmtpListener, thread: LoopThread, said: bytes
) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"STARTTLS\r\n")
        assert lines.readline() == b"220 STARTTLS\r\n"
        peer.sendall(said)
        thread.call(listener.stop())
        assert sessions[0].lost.wait(60)
        assert listener.connections == set()


def test_tls_begins_after_a_late_answer(port: int, sessions: list[Script], certificates: Certificates) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"STARTTLS LATE\r\n")
        assert lines.readline() == b"220 STARTTLS LATE\r\n"
        with certificates.client_context().wrap_socket(peer, server_hostname="localhost") as secured:
            secured.sendall(b"NOOP LATE\r\nNOOP inside\r\n")
            answers = b""
            while answers.count(b"\n") < 2:
                answers += secured.recv(100)
    assert answers == b"250 NOOP LATE\r\n250 NOOP inside\r\n"
    assert sessions[0].is_secure


def test_what_is_said_while_an_answer_is_late_waits_its_turn(port: int) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"NOOP LATE\r\n")
        peer.sendall(b"NOOP two\r\n")
        assert [lines.readline() for _ in range(2)] == [b"250 NOOP LATE\r\n", b"250 NOOP two\r\n"]


def test_an_answer_may_be_cut_off_or_never_come(port: int, sessions: list[Script]) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"NOOP CUT\r\n")
        assert lines.read() == b"250 NO"
    with connect(port) as (peer, lines):
        peer.sendall(b"NOOP RESET\r\n")
        with pytest.raises(ConnectionResetError):
            lines.readline()
    with connect(port) as (peer, _):
        peer.sendall(b"NOOP NEVER\r\nNOOP\r\n")
        peer.settimeout(0.05)
        with pytest.raises(TimeoutError):
            peer.recv(1)
    assert all(session.lost.wait(60) for session in sessions)


def test_a_client_that_goes_away_is_forgotten(port: int, sessions: list[Script], listener: SmtpListener) -> None:
    for linger in (b"", struct.pack("ii", 1, 0)):
        with connect(port) as (peer, _):
            peer.sendall(b"half a li")
            if linger:
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        assert sessions[-1].lost.wait(60)
    assert listener.connections == set()


def test_what_was_sent_before_the_client_closed_its_side_is_answered(port: int) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"NOOP one\r\nNOOP two\r\nNO")
        peer.shutdown(socket.SHUT_WR)
        assert lines.read() == b"250 NOOP one\r\n250 NOOP two\r\n"


def test_a_bug_in_a_session_is_kept_and_the_connection_survives(port: int, errors: list[BaseException]) -> None:
    with connect(port) as (peer, lines):
        peer.sendall(b"BOOM\r\n")
        assert lines.readline() == b"451 sorry\r\n"
        peer.sendall(b"NOOP\r\n")
        assert lines.readline() == b"250 NOOP\r\n"
    assert [str(error) for error in errors] == ["a bug"]


def test_a_session_that_only_raises_is_given_up(port: int, errors: list[BaseException]) -> None:
    with connect(port) as (peer, lines):
        for _ in range(9):
            peer.sendall(b"BOOM\r\n")
            assert lines.readline() == b"451 sorry\r\n"
        peer.sendall(b"BOOM\r\n")
        assert is_gone(lines)
    assert len(errors) == 10


def test_a_silent_client_is_sent_away(
    listen: Listen, make: Callable[[str], Script], errors: list[BaseException], sessions: list[Script]
) -> None:
    port = listen(SmtpListener(make, errors.append, None, idle_timeout=0.05))
    with connect(port) as (_, lines):
        assert lines.read() == b"451 bye\r\n"
    assert sessions[0].lost.wait(60)


def test_the_time_counts_from_the_last_octet(
    listen: Listen, make: Callable[[str], Script], errors: list[BaseException], thread: LoopThread
) -> None:
    listener = SmtpListener(make, errors.append, None, idle_timeout=3600)
    with connect(listen(listener)) as (peer, lines):
        (connection,) = listener.connections

        async def as_if_later(seconds: float) -> None:
            """Let the timer run out, the last octet so many seconds ago."""
            connection._dialogue.last_heard -= seconds  # type: ignore[attr-defined]
            connection._timeout_cb()  # type: ignore[attr-defined]

        thread.call(as_if_later(3500))
        peer.sendall(b"NOOP\r\n")
        assert lines.readline() == b"250 NOOP\r\n"
        thread.call(as_if_later(3500))
        peer.sendall(b"NOOP\r\n")
        assert lines.readline() == b"250 NOOP\r\n"
        thread.call(as_if_later(3601))
        assert lines.read() == b"451 bye\r\n"


@pytest.mark.parametrize(
    "octets",
    [
        b"\x00" * 100_000,
        b"\xff\xfe\r\n" * 50,
        b"\r\n\r\n\r\n",
        b"STARTTLS\r\n" + b"not tls at all" * 100,
        b"half a line",
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
