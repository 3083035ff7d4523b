"""eventlet, with a resolver and sockets of its own; in a process of its own, since it replaces the standard library."""

from importlib.util import find_spec

import pytest

from fakeserver.server import FakeServer
from tests.redirect.clients.greens import lines_of

if find_spec("eventlet") is None:
    # Not imported here: it leaves a second dnspython in the process.
    pytest.skip("eventlet is not installed", allow_module_level=True)

PROGRAM = """
import warnings
warnings.simplefilter("ignore")
import eventlet
eventlet.monkey_patch()
import socket, ssl, sys
from eventlet.green import socket as green
from eventlet.support import greendns
from fakeserver.redirect import Redirects, redirected

def state():
    return eventlet.patcher.original("socket").socket.connect, greendns._getaddrinfo_lookup, greendns.resolve

before = state()
with redirected(Redirects.from_json(sys.argv[1])):
    def greeting(family=0):
        place = socket.getaddrinfo("outlook.office365.com", 993, family, socket.SOCK_STREAM)[0]
        bare = socket.socket(place[0])
        bare.settimeout(60)
        bare.connect(place[4])
        with ssl.create_default_context().wrap_socket(bare, server_hostname="outlook.office365.com") as client:
            return client.recv(4)
    print(eventlet.spawn(greeting).wait(), eventlet.spawn(greeting, socket.AF_INET6).wait())
    for ask, *given in (
        (socket.create_connection, ("outlook.office365.com", 143), 60),
        (socket.create_connection, ("teams.microsoft.com", 443), 60),
        (green.gethostbyname, "outlook.office365.com"),
    ):
        try:
            ask(*given)
        except socket.gaierror as refused:
            print(refused)
assert before == state()
"""


def test_green_sockets_are_led(m365_server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    greetings, *refused = lines_of(PROGRAM, m365_server, monkeypatch)
    assert greetings == "b'* OK' b'* OK'"
    names = ("outlook.office365.com port 143", "teams.microsoft.com", "outlook.office365.com")
    for line, name in zip(refused, names, strict=True):
        assert f"{name} is kept from the network" in line
