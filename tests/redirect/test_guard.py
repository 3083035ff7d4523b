"""What passes by everything that is replaced is refused, where it would leave the machine."""

import _socket
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from socket import gethostbyaddr, gethostbyname, gethostbyname_ex
from typing import Any

import pytest

from fakeserver.redirect import Address, Redirects, redirected
from fakeserver.redirect.guard import stand
from fakeserver.redirect.placeholders import address_of

NAME = "mail.example.com"
#: what a program has imported before, and the connection of C
LOOKUPS = (gethostbyname, gethostbyname_ex, gethostbyaddr)
CONNECT: Callable[..., None] = _socket.socket.connect


@pytest.fixture(autouse=True)
def led(listening: Address) -> Iterator[None]:
    with redirected(Redirects({(NAME, 993): listening}, [NAME], ["example.net"])):
        yield


@pytest.mark.parametrize("look_up", LOOKUPS)
def test_a_function_that_was_imported_before_refuses(look_up: Callable[[str], Any]) -> None:
    with pytest.raises(socket.gaierror, match=f"{NAME} is kept .*: this way of looking it up does not lead"):
        look_up(NAME)
    with pytest.raises(socket.gaierror, match=r"www\.example\.net is kept from the network: nothing of it leads"):
        look_up("www.example.net")
    assert look_up("127.0.0.1")


def test_a_connection_of_c_refuses() -> None:
    address = address_of(NAME)
    with socket.socket() as client, pytest.raises(socket.gaierror, match="this way of connecting does not lead"):
        CONNECT(client, (address, 993))
    with socket.socket() as client, pytest.raises(socket.gaierror, match=f"{NAME} port 143 is kept from the network"):
        CONNECT(client, (address, 143))


def test_once_nothing_is_closed_it_passes_everything_on() -> None:
    program = """
import socket, sys
look_up = socket.gethostbyname
from fakeserver.redirect import Redirects, redirected
calls = []
add, sys.addaudithook = sys.addaudithook, lambda hook: (calls.append(hook), add(hook))
with redirected(Redirects({("localhost", 443): ("127.0.0.1", 1)})):
    print(len(calls))
for _ in range(2):
    with redirected(Redirects({}, ["localhost"])):
        try:
            look_up("localhost")
        except socket.gaierror as refused:
            print(str(refused).partition(":")[0])
print(look_up("localhost"), len(calls))
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    kept = "[Errno -2] localhost is kept from the network"
    assert run.stdout.splitlines() == ["0", kept, kept, "127.0.0.1 1"]


def test_it_stands_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stand()
    hooks: list[object] = []
    monkeypatch.setattr("sys.addaudithook", hooks.append)
    stand()
    assert hooks == []
