"""Nonsense on any port: no traceback on the wire, no dead thread, and the next client is served."""

import socket
import ssl
from collections.abc import Callable

import pytest

from pytest_m365 import FakeServer, Target

NONSENSE = {
    "nothing": b"",
    "zeros": b"\0" * 5000,
    "every octet": bytes(range(256)) * 40,
    "line ends": b"\r\n" * 500,
    "half a line": b"a LOGIN",
    "one long line": b"a" * 300_000,
    "a greedy literal": b"a LOGIN {99999999999}\r\n",
    "nested lists": b"a FETCH 1 " + b"(" * 20_000 + b"\r\n",
    "another protocol": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nEHLO me\r\nUSER x\r\na1 CAPABILITY\r\n",
    "TLS twice": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x41" * 500,
    "broken HTTP": b"POST /EWS/Exchange.asmx HTTP/1.1\r\nContent-Length: -1\r\n: \r\n\r\n",
    "HTTP without end": b"POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFF\r\n",
    "not XML": b"POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n<<<<",
    "broken base64": b"AUTH XOAUTH2\r\n====\r\na AUTHENTICATE XOAUTH2 \xff\xff\r\n",
}


def answered(where: tuple[str, int], trust: ssl.SSLContext | None, octets: bytes) -> bytes:
    """Return all that is said to some octets until the server hangs up or waits for more."""
    said = b""
    with socket.create_connection(where, timeout=60) as plain:
        connection = plain if trust is None else trust.wrap_socket(plain, server_hostname=where[0])
        with connection:
            try:
                connection.sendall(octets)
                connection.settimeout(0.1)
                while part := connection.recv(65536):
                    said += part
            except OSError:
                # It waits for more, or has hung up in the middle: both are answers to nonsense.
                return said
    return said


#: (port, whether the nonsense comes inside TLS); SMTP begins without
PLACES = [
    ("http", True),
    ("http", False),
    ("imap", True),
    ("imap", False),
    ("pop3", True),
    ("pop3", False),
    ("smtp", False),
]


@pytest.fixture
def next_client(m365: Target) -> Callable[[], None]:
    """Ask every protocol something sensible."""

    def ask() -> None:
        with m365.open_imap() as imap, m365.open_pop3() as pop3, m365.open_smtp() as smtp:
            assert imap.select("INBOX")[0] == "OK"
            assert pop3.stat() == (0, 0)
            assert smtp.noop()[0] == 250
        assert "access_token" in m365.msal_daemon().acquire_token_for_client(["https://outlook.office365.com/.default"])

    return ask


@pytest.mark.parametrize("octets", NONSENSE.values(), ids=NONSENSE)
@pytest.mark.parametrize(("port", "encrypted"), PLACES, ids=[f"{port}{'-TLS' * tls}" for port, tls in PLACES])
def test_is_survived(m365: Target, m365_server: FakeServer, port: str, encrypted: bool, octets: bytes) -> None:
    said = answered(getattr(m365_server, port), m365.ssl_context() if encrypted else None, octets)
    assert b"Traceback" not in said
    assert b'File "' not in said
    assert m365_server.errors == []


def test_the_next_client_is_served(m365: Target, m365_server: FakeServer, next_client: Callable[[], None]) -> None:
    for where in (m365_server.http, m365_server.imap, m365_server.pop3, m365_server.smtp):
        for octets in (NONSENSE["every octet"], NONSENSE["a greedy literal"]):
            answered(where, None, octets)
    next_client()


def test_many_who_say_nothing_do_not_hold_up_the_next(m365_server: FakeServer, next_client: Callable[[], None]) -> None:
    idle = [
        socket.create_connection(where, timeout=60)
        for where in (m365_server.http, m365_server.imap, m365_server.pop3, m365_server.smtp)
        for _ in range(50)
    ]
    try:
        next_client()
    finally:
        for connection in idle:
            connection.close()
