"""The client: how it finds its fake, and the names of FakeServer."""

import imaplib
import json
import socket
from pathlib import Path

import pytest

from fakeserver.client import Client
from fakeserver.client.certificates import RemoteCertificates
from fakeserver.client.cloud import RemoteCloud
from fakeserver.client.errors import NotAllowed
from fakeserver.client.tenant import RemoteTenant
from fakeserver.listeners.proxy import ProxyListener, Routes
from fakeserver.redirect import service_redirects
from fakeserver.server import FakeServer
from fakeserver.trust import bundle_context


def test_the_endpoints_file_is_enough(server: FakeServer, tmp_path: Path) -> None:
    file = tmp_path / "endpoints.json"
    file.write_text(json.dumps({"control_url": f"{server.base_url}/_fake/api", "ca_file": server.ca_file}))
    with Client.of(file, environment={}) as client:
        assert client.tenants == client.tenants or client.base_url == server.base_url
        assert client.ca_file == server.ca_file


def test_the_key_stands_in_the_endpoints_file(tmp_path: Path) -> None:
    with FakeServer(control_key="open sesame") as keyed:
        file = tmp_path / "endpoints.json"
        facts = {"control_url": keyed.control_url, "ca_file": keyed.ca_file}
        file.write_text(json.dumps(facts | {"control_key": "open sesame"}))
        with Client.of(file, environment={"FAKESERVER_CONTROL_KEY": "of another fake"}) as client:
            assert client.tenants == []
        with (
            Client.of(file, key="open barley", environment={}) as client,
            pytest.raises(NotAllowed, match="another key"),
        ):
            _ = client.tenants
        file.write_text(json.dumps(facts))
        with Client.of(file, environment={}) as client, pytest.raises(NotAllowed, match="no key was given"):
            _ = client.tenants


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"ca_file": "x"}', "\N{SNOWMAN}"])
def test_a_file_that_is_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "endpoints.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="is no endpoints file with a control_url"):
        Client.of(file)


def test_the_environment_says_it_too(server: FakeServer) -> None:
    environment = {"FAKESERVER_CONTROL_URL": server.base_url, "FAKESERVER_CA_FILE": str(server.ca_file)}
    with Client(environment=environment) as client:
        assert client.http == server.http
    with pytest.raises(ValueError, match="set FAKESERVER_CONTROL_URL"):
        Client(environment={})
    with pytest.raises(OSError, match="No such file"):
        Client(server.base_url, ca_file="/nowhere/ca.pem", environment={})


def test_it_has_the_addresses_of_the_server(client: Client, server: FakeServer, remote: RemoteTenant) -> None:
    names = ("base_url", "ews_url", "graph_url", "autodiscover_url", "http", "imap", "pop3", "smtp", "plain", "ca_file")
    assert {name: getattr(client, name) for name in names} == {name: getattr(server, name) for name in names}
    local = server.cloud.by_id(remote.tenant_id)
    assert local is not None
    assert client.authority(remote) == server.authority(local)
    assert client.token_url(remote) == server.token_url(local)
    assert client.endpoints(remote) == server.endpoints(local)


def test_it_leads_clients_of_the_protocols(client: Client, remote: RemoteTenant) -> None:
    alice = remote.add_user("alice")
    remote.policies.set(basic_auth=True)
    with imaplib.IMAP4_SSL(*client.imap, ssl_context=client.ssl_context()) as imap:
        assert imap.login(alice.upn, alice.password or "")[0] == "OK"


def test_tenants_are_made_found_and_dropped(client: Client) -> None:
    made = client.new_tenant(domain="fabrikam.onmicrosoft.com", policies={"basic_auth": True}, users=[{"name": "bob"}])
    assert made.policies.basic_auth is True
    assert [user.upn for user in made.users] == ["bob@fabrikam.onmicrosoft.com"]
    assert made in client.cloud.tenants
    assert client.tenant("fabrikam.onmicrosoft.com") is made
    assert client.tenant(made.tenant_id) is made
    assert made.tenant_id in [tenant.tenant_id for tenant in client.tenants]
    client.drop_tenant(made)
    client.drop_tenant(made)
    assert client.cloud.resolve(made.tenant_id) is None
    with pytest.raises(LookupError, match=f"no tenant '{made.tenant_id}'"):
        client.tenant(made.tenant_id)


def test_a_setting_that_is_unknown_or_cannot_go(client: Client) -> None:
    import random

    with pytest.raises(ValueError, match=r"there is no key 'domian'; did you mean 'domain'\?"):
        client.new_tenant(domian="x.example")
    with pytest.raises(TypeError, match="random= does not go over --m365-url"):
        client.new_tenant(random=random.Random(1))


def test_only_what_it_made_is_dropped_with_it(client: Client, server: FakeServer) -> None:
    with Client(server.base_url, ca_file=server.ca_file, environment={}) as other:
        kept, made = client.new_tenant(), other.new_tenant()
        other.cloud.drop_all()
        known = [tenant.tenant_id for tenant in server.cloud.tenants]
        assert kept.tenant_id in known
        assert made.tenant_id not in known
        assert isinstance(other.cloud, RemoteCloud)
    client.drop_tenant(kept)


def test_its_files_let_programs_trust_the_fake(client: Client) -> None:
    assert isinstance(client.certificates, RemoteCertificates)
    assert client.ca_file is not None
    bundle = Path(client.bundle_file or "").read_bytes()
    assert Path(client.ca_file).read_bytes() in bundle
    assert client.certificates.java_store.read_bytes()[:4] == b"\xfe\xed\xfe\xed"


def test_without_a_ca_there_are_no_files() -> None:
    client = Client("http://localhost:1", environment={})
    assert client.bundle_file is None
    with pytest.raises(ValueError, match="was given no CA"):
        _ = client.certificates


def test_it_runs_a_proxy_of_this_process(client: Client) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    redirects = service_redirects(client.http, client.imap, client.pop3, client.smtp, [])
    listener = ProxyListener(Routes(lambda: redirects, {}), lambda: bundle_context(str(client.bundle_file)))
    with client.hosting({listener: [listening]}), socket.create_connection(listening.getsockname()) as connection:
        connection.sendall(b"CONNECT outlook.office365.com:443 HTTP/1.1\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
    assert listening.fileno() == -1


def test_a_network_of_its_own_cannot_be_led_there(client: Client) -> None:
    with pytest.raises(TypeError, match="isolated=True: sockets of another network does not go over --m365-url"):
        client.listening({})


def test_a_token_is_explained(client: Client, remote: RemoteTenant) -> None:
    alice = remote.add_user("alice", imap=False)
    explained = client.explain(remote.token(remote.public_app, alice))
    assert explained["claims"]["upn"] == alice.upn
    assert {name: verdict["is_let_in"] for name, verdict in explained["verdicts"].items()} == {
        "imap": False,
        "pop3": True,
        "smtp": True,
        "ews": True,
    }
