import socket
from contextlib import ExitStack

import pytest

from fakeserver.endpoint import Endpoint
from fakeserver.server.endpoints import Endpoints, certificate_names, client_host, is_loopback
from fakeserver.tenant.tenant import Tenant


def running(*, plain: bool = False, host: str = "localhost") -> Endpoints:
    """Return the addresses of a server that listens."""
    ports = {"http": 8443, "imap": 993, "pop3": 995, "smtp": 587}
    places = {protocol: Endpoint(host, port) for protocol, port in ports.items()}
    return Endpoints(**places, ca_file=None if plain else "/tmp/ca.pem")


def test_what_a_program_is_told() -> None:
    tenant = Tenant(tenant_id="5c8a2b8e-1c3b-4c52-9d0f-0f6ff8f9a001")
    alice = tenant.add_user("alice")
    support = tenant.add_shared_mailbox("support")
    told = running().described(tenant)
    base = "https://localhost:8443"
    assert told == {
        "tenant_id": tenant.tenant_id,
        "domain": "contoso.onmicrosoft.com",
        "authority": f"{base}/{tenant.tenant_id}",
        "token_url": f"{base}/{tenant.tenant_id}/oauth2/v2.0/token",
        "ca_file": "/tmp/ca.pem",
        "ews_url": f"{base}/EWS/Exchange.asmx",
        "graph_url": f"{base}/v1.0",
        "autodiscover_url": f"{base}/autodiscover/autodiscover.xml",
        "control_url": f"{base}/_fake/api",
        "inspector_url": f"{base}/_fake/",
        "imap": {"host": "localhost", "port": 993},
        "pop3": {"host": "localhost", "port": 995},
        "smtp": {"host": "localhost", "port": 587},
        "users": [{"upn": alice.upn, "password": alice.password}],
        "shared_mailboxes": [support.address],
        "rooms": [],
        "apps": [
            {"client_id": tenant.public_app.client_id, "client_secret": None, "kind": "public"},
            {
                "client_id": tenant.daemon_app.client_id,
                "client_secret": tenant.daemon_app.client_secret,
                "kind": "confidential",
            },
        ],
    }


def test_without_tls_the_urls_say_http() -> None:
    server = running(plain=True)
    assert server.ews_url == "http://localhost:8443/EWS/Exchange.asmx"
    assert server.graph_url == "http://localhost:8443/v1.0"
    assert server.described(Tenant())["ca_file"] is None


def test_an_ipv6_address_stands_in_brackets() -> None:
    assert running(host="2001:db8::7").base_url == "https://[2001:db8::7]:8443"


def test_the_ports_are_those_of_the_sockets() -> None:
    with ExitStack() as stack:
        sockets = {
            protocol: [stack.enter_context(socket.create_server(("127.0.0.1", 0)))]
            for protocol in ("http", "imap", "pop3", "smtp")
        }
        found = Endpoints.listening("127.0.0.1", sockets, None)
        assert found.smtp == ("localhost", sockets["smtp"][0].getsockname()[1])
        assert found.base_url == f"http://localhost:{sockets['http'][0].getsockname()[1]}"


@pytest.mark.parametrize(
    ("host", "loopback", "client", "names"),
    [
        ("127.0.0.1", True, "localhost", 0),
        ("localhost", True, "localhost", 0),
        ("::1", True, "localhost", 0),
        ("0.0.0.0", False, "localhost", 1),
        ("::", False, "localhost", 1),
        ("192.0.2.7", False, "192.0.2.7", 2),
        ("fake.example", False, "fake.example", 2),
    ],
)
def test_how_clients_reach_a_listening_address(host: str, loopback: bool, client: str, names: int) -> None:
    assert is_loopback(host) is loopback
    assert client_host(host) == client
    assert len(certificate_names(host)) == names
