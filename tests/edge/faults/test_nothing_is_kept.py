"""Connections that a fault has ended, or whose client has given up, leave nothing behind."""

import gc
import socket
from collections.abc import Iterable
from contextlib import suppress

import pytest
import requests

from fakeserver.protocols.imap.session import ImapSession
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target


def are_gone(m365: Target, sessions: Iterable[int]) -> bool:
    """Say whether sessions are gone, once the server has had time for some requests."""
    for _ in range(50):
        # Answered by the same thread.
        assert requests.get(f"{m365.authority}/discovery/v2.0/keys", timeout=60).ok
        gc.collect()
        if not set(ids()) - set(sessions):
            return True
    return False


def ids() -> list[int]:
    """Return what tells the IMAP sessions that there are from each other."""
    # Not isinstance, which asks an object for its class: Django's settings, where they are not set up, refuse.
    return [id(each) for each in gc.get_objects() if issubclass(type(each), ImapSession)]


@pytest.mark.parametrize("kind", ["drop", "lose_answer", "down", "hang", "stall", "trickle", "garbage", "bye", "slow"])
def test_of_a_session(kind: str, m365: Target, m365_fake: Tenant) -> None:
    gc.collect()
    before = ids()
    settings = {"slow": {"seconds": 3600}, "trickle": {"octets_a_second": 1}}.get(kind, {})
    m365_fake.faults.add(kind, "imap", "CAPABILITY", **settings)
    with (
        socket.create_connection(m365.imap, 60) as plain,
        m365.ssl_context().wrap_socket(plain, server_hostname=m365.imap.host) as connection,
    ):
        connection.recv(1000)
        connection.sendall(b"1 CAPABILITY\r\n")
        if kind in ("drop", "lose_answer", "down", "bye"):
            # Who is down ends the connection by a TCP RST.
            with suppress(ConnectionResetError):
                while connection.recv(1000):
                    pass
    assert m365_fake.faults.never_taken == [] or kind in ("hang", "stall", "trickle", "garbage", "slow")
    assert are_gone(m365, before)
