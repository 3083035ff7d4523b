import imaplib
import os
import poplib
import smtplib
import socket
import ssl
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from fakeserver.server import FakeServer, NotRunningError, PortError
from fakeserver.server.hosts import IMPORTED_LATE
from fakeserver.server.server import ERRORS_KEPT


def files_open() -> set[str]:
    """Return what this process holds open: sockets, files, pipes."""
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("needs /proc")
    opened = set()
    for number in os.listdir(folder):
        try:
            opened.add(f"{number} {(folder / number).readlink()}")
        except FileNotFoundError:
            continue  # the one that listed them
    return opened


def greet(server: FakeServer) -> None:
    """Connect to every port with a client of its own."""
    context = server.ssl_context()
    with imaplib.IMAP4_SSL(*server.imap, ssl_context=context, timeout=60) as imap:
        assert imap.state == "NONAUTH"
    pop3 = poplib.POP3_SSL(*server.pop3, context=context, timeout=60)
    assert pop3.getwelcome().startswith(b"+OK")
    pop3.quit()
    with smtplib.SMTP(*server.smtp, timeout=60) as smtp:
        assert smtp.starttls(context=context)[0] == 220
        assert smtp.ehlo("me.example")[0] == 250
    url = f"{server.base_url}/common/v2.0/.well-known/openid-configuration"
    with urllib.request.urlopen(url, context=context, timeout=60) as response:
        assert response.status == 200


def test_every_port_answers_with_tls(server: FakeServer) -> None:
    greet(server)


def test_several_servers_run_side_by_side(server: FakeServer) -> None:
    with FakeServer() as other:
        assert other.http.port != server.http.port
        greet(other)
        greet(server)
        with pytest.raises(ssl.SSLCertVerificationError):
            imaplib.IMAP4_SSL(*other.imap, ssl_context=server.ssl_context(), timeout=60)


def test_stopping_leaves_nothing_though_clients_are_connected() -> None:
    server = FakeServer()
    server.start()
    greet(server)  # what is imported late is open by now
    before_threads, before_files = set(threading.enumerate()), files_open()
    other = FakeServer()
    other.start()
    folder = Path(other.ca_file or "").parent
    context = other.ssl_context()
    clients: list[Any] = [
        imaplib.IMAP4_SSL(*other.imap, ssl_context=context, timeout=60),
        poplib.POP3_SSL(*other.pop3, context=context, timeout=60),
        smtplib.SMTP(*other.smtp, timeout=60),
        socket.create_connection(other.http),
        socket.create_connection(other.imap),
    ]
    clients[2].starttls(context=context)
    assert other.stop() == []
    for client in clients:
        if isinstance(client, imaplib.IMAP4_SSL):
            client.shutdown()
        else:
            client.close()
    assert other.errors == []
    assert not folder.exists()
    # Of others' threads and files, some may have been ending still.
    assert set(threading.enumerate()) <= before_threads
    assert files_open() <= before_files
    server.stop()


def test_a_server_can_be_started_again(server: FakeServer) -> None:
    with pytest.raises(RuntimeError, match="already"):
        server.start()
    assert server.stop() == []
    assert server.stop() == []
    with pytest.raises(NotRunningError):
        server.ssl_context()
    server.start()
    greet(server)


def test_a_port_that_is_taken_is_one_clear_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        before = set(threading.enumerate())
        with pytest.raises(PortError, match=f"cannot listen on 127.0.0.1 port {port} for POP3: address already in use"):
            FakeServer(pop3_port=port).start()
        assert set(threading.enumerate()) <= before


def test_without_tls_everything_is_plain() -> None:
    with FakeServer(plain=True) as server:
        assert server.base_url == f"http://localhost:{server.http.port}"
        assert (server.ca_file, server.bundle_file) == (None, None)
        with imaplib.IMAP4(*server.imap, timeout=60) as imap:
            assert imap.state == "NONAUTH"
        with smtplib.SMTP(*server.smtp, timeout=60) as smtp:
            smtp.ehlo("me.example")
            assert not smtp.has_extn("starttls")
            assert smtp.esmtp_features["auth"] == " LOGIN XOAUTH2"
        with pytest.raises(NotRunningError):
            server.ssl_context()


def test_plain_is_for_loopback_only() -> None:
    with pytest.raises(ValueError, match="loopback only"):
        FakeServer("0.0.0.0", plain=True)


def test_the_bundle_is_trusted(server: FakeServer) -> None:
    context = ssl.create_default_context(cafile=server.bundle_file)
    with imaplib.IMAP4_SSL(*server.imap, ssl_context=context, timeout=60) as imap:
        assert imap.state == "NONAUTH"


def test_an_unknown_path_is_not_found(server: FakeServer) -> None:
    for path in ("/ews/nothing", "/owa/", "/favicon.ico"):
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(server.base_url + path, context=server.ssl_context(), timeout=60)
        with error.value:
            assert error.value.code in (404, 405), path


def test_before_the_start_and_after_the_end_there_is_no_address() -> None:
    server = FakeServer(plain=True)
    for _ in range(2):
        with pytest.raises(NotRunningError, match="not running"):
            _ = server.base_url
        server.start()
        assert server.base_url.startswith("http://localhost:")
        server.stop()
    with pytest.raises(NotRunningError):
        _ = server.imap


def test_bugs_are_kept_up_to_a_number(server: FakeServer) -> None:
    def boom() -> None:
        raise LookupError("a bug")

    async def fall() -> None:
        import asyncio

        for _ in range(ERRORS_KEPT + 5):
            asyncio.get_running_loop().call_soon(boom)
        await asyncio.sleep(0)

    server._hosting.thread.call(fall())
    assert len(server.errors) == ERRORS_KEPT
    server.errors.clear()


@pytest.mark.parametrize("protocol", ["http", "imap", "pop3", "smtp"])
@pytest.mark.parametrize(
    "octets",
    [
        b"\x00" * 50_000,
        b"\xff\xfe\xfd\r\n" * 1000,
        b"A" * 200_000 + b"\r\n",
        b"{99999999999}\r\n" * 10,
        b"GET / HTTP/1.1\r\n\r\n",
        b"EHLO x\r\nAUTH XOAUTH2 %s\r\n" % (b"=" * 20_000),
        b"a AUTHENTICATE XOAUTH2 " + b"A" * 100_000 + b"\r\n",
        bytes(range(256)) * 100,
    ],
    ids=["zeros", "high", "long", "literal", "http", "smtp", "imap", "octets"],
)
def test_nonsense_on_any_port_disturbs_nobody(server: FakeServer, protocol: str, octets: bytes) -> None:
    endpoint = getattr(server, protocol)
    context = server.ssl_context()
    for secured in (True, False):
        with socket.create_connection(endpoint, timeout=60) as raw:
            peer = raw
            if secured and protocol != "smtp":
                peer = context.wrap_socket(raw, server_hostname="localhost")
            answer = b""
            try:
                peer.sendall(octets)
                raw.shutdown(socket.SHUT_WR)
                while piece := peer.recv(65536):
                    answer += piece
            except OSError:
                answer += b""  # closed on us, which is an answer too
            finally:
                peer.close()
            assert b"Traceback" not in answer
            assert b"File " not in answer
    greet(server)


def test_nothing_heavy_is_imported_until_a_client_connects() -> None:
    program = (
        "import sys\n"
        "from fakeserver.server import FakeServer\n"
        "kinds = 'fakeserver.tenant.exchange.kinds'\n"
        "with FakeServer() as server:\n"
        "    server.new_tenant().add_user('alice')\n"
        "    print([name for name in ('aiohttp', 'aiosmtpd', 'lxml', 'msal', kinds) if name in sys.modules])\n"
        "    server.warm_up()\n"
        "    print([name for name in ('aiohttp', 'aiosmtpd', 'lxml', 'msal') if name in sys.modules])\n"
    )
    printed = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert printed.stdout.splitlines() == ["[]", "['aiohttp', 'aiosmtpd', 'lxml']"]
    assert len(set(IMPORTED_LATE)) == len(IMPORTED_LATE)


def test_warming_up_imports_where_clients_would_have_it_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "imported_late.py").write_text("import threading\nTHREAD = threading.current_thread()\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("fakeserver.server.server.IMPORTED_LATE", ("imported_late",))
    with FakeServer() as server:
        server.warm_up()
        assert sys.modules.pop("imported_late").THREAD is not threading.current_thread()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_that_ends_leaves_the_server_to_its_parent() -> None:
    forks = """
import os, sys, urllib.request
from fakeserver.server import FakeServer
with FakeServer() as server:
    child = os.fork()
    if child == 0:
        sys.exit(0)
    assert os.waitpid(child, 0)[1] == 0
    tenant = server.new_tenant()
    url = server.authority(tenant) + "/v2.0/.well-known/openid-configuration"
    print(urllib.request.urlopen(url, context=server.ssl_context()).status, os.path.exists(server.ca_file))
"""
    told = subprocess.run([sys.executable, "-c", forks], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "200 True"
