"""Clients of HTTP and of sockets that know the real names only: each comes to the fake, and verifies its certificate.

What uvloop, c-ares, dnspython, gevent, certifi and exchangelib need besides is in ``tests/redirect/clients``.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable
from typing import Any

import pytest
import requests
import urllib3

from pytest_m365 import Redirect, Target

pytestmark = pytest.mark.usefixtures("m365_redirect")

MAIL = "outlook.office365.com"
CLOSED = "https://teams.microsoft.com/"
#: what stands in each error, whatever a library has made of it
KEPT = "teams.microsoft.com port 443 is kept from the network: nothing of it leads to the fake (m365_redirect in "

# As programs make them: when a module is imported, before any fixture.
SESSION = requests.Session()
POOL = urllib3.PoolManager()


@pytest.fixture
def keys(m365: Target) -> str:
    """A document of this tenant."""
    return f"https://login.microsoftonline.com/{m365.tenant_id}/discovery/v2.0/keys"


def why_not(ask: Callable[..., object], *arguments: object, **options: object) -> str:
    """Return what the exception of a call and its causes say."""
    said = []
    try:
        ask(*arguments, **options)
    except Exception as failure:  # noqa: BLE001  each library has its own
        error: BaseException | None = failure
        while error is not None:
            said.append(str(error))
            error = error.__cause__ or error.__context__
    assert said
    return " ".join(said)


def requests_status(url: str) -> int:
    return requests.get(url, timeout=60).status_code


def session_status(url: str) -> int:
    return SESSION.get(url, timeout=60).status_code


def urllib3_status(url: str) -> int:
    with urllib3.PoolManager() as pool:
        return pool.request("GET", url, timeout=60, retries=False).status


def pool_status(url: str) -> int:
    return POOL.request("GET", url, timeout=60, retries=False).status


def http_client_status(url: str) -> int:
    import http.client
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    connection = http.client.HTTPSConnection(str(parts.hostname), timeout=60)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status
    finally:
        connection.close()


def httpx_status(url: str) -> int:
    httpx = pytest.importorskip("httpx")
    status: int = httpx.get(url, timeout=60).status_code
    return status


def httpx_on_asyncio_status(url: str) -> int:
    return asyncio.run(_httpx_status(url))


def httpx_on_trio_status(url: str) -> int:
    trio = pytest.importorskip("trio")
    status: int = trio.run(_httpx_status, url)
    return status


async def _httpx_status(url: str) -> int:
    httpx = pytest.importorskip("httpx")
    async with httpx.AsyncClient() as client:
        status: int = (await client.get(url)).status_code
        return status


def aiohttp_status(url: str) -> int:
    import aiohttp

    async def ask() -> int:
        connector = aiohttp.TCPConnector(resolver=aiohttp.ThreadedResolver())
        async with aiohttp.ClientSession(connector=connector) as session, session.get(url) as answer:
            return answer.status

    return asyncio.run(ask())


def kiota_status(url: str) -> int:
    """Ask by the client of HTTP that msgraph makes."""
    factory = pytest.importorskip("kiota_http.kiota_client_factory").KiotaClientFactory

    async def ask() -> int:
        async with factory.create_with_default_middleware() as client:
            status: int = (await client.get(url)).status_code
            return status

    return asyncio.run(ask())


CLIENTS = [
    requests_status,
    session_status,
    urllib3_status,
    pool_status,
    http_client_status,
    httpx_status,
    httpx_on_asyncio_status,
    httpx_on_trio_status,
    aiohttp_status,
    kiota_status,
]


@pytest.mark.parametrize("status", CLIENTS)
@pytest.mark.usefixtures("collected")
def test_a_client_of_http_is_led(status: Callable[[str], int], keys: str) -> None:
    assert status(keys) == 200


@pytest.mark.parametrize("status", CLIENTS)
def test_what_leads_nowhere_fails_at_once(status: Callable[[str], int], request: pytest.FixtureRequest) -> None:
    said = why_not(status, CLOSED)
    assert KEPT in said
    assert request.node.nodeid in said


def test_a_proxy_that_a_program_names_may_be_the_one_of_children(m365_redirect: Redirect, keys: str) -> None:
    proxies = {"https": m365_redirect.env["HTTPS_PROXY"]}
    with requests.Session() as session:
        assert session.get(keys, proxies=proxies, timeout=60).status_code == 200
        assert "Tunnel connection failed: 403" in why_not(session.get, CLOSED, proxies=proxies, timeout=60)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_anyio_is_led(m365: Target, backend: str) -> None:
    anyio = pytest.importorskip("anyio")
    pytest.importorskip(backend)

    async def greeting() -> bytes:
        async with await anyio.connect_tcp(MAIL, 993, tls=True) as stream:
            line: bytes = await stream.receive()
            return line

    async def closed(host: str) -> None:
        await anyio.connect_tcp(host, 143)

    assert anyio.run(greeting, backend=backend).startswith(b"* OK")
    said = why_not(anyio.run, closed, MAIL, backend=backend)
    assert f"{MAIL} port 143 is kept from the network: only 443, 587, 993, 995 lead" in said


def test_trio_is_led(m365: Target) -> None:
    trio = pytest.importorskip("trio")

    async def greeting() -> bytes:
        stream = await trio.open_ssl_over_tcp_stream(MAIL, 993, https_compatible=True)
        async with stream:
            line: bytes = await stream.receive_some()
            return line

    async def by_name() -> int:
        with trio.socket.socket() as client:
            await client.connect((MAIL, 993))
            port: int = client.getpeername()[1]
            return port

    assert trio.run(greeting).startswith(b"* OK")
    assert trio.run(by_name) == m365.imap.port
    with pytest.raises(socket.gaierror, match=f"{MAIL} port 143 is kept from the network"):
        trio.run(trio.open_tcp_stream, MAIL, 143)


def test_truststore_trusts_the_fake_on_linux(keys: str) -> None:
    import sys

    truststore = pytest.importorskip("truststore")
    if sys.platform != "linux":
        pytest.skip("elsewhere truststore asks the system, which reads no SSL_CERT_FILE")
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with urllib3.PoolManager(ssl_context=context) as pool:
        assert pool.request("GET", keys, retries=False).status == 200


def test_azure_identity_signs_in(m365: Target) -> None:
    identity = pytest.importorskip("azure.identity")
    app = m365.daemon_app
    with identity.ClientSecretCredential(m365.tenant_id, app.client_id, app.client_secret) as credential:
        assert credential.get_token("https://outlook.office365.com/.default").token


@pytest.mark.usefixtures("collected")
def test_azure_identity_signs_in_asynchronously(m365: Target) -> None:
    identity = pytest.importorskip("azure.identity.aio")
    app = m365.daemon_app

    async def token() -> str:
        async with identity.ClientSecretCredential(m365.tenant_id, app.client_id, app.client_secret) as credential:
            found: str = (await credential.get_token("https://outlook.office365.com/.default")).token
            return found

    assert asyncio.run(token())


@pytest.mark.usefixtures("collected")
def test_msgraph_asks_the_fake(m365: Target) -> None:
    msgraph = pytest.importorskip("msgraph")
    provider = pytest.importorskip("kiota_authentication_azure.azure_identity_authentication_provider")
    core = pytest.importorskip("msgraph_core")
    identity = pytest.importorskip("azure.identity.aio")
    app = m365.daemon_app

    async def ask() -> Any:
        async with (
            identity.ClientSecretCredential(m365.tenant_id, app.client_id, app.client_secret) as credential,
            core.GraphClientFactory.create_with_default_middleware() as http,
        ):
            scopes = ["https://graph.microsoft.com/.default"]
            tokens = provider.AzureIdentityAuthenticationProvider(credential, scopes=scopes)
            client = msgraph.GraphServiceClient(request_adapter=msgraph.GraphRequestAdapter(tokens, http))
            return await client.users.by_user_id(m365.username).get()

    assert asyncio.run(ask()).user_principal_name == m365.username


def test_twisted_is_led(m365: Target) -> None:
    pytest.importorskip("twisted.internet.ssl")
    import subprocess
    import sys

    program = """
import sys
from twisted.internet import reactor, task
from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.internet.protocol import Factory, Protocol
from twisted.internet.ssl import optionsForClientTLS
from fakeserver.redirect import Redirects, redirected

class Greeting(Protocol):
    def dataReceived(self, data):
        print(data[:4])
        self.transport.loseConnection()
    def connectionLost(self, reason):
        reactor.stop()

with redirected(Redirects.from_json(sys.argv[1])):
    endpoint = HostnameEndpoint(reactor, "outlook.office365.com", 993)
    wrapped = wrapClientTLS(optionsForClientTLS("outlook.office365.com"), endpoint)
    wrapped.connect(Factory.forProtocol(Greeting)).addErrback(lambda failure: (print(failure), reactor.stop()))
    reactor.run()
"""
    from fakeserver.redirect import service_redirects

    server = m365.server  # type: ignore[attr-defined]
    table = service_redirects(server.http, server.imap, server.pop3, server.smtp, [])
    run = subprocess.run(
        [sys.executable, "-c", program, table.to_json()], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.stdout == "b'* OK'\n", run.stdout + run.stderr
