"""The proxy over real sockets: curl's and the standard library's requests, and a proxy behind it."""

import http.client
import os
import socket
import ssl
import struct
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import pytest

from fakeserver.children.names import real_names
from fakeserver.endpoint import Endpoint
from fakeserver.listeners.proxy import ProxyListener, Routes
from fakeserver.server import FakeServer

CONFIGURATION = "/common/v2.0/.well-known/openid-configuration"


@pytest.fixture(scope="module")
def server() -> Iterator[FakeServer]:
    with FakeServer() as server:
        yield server


@contextmanager
def proxied(server: FakeServer, environment: Mapping[str, str]) -> Iterator[Endpoint]:
    listening = socket.create_server(("127.0.0.1", 0))
    listener = ProxyListener(Routes(real_names(server, ["contoso.com"]), environment), server.ssl_context)
    with server.hosting({listener: [listening]}):
        yield Endpoint(*listening.getsockname())


@pytest.fixture
def proxy(server: FakeServer) -> Iterator[Endpoint]:
    with proxied(server, {}) as proxy:
        yield proxy


@pytest.fixture
def site() -> Iterator[Endpoint]:
    """A web site, or a proxy, that answers with the head of the request, three octets of its body, and closes."""

    def answer() -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            with client, client.makefile("rwb") as file:
                head = b"".join(iter(file.readline, b"\r\n"))
                file.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + head + file.read(3))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer)
        thread.start()
        yield Endpoint(*listening.getsockname())
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def tunnel(proxy: Endpoint, asked: str) -> http.client.HTTPResponse:
    """Return the answer to CONNECT; the connection is the answer's."""
    with socket.create_connection(proxy, 60) as connection:
        connection.sendall(f"CONNECT {asked} HTTP/1.1\r\nHost: {asked}\r\n\r\n".encode())
        response = http.client.HTTPResponse(connection)
        response.begin()
        return response


def test_a_tunnel_leads_to_imap(server: FakeServer, proxy: Endpoint) -> None:
    with socket.create_connection(proxy, 60) as connection:
        connection.sendall(b"CONNECT outlook.office365.com:993 HTTP/1.1\r\n\r\n")
        assert connection.recv(100) == b"HTTP/1.1 200 Connection established\r\n\r\n"
        with server.ssl_context().wrap_socket(connection, server_hostname="outlook.office365.com") as tls:
            assert tls.recv(100).startswith(b"* OK The Microsoft Exchange IMAP4 service is ready.")


def test_a_client_that_speaks_tls_to_the_proxy_is_told_at_once(server: FakeServer, proxy: Endpoint) -> None:
    with (
        socket.create_connection(proxy, 60) as connection,
        pytest.raises(ssl.SSLError, match=r"(?i)wrong.version.number|record layer failure"),
    ):
        server.ssl_context().wrap_socket(connection, server_hostname="localhost")


def test_a_tunnel_to_smtp_whose_server_speaks_first(proxy: Endpoint) -> None:
    with socket.create_connection(proxy, 60) as connection, connection.makefile("rb") as file:
        connection.sendall(b"CONNECT smtp.office365.com:587 HTTP/1.1\r\n\r\nQUIT\r\n")
        assert file.readline() == b"HTTP/1.1 200 Connection established\r\n"
        assert file.readline() == b"\r\n"
        assert file.readline().startswith(b"220 ")
        assert file.readline().startswith(b"221 ")
        assert file.read() == b""


def test_urllib_by_the_proxy(server: FakeServer, proxy: Endpoint) -> None:
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({"https": f"http://{proxy.host}:{proxy.port}"}),
        urllib.request.HTTPSHandler(context=server.ssl_context()),
    )
    with opener.open(f"https://login.microsoftonline.com{CONFIGURATION}", timeout=60) as answer:
        assert answer.status == 200


def test_a_whole_url_of_https(proxy: Endpoint) -> None:
    connection = http.client.HTTPConnection(*proxy, timeout=60)
    connection.request("GET", f"https://login.microsoftonline.com{CONFIGURATION}")
    assert b"token_endpoint" in connection.getresponse().read()
    connection.close()


def test_a_request_for_another_site_is_forwarded(proxy: Endpoint, site: Endpoint) -> None:
    connection = http.client.HTTPConnection(*proxy, timeout=60)
    connection.request("POST", f"http://localhost:{site.port}/a", body="abc", headers={"Host": "me"})
    received = connection.getresponse().read()
    assert received.startswith(b"POST /a HTTP/1.1\r\n")
    assert b"\r\nHost: me\r\n" in received
    assert received.endswith(b"Connection: close\r\nabc")
    connection.close()


def test_another_proxy_is_asked_for_other_names(server: FakeServer, site: Endpoint) -> None:
    with (
        proxied(server, {"HTTPS_PROXY": f"http://me:you@127.0.0.1:{site.port}"}) as proxy,
        socket.create_connection(proxy, 60) as connection,
        connection.makefile("rb") as file,
    ):
        connection.sendall(b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\nabc")
        assert file.readline() == b"HTTP/1.1 200 OK\r\n"
        assert b"CONNECT example.com:443 HTTP/1.1\r\nProxy-Authorization: Basic bWU6eW91\r\n" in file.read()


@pytest.mark.parametrize("asked", ["outlook.office365.com:143", "www.office.com:443"])
def test_a_closed_name_is_refused_with_a_sentence(proxy: Endpoint, asked: str) -> None:
    answer = tunnel(proxy, asked)
    name, _, port = asked.partition(":")
    sentence = f"{name} port {port} is kept from the network: "
    assert (answer.status, answer.reason.startswith(sentence)) == (403, True)
    assert answer.read().decode().startswith(sentence)


def test_a_client_that_sends_no_more_gets_its_answer(server: FakeServer, proxy: Endpoint) -> None:
    for asked, status in (
        ("localhost:1", b"502"),
        ("outlook.office365.com:587", b"200"),
        ("outlook.live.com:1", b"403"),
    ):
        with socket.create_connection(proxy, 60) as connection, connection.makefile("rb") as file:
            connection.sendall(f"CONNECT {asked} HTTP/1.1\r\n\r\n".encode())
            connection.shutdown(socket.SHUT_WR)
            assert file.readline().split()[1] == status


def test_what_is_sent_early_is_passed_on_whole(site: Endpoint, proxy: Endpoint) -> None:
    head = b"X: " + b"y" * 100_000
    with socket.create_connection(proxy, 60) as connection, connection.makefile("rb") as file:
        asked = f"CONNECT {site.host}:{site.port} HTTP/1.1\r\n\r\n".encode()
        connection.sendall(asked + head + b"\r\n\r\n123")
        assert file.readline() == b"HTTP/1.1 200 Connection established\r\n"
        assert file.read().endswith(head + b"\r\n123")


def test_a_port_where_nobody_is(proxy: Endpoint) -> None:
    with socket.socket() as unused:
        # Bound, so that it is nobody else's, and not listening.
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        answer = tunnel(proxy, f"127.0.0.1:{port}")
    assert answer.status == 502
    assert answer.read().startswith(f"127.0.0.1 port {port} cannot be reached: ".encode())


@pytest.mark.parametrize("host", ["a..example", f"{'a' * 64}.example"])
def test_a_name_that_no_resolver_takes(proxy: Endpoint, host: str) -> None:
    answer = tunnel(proxy, f"{host}:443")
    assert answer.status == 502
    assert answer.read().startswith(f"{host} port 443 cannot be reached: ".encode())


@pytest.mark.parametrize(("sent", "status"), [(b"GET / HTTP/1.1\r\n\r\n", 400), (b"x" * 70_000, 431)])
def test_no_request_for_a_proxy(proxy: Endpoint, sent: bytes, status: int) -> None:
    with socket.create_connection(proxy, 60) as connection:
        connection.sendall(sent)
        assert connection.recv(100).startswith(b"HTTP/1.1 %d " % status)


def test_a_client_that_goes_away_takes_its_connection_along(server: FakeServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as site, proxied(server, {}) as proxy:
        with socket.create_connection(proxy, 60) as client:
            client.sendall(b"CONNECT 127.0.0.1:%d HTTP/1.1\r\n\r\n" % site.getsockname()[1])
            far, _ = site.accept()
            assert client.recv(100)
        with far:
            far.settimeout(60)
            assert far.recv(100) == b""


@pytest.mark.parametrize("who", ["client", "server"])
def test_a_reset_is_passed_on(who: str, server: FakeServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as site, proxied(server, {}) as proxy:
        client = socket.create_connection(proxy, 60)
        client.sendall(b"CONNECT 127.0.0.1:%d HTTP/1.1\r\n\r\n" % site.getsockname()[1])
        far, _ = site.accept()
        assert client.recv(100)
        gone, left = (client, far) if who == "client" else (far, client)
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if os.name == "nt" else "ii", 1, 0))
        gone.close()
        left.settimeout(60)
        with left, pytest.raises(ConnectionResetError):
            left.recv(100)


def test_it_ends_with_its_connections(server: FakeServer) -> None:
    with proxied(server, {}) as proxy:
        client = socket.create_connection(proxy, 60)
        client.sendall(b"CONNECT outlook.office365.com:993 HTTP/1.1\r\n\r\n")
        assert client.recv(100)
    with client:
        client.settimeout(60)
        # Reset, or ended.
        with suppress(ConnectionResetError):
            assert client.recv(100) == b""
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(proxy, 60)


def test_much_goes_both_ways_and_each_may_end_first(server: FakeServer) -> None:
    much = bytes(range(256)) * 40_000
    received: list[bytes] = []

    def answer() -> None:
        far, _ = listening.accept()
        with far, far.makefile("rb") as file:
            # All of it is sent, by a client that does not read yet, before any of the client's is read.
            far.sendall(much)
            received.append(file.read())
            far.sendall(b"the end")

    with socket.create_server(("127.0.0.1", 0)) as listening, proxied(server, {}) as proxy:
        thread = threading.Thread(target=answer)
        thread.start()
        with socket.create_connection(proxy, 60) as client, client.makefile("rb") as file:
            client.sendall(b"CONNECT 127.0.0.1:%d HTTP/1.1\r\n\r\n" % listening.getsockname()[1])
            assert file.readline() == b"HTTP/1.1 200 Connection established\r\n"
            assert file.readline() == b"\r\n"
            assert file.read(len(much)) == much
            client.sendall(much)
            client.shutdown(socket.SHUT_WR)
            assert file.read() == b"the end"
        thread.join(60)
    assert received == [much]
