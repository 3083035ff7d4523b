import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import trustme
from click.testing import CliRunner, Result

from fakeserver.cli import main
from fakeserver.cli.health import HEALTH

VARIABLES = ("FAKESERVER_CONTROL_URL", "FAKESERVER_HTTP_PORT", "FAKESERVER_CA_DIR", "SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_dir(authority: trustme.CA, tmp_path: Path) -> Path:
    """The folder that ``serve --ca-dir`` would keep."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return tmp_path


class Server(HTTPServer):
    """One that says nothing of clients that go away."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing."""


@contextmanager
def answering(status: int, body: bytes, authority: trustme.CA | None = None) -> Iterator[int]:
    """Answer every request so until the block ends; yield the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == HEALTH
            self.send_response(status if found else 404)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if authority is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
            # The handshake is the handler's: one that fails does not end the server.
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def health(*options: str, **variables: str | None) -> Result:
    """Ask, with nothing of this machine's environment that matters."""
    nothing = dict.fromkeys(
        (
            "FAKESERVER_CONTROL_URL",
            "FAKESERVER_ENDPOINTS",
            "FAKESERVER_HTTP_PORT",
            "FAKESERVER_CA_DIR",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
        )
    )
    return CliRunner().invoke(main, ["health", *options], env={**nothing, **variables})


def said(outcome: Result) -> str:
    """Return the one line of a fake that is not well."""
    assert outcome.exit_code == 1
    assert outcome.output.count("\n") == 1
    assert outcome.output.startswith("Error: ")
    return outcome.output


def test_a_fake_that_is_well(authority: trustme.CA, ca_dir: Path) -> None:
    with answering(200, b'{"status": "ok", "tenants": 1}', authority) as port:
        asked = health("--url", f"https://localhost:{port}", "--ca-dir", str(ca_dir))
    assert (asked.exit_code, asked.output) == (0, "ok\n")


def test_the_environment_says_where_it_is_and_whom_to_trust(authority: trustme.CA, ca_dir: Path) -> None:
    with answering(200, b'{"status": "ok"}', authority) as port:
        url = f"https://127.0.0.1:{port}/_fake/api"
        asked = health(
            FAKESERVER_CONTROL_URL=url, FAKESERVER_CA_DIR=str(ca_dir), https_proxy="http://proxy.example:3128"
        )
        by_openssl = health(FAKESERVER_CONTROL_URL=url, SSL_CERT_FILE=str(ca_dir / "ca.pem"))
    assert (asked.output, by_openssl.output) == ("ok\n", "ok\n")


def test_the_file_of_serve_says_where_it_is_and_whom_to_trust(authority: trustme.CA, ca_dir: Path) -> None:
    file = ca_dir / "endpoints.json"
    assert "endpoints.json: no such file or directory; `serve --endpoints` writes it" in said(
        health("--endpoints", str(file))
    )
    with answering(200, b'{"status": "ok"}', authority) as port:
        facts = {"control_url": f"https://localhost:{port}/_fake/api", "ca_file": str(ca_dir / "ca.pem")}
        file.write_text(json.dumps(facts))
        # It goes before the environment, and what the command line says before it.
        asked = health("--endpoints", str(file), FAKESERVER_CONTROL_URL="https://localhost:1")
        by_variable = health(FAKESERVER_ENDPOINTS=str(file))
        elsewhere = health("--url", "https://localhost:1", FAKESERVER_ENDPOINTS=str(file))
    assert (asked.output, by_variable.output) == ("ok\n", "ok\n")
    assert "https://localhost:1 does not answer" in said(elsewhere)


@pytest.mark.parametrize(
    "written", ["", "[]", "{}", '{"control_url": "https://localhost:1"}', "\xff", '{"ca_file": 1}']
)
def test_a_file_of_something_else_is_said(written: str, tmp_path: Path) -> None:
    file = tmp_path / "endpoints.json"
    file.write_text(written, encoding="latin-1")
    assert "is no file of `serve --endpoints`" in said(health("--endpoints", str(file)))


def test_the_port_is_the_one_that_serve_is_told(authority: trustme.CA, ca_dir: Path) -> None:
    with answering(200, b'{"status": "ok"}', authority) as port:
        told = {"FAKESERVER_HTTP_PORT": str(port), "FAKESERVER_CA_DIR": str(ca_dir)}
        assert health(**told).output == "ok\n"
    # An empty variable is as if it were not there.
    assert "https://localhost:8443" in said(health(FAKESERVER_HTTP_PORT="", FAKESERVER_CONTROL_URL=""))


def test_without_tls() -> None:
    with answering(200, b'{"status": "ok"}') as port:
        assert health("--url", f"http://127.0.0.1:{port}").output == "ok\n"


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (404, b"", "answers 404: is a fakeserver there?"),
        (503, b'{"status": "ok"}', "answers 503"),
        (200, b'{"status": "starting"}', "does not say that it is well"),
        (200, b"<html>", "does not say that it is well: b'<html>'"),
        (200, b"[1]", "does not say that it is well"),
        (200, b"\xff", "does not say that it is well"),
    ],
)
def test_one_that_is_not(status: int, body: bytes, why: str) -> None:
    with answering(status, body) as port:
        assert why in said(health("--url", f"http://127.0.0.1:{port}"))


def test_a_ca_that_is_not_trusted_is_named(authority: trustme.CA, tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with answering(200, b'{"status": "ok"}', authority) as port:
        asked = health("--url", f"https://localhost:{port}", "--ca-dir", str(tmp_path))
    assert "give the CA to trust by --ca-dir or SSL_CERT_FILE" in said(asked)


def test_nobody_there(ca_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert "does not answer: connection refused" in said(health("--url", f"http://127.0.0.1:{port}"))
    assert "does not answer" in said(health("--url", f"https://127.0.0.1:{port}", "--ca-dir", str(ca_dir)))


def test_who_never_answers_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert "does not answer: timed out" in said(health("--url", url, "--timeout", "0.05"))


def test_what_is_no_http_is_no_answer() -> None:
    def greet() -> None:
        with listening.accept()[0] as client:
            client.sendall(b"* OK IMAP4rev1\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        greeting = threading.Thread(target=greet)
        greeting.start()
        asked = health("--url", f"http://127.0.0.1:{listening.getsockname()[1]}")
        greeting.join()
    assert "does not answer: * ok imap4rev1" in said(asked)


@pytest.mark.parametrize(
    "url", ["localhost:8443", "https://", "ftp://localhost", "https://localhost:70000", "http://[1"]
)
def test_what_is_no_url_is_said(url: str) -> None:
    assert "is no URL such as https://localhost:8443" in said(health("--url", url))


def test_a_folder_without_a_ca_is_said(tmp_path: Path) -> None:
    assert said(health("--ca-dir", str(tmp_path))) == (
        f"Error: cannot trust {tmp_path / 'ca.pem'}: no such file or directory\n"
    )
