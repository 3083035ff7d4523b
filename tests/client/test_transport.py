"""The way to the fake, and one clear sentence for each way in which it fails."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import time_machine

from fakeserver.client import Client, NotAllowed, OtherVersion, Unreachable, Untrusted
from fakeserver.client.transport import Transport, client_context
from fakeserver.server import FakeServer


@contextmanager
def answering(status: int, content: str, seen: list[str] | None = None) -> Iterator[str]:
    """Run a server that always says the same; give its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if seen is not None:
                seen.append(f"{self.path} {self.headers.get('Fakeserver-Key')}")
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def fails(url: str, *, ca_file: str | None = None) -> str:
    with closing(Transport(url, ca_file)) as transport:
        with pytest.raises(Exception) as failed:  # noqa: PT011  which one is for the caller
            transport.json("GET", "/tenants")
        return f"{type(failed.value).__name__}: {failed.value}"


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"https://127.0.0.1:{free.getsockname()[1]}"
    assert fails(url) == f"Unreachable: nobody answers at {url}: is `fakeserver serve` running, and on this port?"
    assert issubclass(Unreachable, ConnectionError)


def test_a_certificate_that_nobody_trusts(server: FakeServer) -> None:
    said = fails(server.base_url)
    assert said.startswith(f"Untrusted: the certificate of {server.base_url} is not trusted (")
    assert "ca_file=" in said
    assert Untrusted.__mro__[1].__name__ == "ClientError"


def test_tls_that_is_none() -> None:
    with answering(200, "{}") as url:
        assert fails(url.replace("http:", "https:")).startswith("NotAFake: what answers at https://127.0.0.1:")


@pytest.mark.parametrize(("status", "content"), [(404, "<html>"), (200, "{}"), (200, "[1]"), (500, ""), (302, "x")])
def test_something_else(status: int, content: str) -> None:
    with answering(status, content) as url:
        assert fails(url).startswith(f"NotAFake: what answers at {url} is no fake with a control API")


def test_a_fake_of_another_version() -> None:
    with answering(200, '{"status": "ok", "version": "9.1.3", "tenants": 0}') as url:
        said = fails(url)
    assert said.startswith(f"OtherVersion: the fake at {url} is of version 9.1.3, and this client of ")
    assert issubclass(OtherVersion, Exception)


def test_a_key_is_shown_to_the_api_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from fakeserver import __version__

    seen: list[str] = []
    with answering(200, f'{{"status": "ok", "version": "{__version__}", "tenants": []}}', seen) as url:
        # No proxy of the environment is asked, and no key of its own either.
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        with Client(url, key="k3y", environment={}) as client:
            assert client.tenants == []
    assert seen == ["/_fake/health None", "/_fake/api/tenants k3y"]


def test_a_fake_with_a_key() -> None:
    with FakeServer(plain=True, control_key="k3y-of-the-fake") as server:
        for key in (None, "another"):
            client = Client(server.base_url, key=key, environment={})
            with client, pytest.raises(NotAllowed, match="asks for a key"):
                _ = client.tenants
        environment = {"FAKESERVER_CONTROL_KEY": "k3y-of-the-fake"}
        with Client(server.base_url, environment=environment) as client:
            assert client.tenants == []


def test_a_key_that_is_missing() -> None:
    with answering(401, '{"status": 401, "version": "0", "detail": "no key"}') as url:
        said = fails(url)
    assert said.startswith(f"NotAllowed: the fake at {url} asks for a key, and no key was given")
    assert "FAKESERVER_CONTROL_KEY" in said
    assert NotAllowed is not None


@pytest.mark.parametrize("url", ["", "ftp://localhost", "https://", "://x"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ValueError, match=r"is no address of a fake|give the fake's URL"):
        Client(url, environment={})


@pytest.mark.parametrize("rest", ["", "/", "/_fake/api", "/_fake/", "/EWS/Exchange.asmx?wsdl"])
def test_any_address_of_the_fake_leads_to_it(server: FakeServer, rest: str) -> None:
    with Client(server.base_url + rest, ca_file=server.ca_file, environment={}) as client:
        assert client.base_url == server.base_url
        assert isinstance(client.tenants, list)


def test_a_context_trusts_one_authority(server: FakeServer) -> None:
    context = client_context(server.ca_file)
    assert len(context.get_ca_certs()) == 1
    assert context.verify_mode is ssl.CERT_REQUIRED


def test_a_clock_that_a_test_has_set_back_is_nobodys_concern(server: FakeServer) -> None:
    with (
        time_machine.travel(datetime(2001, 1, 1, tzinfo=UTC)),
        Client(server.base_url, ca_file=server.ca_file, environment={}) as client,
    ):
        assert isinstance(client.tenants, list)


def test_a_fake_that_is_gone(tmp_path: object) -> None:
    with FakeServer(plain=True) as server, Client(server.base_url, environment={}) as client:
        assert client.tenants == []
        server.stop()
        with pytest.raises(Unreachable, match="nobody answers"):
            _ = client.tenants
