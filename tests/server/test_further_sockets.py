"""Sockets that a running server answers on for a while, beside its own."""

import base64
import socket

import pytest

from fakeserver.server import FakeServer, NotRunningError
from fakeserver.tenant.tenant import Tenant
from fakeserver.xoauth2 import xoauth2


def greeting(port: int, server: FakeServer, protocol: str) -> str:
    """Return the first octets that a port says."""
    with socket.create_connection(("127.0.0.1", port), 60) as connection:
        if protocol == "smtp":
            return connection.recv(100).decode()
        with server.ssl_context().wrap_socket(connection, server_hostname="localhost") as tls:
            return tls.recv(100).decode()


def test_each_protocol_answers_there_until_the_block_ends(server: FakeServer) -> None:
    sockets = {name: [socket.create_server(("127.0.0.1", 0))] for name in ("imap", "pop3", "smtp")}
    ports = {name: opened.getsockname()[1] for name, [opened] in sockets.items()}
    with server.listening(sockets):
        said = {name: greeting(port, server, name)[:4] for name, port in ports.items()}
        assert said == {"imap": "* OK", "pop3": "+OK ", "smtp": "220 "}
    for port in ports.values():
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 60)
    assert greeting(server.imap.port, server, "imap").startswith("* OK")


def test_a_tenant_that_is_dropped_takes_its_clients_there_along(server: FakeServer) -> None:
    tenant: Tenant = server.new_tenant()
    user = tenant.add_user("alice")
    listening = socket.create_server(("127.0.0.1", 0))
    where = listening.getsockname()
    token = tenant.token(tenant.public_app, user, "https://outlook.office.com/.default")
    with (
        server.listening({"imap": [listening]}),
        socket.create_connection(where, 60) as connection,
        server.ssl_context().wrap_socket(connection, server_hostname="localhost") as tls,
    ):
        assert tls.recv(200).startswith(b"* OK")
        tls.sendall(b"a AUTHENTICATE XOAUTH2 " + base64.b64encode(xoauth2(user.upn, token).encode()) + b"\r\n")
        assert tls.recv(200).startswith(b"a OK")
        server.drop_tenant(tenant)
        assert tls.recv(200).startswith(b"* BYE")


def test_a_server_that_has_stopped_closes_them_too() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    server = FakeServer().start()
    with server.listening({"imap": [listening]}):
        server.stop()
        assert listening.fileno() == -1


def test_one_that_does_not_run_takes_none() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        pytest.raises(NotRunningError),
        FakeServer().listening({"imap": [listening]}),
    ):
        pass
