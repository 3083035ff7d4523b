"""Commands sent at once: a fault happens to its own, and the answers before it arrive."""

import base64
import socket
from typing import Any

import pytest

from fakeserver.endpoint import Endpoint
from fakeserver.tenant.faults.fault import Fault
from fakeserver.tenant.tenant import Tenant
from fakeserver.xoauth2 import xoauth2
from pytest_m365 import Target

#: Kinds after which no answer comes, and whether the connection stays open.
KEPT = {"drop": False, "lose_answer": False, "hang": True}


def heard(m365: Target, at: Endpoint, said: bytes, last: bytes, fault: Fault) -> bytes:
    """Send everything at once; return what comes until the connection ends, or until this has come and no more.

    Silence before the fault has happened is a busy machine's.
    """
    with (
        socket.create_connection(at, 60) as plain,
        m365.ssl_context().wrap_socket(plain, server_hostname=at.host) as connection,
    ):
        connection.sendall(said)
        octets = b""
        while last not in octets:
            octets += (more := connection.recv(65536))
            if not more:
                return octets
        connection.settimeout(0.1)
        while True:
            has_happened = fault.taken > 0
            try:
                octets += (more := connection.recv(65536))
                is_over = not more
            except TimeoutError:
                is_over = has_happened
            if is_over:
                return octets


def response(m365: Target, scope: str) -> bytes:
    """Return a response of XOAUTH2."""
    return base64.b64encode(xoauth2(m365.username, m365.token(scope)).encode())


@pytest.mark.parametrize("kind", KEPT)
def test_over_imap(kind: Any, m365: Target, m365_fake: Tenant) -> None:
    fault = m365_fake.faults.add(kind, "imap", "STATUS")
    commands = b"1 AUTHENTICATE XOAUTH2 %b\r\n2 SELECT INBOX\r\n3 STATUS INBOX (UIDNEXT)\r\n4 NOOP\r\n"
    said = heard(m365, m365.imap, commands % response(m365, "IMAP.AccessAsUser.All"), b"2 OK", fault)
    assert b"2 OK [READ-WRITE] SELECT completed.\r\n" in said
    assert b"STATUS" not in said
    assert b"4 OK" not in said
    assert fault.taken == 1


def test_answers_before_a_long_one_arrive_as_they_are(m365: Target, m365_fake: Tenant) -> None:
    """A long answer is made in steps, and held back until it is whole; those before it are not."""
    for _ in range(1000):
        m365.mailbox.deliver(b"Subject: x\r\n\r\n")
    fault = m365_fake.faults.slow("imap", "COPY", seconds=0.01)
    commands = b"1 AUTHENTICATE XOAUTH2 %b\r\n2 SELECT INBOX\r\n"
    commands += b"".join(b"%d NOOP\r\n" % number for number in range(3, 9)) + b"9 COPY 1:* Archive\r\n"
    said = heard(m365, m365.imap, commands % response(m365, "IMAP.AccessAsUser.All"), b"9 OK", fault)
    answers = said.partition(b"2 OK [READ-WRITE] SELECT completed.\r\n")[2].split(b"\r\n")
    assert answers[:6] == [b"%d OK NOOP completed." % number for number in range(3, 9)]
    assert answers[6].startswith(b"9 OK [COPYUID ")


@pytest.mark.parametrize("kind", KEPT)
def test_over_pop3(kind: Any, m365: Target, m365_fake: Tenant) -> None:
    fault = m365_fake.faults.add(kind, "pop3", "UIDL")
    commands = b"AUTH XOAUTH2\r\n%b\r\nSTAT\r\nUIDL\r\nNOOP\r\n" % response(m365, "POP.AccessAsUser.All")
    assert heard(m365, m365.pop3, commands, b"+OK 0 0\r\n", fault).endswith(b"+OK 0 0\r\n")


@pytest.mark.parametrize("kind", KEPT)
def test_over_smtp(kind: Any, m365: Target, m365_fake: Tenant) -> None:
    with m365.open_smtp() as smtp:
        m365_fake.faults.add(kind, "smtp", "RCPT")
        assert smtp.sock is not None
        address = m365.username.encode()
        smtp.sock.sendall(b"MAIL FROM:<%b>\r\nRCPT TO:<%b>\r\nDATA\r\n" % (address, address))
        assert smtp.getreply() == (250, b"2.1.0 Sender OK")
        smtp.close()
