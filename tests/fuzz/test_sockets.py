"""The same input over real sockets: whatever comes, the next client is served."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from random import Random

import pytest

from fakeserver.server import FakeServer
from tests.fuzz import rules
from tests.fuzz.grammar import Rules, changed, drawn

#: Connections for each protocol, and inputs for each of them.
CONNECTIONS, INPUTS = 20, 20

SPOKEN = {
    "imap": (rules.IMAP, "command", b"* OK"),
    "pop3": (rules.POP3, "command", b"+OK"),
    "smtp": (rules.SMTP, "command", b"220 "),
    "http": (rules.HTTP, "requests", b""),
}


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer(plain=True) as server:
        server.new_tenant().add_user("alice")
        yield server
        assert server.errors == []


@pytest.mark.parametrize(("protocol", "spoken"), SPOKEN.items())
def test_whatever_comes_the_next_client_is_served(
    server: FakeServer, protocol: str, spoken: tuple[Rules, str, bytes]
) -> None:
    grammar, rule, greeting = spoken
    random = Random(protocol)
    where = getattr(server, protocol)
    for _ in range(CONNECTIONS):
        with socket.create_connection(where, timeout=60) as client:
            assert client.recv(len(greeting)) == greeting
            # The server may have closed already; that is its right.
            with suppress(ConnectionError):
                client.sendall(b"".join(changed(drawn(grammar, rule, random), random) for _ in range(INPUTS)))
                client.shutdown(socket.SHUT_WR)
                while client.recv(65536):
                    pass
