"""Blocks of settings: what is copied works as it stands."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fakeserver.config.building import build
from fakeserver.config.tables import Config
from fakeserver.protocols.control.settings import Block, blocks
from fakeserver.server.server import FakeServer
from fakeserver.tenant.tenant import Tenant
from tests.node import LIMIT, node_script


@pytest.fixture(scope="module")
def server() -> Iterator[FakeServer]:
    with FakeServer() as running:
        yield running


@pytest.fixture(scope="module")
def tenant(server: FakeServer) -> Tenant:
    made = build(Config(), server.cloud)
    made.mailbox("alice").deliver(subject="Invoice 4711")
    return made


@pytest.fixture(scope="module")
def by_name(server: FakeServer, tenant: Tenant) -> dict[str, Block]:
    return {block.name: block for block in blocks(tenant, server.endpoints(tenant))}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a block sets in it is put back."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")


def run(block: Block) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(block.text, names)
    return names


def test_msal(by_name: dict[str, Block]) -> None:
    assert run(by_name["msal (Python)"])["token"].startswith("eyJ")


def test_imaplib(by_name: dict[str, Block]) -> None:
    with run(by_name["imaplib (Python)"])["imap"] as imap:
        assert imap.search(None, "ALL") == ("OK", [b"1"])


def test_exchangelib(by_name: dict[str, Block]) -> None:
    account = run(by_name["exchangelib (Python)"])["account"]
    assert [item.subject for item in account.inbox.all()] == ["Invoice 4711"]
    account.protocol.close()


def test_curl(by_name: dict[str, Block]) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    said = subprocess.run(
        ["sh", "-ec", by_name["curl"].text], capture_output=True, text=True, timeout=LIMIT, check=True
    )
    assert "Subject: Invoice 4711" in said.stdout


def test_node(by_name: dict[str, Block], tmp_path: Path) -> None:
    found = node_script(Path(__file__), "imapflow")
    looked = subprocess.run(
        [found.node, "-p", "require.resolve('imapflow')"], capture_output=True, text=True, timeout=LIMIT, check=True
    )
    # Modules are looked for beside the script alone.
    modules = next(path for path in Path(looked.stdout.strip()).parents if path.name == "node_modules")
    (tmp_path / "node_modules").symlink_to(modules)
    block = by_name["imapflow and nodemailer (Node)"]
    used = "await imap.connect(); console.log((await imap.status('INBOX', { messages: true })).messages);"
    script = tmp_path / "app.mjs"
    script.write_text(f"{block.text}{used} await imap.logout(); console.log(await smtp.verify());")
    # The first line says how it is run.
    said = subprocess.run(
        ["sh", "-ec", block.text.splitlines()[0].removeprefix("// ")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    )
    assert said.stdout.split() == ["1", "true"]


def test_variables(by_name: dict[str, Block], tenant: Tenant, server: FakeServer, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(by_name[".env"].text)
    said = subprocess.run(
        ["sh", "-aec", '. ./.env; printf "%s %s" "$AUTHORITY" "$CLIENT_SECRET"'],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    )
    assert said.stdout == f"{server.authority(tenant)} {tenant.daemon_app.client_secret}"


def test_settings_of_dotnet_are_json(by_name: dict[str, Block], tenant: Tenant, server: FakeServer) -> None:
    settings = json.loads(by_name["appsettings.json (.NET)"].text)
    entra = settings["AzureAd"]
    assert entra["Instance"] + entra["TenantId"] == server.authority(tenant)
    assert settings["Mail"]["Imap"] == {"Host": "localhost", "Port": server.imap.port}


def test_properties_of_java(by_name: dict[str, Block], server: FakeServer) -> None:
    lines = by_name["Jakarta Mail (Java properties)"].text.splitlines()
    assert lines[0].startswith("# keytool -importcert")
    assert "# java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=changeit ..." in lines
    assert f"mail.imap.port={server.imap.port}" in lines
    assert "mail.smtp.starttls.required=true" in lines
    assert f"mail.pop3.port={server.pop3.port}" in lines


def test_compose_doubles_dollars() -> None:
    with FakeServer(plain=True) as server:
        tenant = server.new_tenant(defaults=False)
        tenant.register_app("daemon", secret="a$b~'c\"d")
        text = next(block.text for block in blocks(tenant, server.endpoints(tenant)) if block.name == "docker compose")
    assert '      CLIENT_SECRET: "a$$b~\'c\\"d"\n' in text
    assert "volumes" not in text


def test_without_tls_nothing_is_said_of_trust() -> None:
    with FakeServer(plain=True) as server:
        made = blocks(build(Config(), server.cloud), server.endpoints(server.cloud.tenants[0]))
    for block in made:
        assert not any(
            word in block.text for word in ("cafile", "CA_", "--cacert", "trustStore", "IMAP4_SSL", "imaps:")
        )


def test_a_tenant_without_applications_has_words_in_their_places(server: FakeServer) -> None:
    empty = server.new_tenant(defaults=False)
    [msal, *_] = blocks(empty, server.endpoints(empty))
    assert '"the client id of an application with a secret"' in msal.text
    server.drop_tenant(empty)
