import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.lines import LineListener
from fakeserver.listeners.thread import LoopThread
from tests.listeners.conftest import Listen
from tests.listeners.line_script import Script


@pytest.fixture
def sessions() -> list[Script]:
    return []


@pytest.fixture
def factory(sessions: list[Script]) -> Callable[[str, int], Script]:
    def make(peer: str, connection: int) -> Script:
        sessions.append(Script(peer, connection))
        return sessions[-1]

    return make


def connect(port: int) -> Any:
    client = socket.create_connection(("127.0.0.1", port), timeout=60)
    return client, client.makefile("rb")


def test_lines_go_in_and_answers_come_out(
    listen: Listen, factory: Callable[[str, int], Script], sessions: list[Script]
) -> None:
    client, answers = connect(listen(LineListener(factory)))
    with client, answers:
        assert answers.readline() == b"hello 127.0.0.1\r\n"
        client.sendall(b"one\r\ntwo\r\nQUIT\r\n")
        assert answers.read() == b"said one\r\nsaid two\r\nsaid QUIT\r\n"
    assert sessions[0].lost.wait(60)


def test_tls_from_the_first_octet_on(
    listen: Listen, factory: Callable[[str, int], Script], certificates: Certificates
) -> None:
    port = listen(LineListener(factory, ssl_context=certificates.server_context()))
    trust = ssl.create_default_context(cafile=str(certificates.ca_file))
    raw = socket.create_connection(("127.0.0.1", port), timeout=60)
    with trust.wrap_socket(raw, server_hostname="localhost") as client, client.makefile("rb") as answers:
        assert answers.readline() == b"hello 127.0.0.1\r\n"
        client.sendall(b"x\r\n")
        assert answers.readline() == b"said x\r\n"


def test_a_session_is_woken_from_any_thread(
    listen: Listen, factory: Callable[[str, int], Script], sessions: list[Script]
) -> None:
    client, answers = connect(listen(LineListener(factory)))
    with client, answers:
        answers.readline()
        on_wake = sessions[0].on_wake
        assert on_wake is not None
        on_wake()
        assert answers.readline() == b"news\r\n"


def test_a_session_is_woken_when_it_asked_to_be(listen: Listen, factory: Callable[[str, int], Script]) -> None:
    client, answers = connect(listen(LineListener(factory)))
    with client, answers:
        client.sendall(b"LATER\r\n")
        assert answers.readline() == b"hello 127.0.0.1\r\n"
        assert answers.readline() == b"said LATER\r\n"
        assert answers.readline() == b"news\r\n"


def test_silence_is_ended(listen: Listen, factory: Callable[[str, int], Script], sessions: list[Script]) -> None:
    client, answers = connect(listen(LineListener(factory, idle_timeout=0.05)))
    with client, answers:
        assert answers.read() == b"hello 127.0.0.1\r\ntoo slow\r\n"
    assert sessions[0].lost.wait(60)


def test_a_bug_is_handed_on_and_the_rest_is_answered(
    listen: Listen, factory: Callable[[str, int], Script], errors: list[BaseException]
) -> None:
    client, answers = connect(listen(LineListener(factory, on_error=errors.append)))
    with client, answers:
        answers.readline()
        client.sendall(b"BOOM\r\nnext\r\n")
        assert answers.readline() == b"sorry\r\n"
        assert answers.readline() == b"said next\r\n"
    assert [type(error) for error in errors] == [LookupError]


def test_a_session_that_only_raises_is_dropped(
    listen: Listen, factory: Callable[[str, int], Script], errors: list[BaseException]
) -> None:
    client, answers = connect(listen(LineListener(factory, on_error=errors.append)))
    with client, answers:
        client.sendall(b"BOOM\r\n" * 50)
        with suppress(ConnectionError):
            assert answers.read().count(b"sorry") == 9
    assert len(errors) == 10


def test_who_does_not_read_is_not_read_from(
    listen: Listen, factory: Callable[[str, int], Script], sessions: list[Script]
) -> None:
    client, answers = connect(listen(LineListener(factory)))
    size, times = 1_000_000, 60
    with client, answers:
        answers.readline()
        client.sendall(b"MUCH %d\r\n" % size * times + b"end\r\n")
        assert sessions[0].stopped.wait(60)
        # The kernel's buffers take some; the rest of the lines stay with the session, unanswered.
        assert b"end" in sessions[0].heard
        assert answers.read(size * times) == b"x" * size * times
        assert answers.readline() == b"said end\r\n"


def test_who_does_not_read_gets_the_news_afterwards(
    listen: Listen, factory: Callable[[str, int], Script], sessions: list[Script]
) -> None:
    port = listen(LineListener(factory))
    (client, answers), (other, others_answers) = connect(port), connect(port)
    size = 50_000_000
    with client, answers, other, others_answers:
        answers.readline()
        others_answers.readline()
        client.sendall(b"MUCH %d\r\n" % size)
        assert sessions[0].stopped.wait(60)
        on_wake = sessions[0].on_wake
        assert on_wake is not None
        for _ in range(3):
            on_wake()
            # Once another client is answered, the loop has been through what was asked before.
            other.sendall(b"and?\r\n")
            assert others_answers.readline() == b"said and?\r\n"
        assert sessions[0].wakings == 0
        assert answers.read(size) == b"x" * size
        assert answers.readline() == b"news\r\n"
        assert sessions[0].wakings == 1


def test_hundreds_of_connections_stay_open(
    listen: Listen, factory: Callable[[str, int], Script], sessions: list[Script]
) -> None:
    port = listen(LineListener(factory))

    async def open_many() -> None:
        streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(400)]
        for reader, _ in streams:
            await reader.readline()
        for reader, writer in streams:
            writer.write(b"x\r\n")
            assert await reader.readline() == b"said x\r\n"
        for _, writer in streams:
            writer.close()
            await writer.wait_closed()

    asyncio.run(open_many())
    assert all(session.lost.wait(60) for session in sessions)


def test_a_connection_has_its_number_before_its_handshake(
    listen: Listen, factory: Callable[[str, int], Script], sessions: list[Script], certificates: Certificates
) -> None:
    port = listen(LineListener(factory, ssl_context=certificates.server_context()))
    trust = certificates.client_context()
    first, second = (socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(2))
    for raw in (second, first):
        with trust.wrap_socket(raw, server_hostname="localhost") as client:
            assert client.recv(100) == b"hello 127.0.0.1\r\n"
    later, earlier = sessions
    assert 0 < earlier.connection < later.connection


def test_stopping_drops_everybody_also_who_has_not_shaken_hands(
    thread: LoopThread,
    factory: Callable[[str, int], Script],
    sessions: list[Script],
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A stop that waits for the silent one takes as long as this, and the test fails.
    monkeypatch.setattr("fakeserver.listeners.accepting.HANDSHAKE_LIMIT", 3600.0)
    listener = LineListener(factory, ssl_context=certificates.server_context())
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    thread.call(listener.start(listening))
    trust = ssl.create_default_context(cafile=str(certificates.ca_file))
    silent = socket.create_connection(("127.0.0.1", port), timeout=60)
    raw = socket.create_connection(("127.0.0.1", port), timeout=60)
    with silent, trust.wrap_socket(raw, server_hostname="localhost") as client:
        assert client.recv(100) == b"hello 127.0.0.1\r\n"
        thread.call(listener.stop(), 60)
        assert sessions[0].lost.is_set()
        assert not listener.connections
        with suppress(ConnectionError):
            assert silent.recv(100) == b""
    with pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.1", port), timeout=60)


def test_octets_that_are_no_tls_leave_the_listener_well(
    listen: Listen, factory: Callable[[str, int], Script], certificates: Certificates
) -> None:
    port = listen(LineListener(factory, ssl_context=certificates.server_context()))
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(b"a LOGIN x y\r\n" * 10)
        with suppress(ConnectionError):
            while client.recv(1000):
                continue
    trust = ssl.create_default_context(cafile=str(certificates.ca_file))
    raw = socket.create_connection(("127.0.0.1", port), timeout=60)
    with trust.wrap_socket(raw, server_hostname="localhost") as client:
        assert client.recv(100) == b"hello 127.0.0.1\r\n"


def test_an_answer_may_come_late_and_what_was_said_meanwhile_waits(
    listen: Listen, factory: Callable[[str, int], Script], sessions: list[Script]
) -> None:
    client, answers = connect(listen(LineListener(factory)))
    with client, answers:
        assert answers.readline() == b"hello 127.0.0.1\r\n"
        client.sendall(b"one\r\nLATE\r\ntwo\r\n")
        assert answers.readline() == b"said one\r\n"
        client.sendall(b"three\r\nLATE\r\n")
        on_wake = sessions[0].on_wake
        assert on_wake is not None
        on_wake()
        said = [answers.readline() for _ in range(5)]
    assert [line for line in said if line != b"news\r\n"] == [
        b"said LATE\r\n",
        b"said two\r\n",
        b"said three\r\n",
        b"said LATE\r\n",
    ]
    assert said.count(b"news\r\n") == 1


def test_an_answer_may_be_cut_off(
    listen: Listen, factory: Callable[[str, int], Script], sessions: list[Script]
) -> None:
    client, answers = connect(listen(LineListener(factory)))
    with client, answers:
        assert answers.readline() == b"hello 127.0.0.1\r\n"
        client.sendall(b"CUT\r\nnever heard\r\n")
        assert answers.read() == b"said C"
    assert sessions[0].lost.wait(60)


def test_a_connection_may_be_reset(
    listen: Listen, factory: Callable[[str, int], Script], sessions: list[Script]
) -> None:
    client, answers = connect(listen(LineListener(factory)))
    with client, answers:
        answers.readline()
        client.sendall(b"RESET\r\n")
        with pytest.raises(ConnectionResetError):
            client.recv(1)
    assert sessions[0].lost.wait(60)


def test_an_answer_may_never_come(
    listen: Listen, factory: Callable[[str, int], Script], sessions: list[Script], thread: LoopThread
) -> None:
    listener = LineListener(factory)
    client, answers = connect(listen(listener))
    with client, answers:
        answers.readline()
        client.sendall(b"NEVER\r\nx\r\n")
        assert sessions[0].stopped.wait(60)

        async def long_after() -> None:
            """Let the time for the next line run out."""
            (connection,) = listener.connections
            connection._dialogue.last_heard -= 1e6  # type: ignore[attr-defined]
            connection._check_idle()  # type: ignore[attr-defined]

        thread.call(long_after())
        client.settimeout(0.05)
        with pytest.raises(TimeoutError):
            client.recv(1)
    assert sessions[0].lost.wait(60)


@pytest.mark.parametrize("word", [b"TOO LATE", b"NEVER"])
def test_stopping_ends_what_is_late(
    thread: LoopThread, listen: Listen, factory: Callable[[str, int], Script], sessions: list[Script], word: bytes
) -> None:
    listener = LineListener(factory)
    client, answers = connect(listen(listener))
    with client, answers:
        answers.readline()
        client.sendall(b"one\r\n" + word + b"\r\n")
        assert answers.readline() == b"said one\r\n"
        thread.call(listener.stop(), 60)
        assert sessions[0].lost.is_set()
        with suppress(ConnectionResetError):
            assert answers.read() == b""
