"""gevent, whose sockets are its own; in a process of its own, since it replaces the standard library for good."""

import pytest

from fakeserver.server import FakeServer
from tests.redirect.clients.greens import lines_of

pytest.importorskip("gevent")

PROGRAM = """
from gevent import monkey
monkey.patch_all()
import gevent, socket, ssl, sys, urllib.request
from fakeserver.redirect import Redirects, redirected

before = {name: getattr(socket, name) for name in ("gethostbyname", "getaddrinfo", "create_connection", "socket")}
methods = (socket.socket.connect, socket.socket.connect_ex)
with redirected(Redirects.from_json(sys.argv[1])):
    def greeting():
        with socket.create_connection(("outlook.office365.com", 993), 60) as bare:
            with ssl.create_default_context().wrap_socket(bare, server_hostname="outlook.office365.com") as client:
                return client.recv(4)
    jobs = [gevent.spawn(greeting) for _ in range(3)]
    gevent.joinall(jobs)
    print(*[job.value for job in jobs])
    url = "https://login.microsoftonline.com/common/discovery/v2.0/keys"
    print(urllib.request.urlopen(url, timeout=60).status)
    address = socket.gethostbyname("outlook.office365.com")
    client = socket.socket()
    print(client.connect_ex((address, 993)))
    client.close()
    for host, port in (("outlook.office365.com", 143), ("teams.microsoft.com", 443), (address, 143)):
        try:
            socket.create_connection((host, port), 60)
        except socket.gaierror as refused:
            print(refused)
assert before == {name: getattr(socket, name) for name in before}
assert methods == (socket.socket.connect, socket.socket.connect_ex)
"""


def test_greenlets_are_led(m365_server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    greetings, status, connected, *refused = lines_of(PROGRAM, m365_server, monkeypatch)
    assert greetings == "b'* OK' b'* OK' b'* OK'"
    assert (status, connected) == ("200", "0")
    names = ("outlook.office365.com", "teams.microsoft.com", "outlook.office365.com port 143")
    for line, name in zip(refused, names, strict=True):
        assert name in line
        assert "is kept from the network" in line
