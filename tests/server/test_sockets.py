"""One port for each protocol, by IPv4 and by IPv6."""

import errno
import imaplib
import poplib
import smtplib
import socket
import urllib.request
from typing import Any

import pytest

from fakeserver.server import FakeServer, PortError
from fakeserver.server.sockets import listen


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")


def close(sockets: dict[str, list[socket.socket]]) -> None:
    for opened in sockets.values():
        for one in opened:
            one.close()


@needs_ipv6
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_localhost_answers_on_both_of_its_addresses(host: str) -> None:
    sockets = listen(host, {"http": 0, "imap": 0})
    try:
        for opened in sockets.values():
            first, second = (one.getsockname() for one in opened)
            assert second[:2] == ("::1", first[1])
    finally:
        close(sockets)


@pytest.mark.parametrize("host", [pytest.param("::1", marks=needs_ipv6)])
def test_an_address_that_is_named_is_the_only_one(host: str) -> None:
    sockets = listen(host, {"http": 0})
    try:
        assert [one.getsockname()[0] for one in sockets["http"]] == [host]
    finally:
        close(sockets)


@needs_ipv6
def test_a_port_that_is_taken_by_ipv6_is_refused_where_it_was_asked_for() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortError, match=f"cannot listen on ::1 port {port} for IMAP: address already in use"):
            listen("127.0.0.1", {"http": 0, "imap": port})


def refusing(monkeypatch: pytest.MonkeyPatch, error: int, times: int) -> list[int]:
    """Let IPv6 be refused so many times; return the ports that were asked for."""
    usual, asked = socket.create_server, list[int]()

    def create_server(address: tuple[str, int], **options: Any) -> socket.socket:
        if address[0] != "::1":
            return usual(address, **options)
        asked.append(address[1])
        if len(asked) <= times:
            raise OSError(error, "refused")
        return usual(("127.0.0.1", 0))

    monkeypatch.setattr(socket, "create_server", create_server)
    return asked


@pytest.mark.parametrize("error", [errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EACCES])
def test_a_machine_without_ipv6_has_the_other_address_alone(monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    refusing(monkeypatch, error, times=1000)
    sockets = listen("127.0.0.1", {"http": 0})
    assert len(sockets["http"]) == 1
    close(sockets)


def test_another_port_is_tried_where_any_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = refusing(monkeypatch, errno.EADDRINUSE, times=3)
    sockets = listen("127.0.0.1", {"http": 0})
    assert len(sockets["http"]) == 2
    assert (len(asked), sockets["http"][0].getsockname()[1]) == (4, asked[-1])
    close(sockets)


def test_there_is_an_end_to_trying(monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(monkeypatch, errno.EADDRINUSE, times=1000)
    with pytest.raises(PortError, match="no port is free by IPv4 and IPv6 for HTTP"):
        listen("127.0.0.1", {"http": 0})


@needs_ipv6
def test_every_protocol_answers_by_ipv6_with_the_same_certificate() -> None:
    with FakeServer() as server:
        context, ports = server.ssl_context(), [server.imap.port, server.pop3.port, server.smtp.port]
        tenant = server.new_tenant()
        tenant.add_user("alice")
        url = f"https://[::1]:{server.http.port}/{tenant.tenant_id}/v2.0/.well-known/openid-configuration"
        with urllib.request.urlopen(url, context=context, timeout=60) as answer:
            assert answer.status == 200
        with imaplib.IMAP4_SSL("::1", ports[0], ssl_context=context, timeout=60) as imap:
            assert imap.state == "NONAUTH"
        pop3 = poplib.POP3_SSL("::1", ports[1], context=context, timeout=60)
        pop3.quit()
        with smtplib.SMTP("::1", ports[2], local_hostname="localhost", timeout=60) as smtp:
            assert smtp.starttls(context=context)[0] == 220
        assert server.errors == []
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("::1", port), timeout=60)
