"""gevent's resolvers that ask name servers themselves; in a process of its own, which has only one."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

pytest.importorskip("gevent")

PROGRAM = """
from gevent import monkey
monkey.patch_all()
import gevent, socket
client = socket.create_connection(("smtp.office365.com", 587), 60)
print(client.recv(4))
address = socket.gethostbyname("outlook.office365.com")
print(socket.gethostbyname_ex("outlook.office365.com") == ("outlook.office365.com", [], [address]))
print(socket.getnameinfo((address, 993), 0))
print(socket.getaddrinfo("127.0.0.1", 993)[0][4])
for host in ("outlook.office365.com", "teams.microsoft.com"):
    try:
        socket.create_connection((host, 143), 60)
    except socket.gaierror as refused:
        print(refused)
"""


@pytest.mark.parametrize("resolver", ["ares", "dnspython", "thread"])
def test_every_resolver_is_led(resolver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if resolver == "dnspython" and find_spec("dns") is None:
        pytest.skip("dnspython is not installed")
    monkeypatch.setenv("GEVENT_RESOLVER", resolver)
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    *led, one, other = run.stdout.splitlines()
    assert led == ["b'220 '", "True", "('outlook.office365.com', 'imaps')", "('127.0.0.1', 993)"]
    assert "outlook.office365.com port 143 is kept from the network: only 443, 587, 993, 995 lead" in one
    assert "teams.microsoft.com port 143 is kept from the network: nothing of it leads to the fake" in other
