import asyncio
import http.client
import socket
import ssl
import threading
from asyncio.sslproto import SSLProtocol
from contextlib import ExitStack, closing
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.http import HttpListener
from fakeserver.listeners.lines import LineListener
from fakeserver.listeners.tls_buffer import share_buffer
from fakeserver.protocols.imap.session import ImapSession
from fakeserver.tenant.cloud import Cloud
from fakeserver.wire import HttpResponse
from tests.listeners.conftest import Listen

#: kB, the bar
IDLE_LIMIT = 60
CONNECTIONS = 100


def resident() -> int:
    """Return the memory of this process in kB."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        pytest.skip("needs /proc")
    return int(statm.read_text().split()[1]) * 4


@pytest.fixture
def port(listen: Listen, certificates: Certificates) -> int:
    return listen(LineListener(lambda *_: ImapSession(Cloud()), ssl_context=certificates.server_context()))


def greeted(port: int, trust: ssl.SSLContext) -> ssl.SSLSocket:
    client = trust.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=60), server_hostname="localhost")
    assert client.recv(100).startswith(b"* OK")
    return client


def test_the_connections_of_a_thread_read_into_one_buffer(port: int, certificates: Certificates) -> None:
    trust = certificates.client_context()
    with ExitStack() as clients:
        for _ in range(10):
            clients.enter_context(greeted(port, trust))
        before = resident()
        for _ in range(CONNECTIONS):
            clients.enter_context(greeted(port, trust))
        # The clients are in this process as well, and count.
        assert (resident() - before) / CONNECTIONS < IDLE_LIMIT + 40


def test_what_two_clients_send_at_once_is_not_mixed_up(
    listen: Listen, certificates: Certificates, errors: list[BaseException]
) -> None:
    port = listen(
        HttpListener(lambda asked: HttpResponse(200, [], asked.body), errors.append, certificates.server_context())
    )
    bodies = {path: path.encode() * 300_000 for path in ("/a", "/b")}
    answers: dict[str, bytes] = {}

    def ask(path: str) -> None:
        client = http.client.HTTPSConnection("localhost", port, context=certificates.client_context(), timeout=60)
        with closing(client):
            client.request("POST", path, bodies[path])
            answers[path] = client.getresponse().read()

    asking = [threading.Thread(target=ask, args=(path,)) for path in bodies]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert answers == bodies


def test_asyncios_own_class_stays_as_it_is() -> None:
    async def connect() -> None:
        ours, second = (SimpleNamespace(_ssl_buffer=bytearray(SSLProtocol.max_size)) for _ in range(2))
        share_buffer(Mock(asyncio.Transport, _ssl_protocol=ours))
        share_buffer(Mock(asyncio.Transport, _ssl_protocol=second))
        if isinstance(asyncio.get_running_loop(), asyncio.SelectorEventLoop):
            assert ours._ssl_buffer is second._ssl_buffer
            assert len(ours._ssl_buffer) == len(ours._ssl_buffer_view) == SSLProtocol.max_size
        else:
            assert len(ours._ssl_buffer) == ours.max_size < SSLProtocol.max_size

    asyncio.run(connect())
    assert SSLProtocol.max_size == 256 * 1024
    assert not hasattr(SSLProtocol, "_ssl_buffer")


def test_a_transport_without_such_a_buffer_is_left_alone() -> None:
    share_buffer(asyncio.BaseTransport())
