"""asyncio's loop of Windows, as far as it can be seen elsewhere."""

import socket
from types import SimpleNamespace
from typing import Any

import pytest

from fakeserver.redirect.clients.proactor import replaced
from fakeserver.redirect.patches import put_all, put_all_back
from pytest_m365 import Target


class Proactor:
    def connect(self, conn: socket.socket, address: Any) -> Any:
        return address


def test_what_it_is_given_is_led(m365: Target) -> None:
    put = replaced(SimpleNamespace(IocpProactor=Proactor))  # type: ignore[arg-type]
    put_all(put)
    with socket.socket() as client:
        address = socket.getaddrinfo("outlook.office365.com", 993)[0][4]
        assert Proactor().connect(client, address) == ("127.0.0.1", m365.imap.port)
        with pytest.raises(socket.gaierror, match="is kept from the network"):
            Proactor().connect(client, (address[0], 143))
        put_all_back(put)
        assert Proactor().connect(client, address) == address
