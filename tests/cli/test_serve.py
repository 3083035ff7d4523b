import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import textwrap
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from fakeserver.cli import main
from fakeserver.cli.serve import serve
from fakeserver.config import Config, build
from fakeserver.tenant.cloud import Cloud

SERVE = [sys.executable, "-m", "fakeserver.cli", "serve"]


@contextmanager
def serving(*options: str) -> Iterator[subprocess.Popen[str]]:
    """Run ``fakeserver serve`` until the block ends."""
    process = subprocess.Popen([*SERVE, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=60)


def printed(process: subprocess.Popen[str]) -> str:
    """Return what it says until everything is said, which is when it serves."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if "daemon app" in line:
            break
    return "".join(lines)


ENDING = [
    getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1") if hasattr(signal, name)
]


@pytest.mark.parametrize("number", ENDING)
@pytest.mark.usefixtures("ending_signals")
def test_serve_says_where_everything_is_and_stops_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    file = tmp_path / "endpoints.json"
    with serving("--endpoints", str(file)) as process:
        text = printed(process)
        facts = json.loads(file.read_text())
        for protocol in ("imap", "pop3", "smtp"):
            with socket.create_connection((facts[protocol]["host"], facts[protocol]["port"]), timeout=60):
                assert f"localhost:{facts[protocol]['port']}" in text
        urls = ("authority", "token_url", "ews_url", "graph_url", "autodiscover_url")
        for word in (*urls, "ca_file", "domain", "tenant_id"):
            assert facts[word] in text
        for user in facts["users"]:
            assert user["upn"] in text
            assert user["password"] in text
        for app in facts["apps"]:
            assert app["client_id"] in text
        assert [user["upn"].partition("@")[0] for user in facts["users"]] == ["alice", "bob"]
        assert Path(facts["ca_file"]).exists()
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (0, "", "")
        assert not Path(facts["ca_file"]).exists()
        assert [path.name for path in tmp_path.iterdir()] == ["endpoints.json"]


def test_serve_plain_speaks_http(tmp_path: Path) -> None:
    file = tmp_path / "endpoints.json"
    with serving("--plain", "--endpoints", str(file)) as process:
        assert "no TLS" in printed(process)
        facts = json.loads(file.read_text())
        assert facts["ca_file"] is None
        url = f"{facts['authority']}/v2.0/.well-known/openid-configuration"
        assert url.startswith("http://localhost:")
        with urllib.request.urlopen(url, timeout=60) as response:
            assert response.status == 200


def test_serve_takes_a_configuration_and_ports(tmp_path: Path) -> None:
    config = tmp_path / "tenant.toml"
    config.write_text("domain = 'fabrikam.com'\n[[users]]\nname = 'carol'\npassword = 'Winter-2026'\n")
    text = ""
    for _ in range(5):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with serving("--config", str(config), "--imap-port", str(port)) as process:
            text = printed(process)
        if text:
            break
        # Somebody else has been given that port since.
    assert "carol@fabrikam.com  password Winter-2026" in text
    assert f"localhost:{port}" in text


def failing(*options: str) -> str:
    """Run a command that must fail; return its one line."""
    result = CliRunner().invoke(main, list(options))
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert result.output.startswith("Error: ")
    return result.output


def test_a_taken_port_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = failing("serve", "--smtp-port", str(port))
        assert line == f"Error: cannot listen on 127.0.0.1 port {port} for SMTP: address already in use\n"


def test_plain_on_another_host_is_refused() -> None:
    assert "loopback only" in failing("serve", "--plain", "--host", "0.0.0.0")


def test_a_host_that_is_not_ours_is_one_line() -> None:
    assert "192.0.2.1" in failing("serve", "--host", "192.0.2.1")


def test_a_bad_configuration_is_one_line(tmp_path: Path) -> None:
    config = tmp_path / "tenant.toml"
    config.write_text("domian = 'x'")
    assert "did you mean 'domain'?" in failing("serve", "--config", str(config))
    assert "no such file" in failing("serve", "--config", str(tmp_path / "nowhere.toml"))


def test_a_start_that_fails_leaves_the_file_of_the_fake_that_runs(tmp_path: Path) -> None:
    file = tmp_path / "endpoints.json"
    with serving("--plain", "--endpoints", str(file)) as process:
        printed(process)
        written = file.read_bytes()
        port = json.loads(written)["smtp"]["port"]
        assert "cannot listen" in failing("serve", "--endpoints", str(file), "--smtp-port", str(port))
        assert file.read_bytes() == written
        assert [path.name for path in tmp_path.iterdir()] == ["endpoints.json"]


def test_an_endpoints_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    assert "cannot write" in failing("serve", "--endpoints", str(tmp_path / "nowhere" / "endpoints.json"))


def test_a_port_out_of_range_is_refused() -> None:
    result = CliRunner().invoke(main, ["serve", "--http-port", "65536"])
    assert result.exit_code == 2
    assert "65536" in result.output


@pytest.mark.parametrize("words", [["--help"], ["serve", "--help"], ["demo", "--help"]])
def test_help_reads_well(words: list[str]) -> None:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= 100
    if words[0] == "serve":
        for option in ("--config", "--host", "--http-port", "--imap-port", "--pop3-port", "--smtp-port"):
            assert option in result.output
        assert "[[users]]" in result.output


def test_the_version() -> None:
    assert CliRunner().invoke(main, ["--version"]).output.startswith("fakeserver, version ")


def test_serve_verbose_says_why_on_stderr(tmp_path: Path) -> None:
    file = tmp_path / "endpoints.json"
    with serving("--endpoints", str(file), "--verbose", "--plain") as process:
        printed(process)
        facts = json.loads(file.read_text())
        where = (facts["pop3"]["host"], facts["pop3"]["port"])
        with socket.create_connection(where, timeout=60) as client, client.makefile("rwb") as lines:
            lines.readline()
            lines.write(f"USER {facts['users'][0]['upn']}\r\nPASS {facts['users'][0]['password']}\r\n".encode())
            lines.flush()
            assert lines.readline().startswith(b"+OK")
            assert lines.readline().startswith(b"-ERR Logon failure")
        process.send_signal(signal.SIGTERM)
        _, logged = process.communicate(timeout=60)
    assert f"POP3: PASS: password of {facts['users'][0]['upn']} -> -ERR Logon failure" in logged
    assert "BasicAuthDisabled: A user name and a password were sent" in logged
    assert "  on the fake: send a token" in logged
    assert "  in a real tenant: Change the app to OAuth" in logged
    assert "  page: https://learn.microsoft.com/" in logged
    assert facts["users"][0]["password"] not in logged


def test_the_example_of_the_help_is_a_configuration(tmp_path: Path) -> None:
    example = tmp_path / "tenant.toml"
    example.write_text(textwrap.dedent((serve.help or "").partition("\b\n")[2]))
    cloud = Cloud()
    tenant = build(Config.read(example), cloud)
    assert [user.upn.partition("@")[0] for user in tenant.users] == ["alice", "support", "room1", "PublicFolders"]
    assert tenant.users[0].imap is False
    assert tenant.apps[-1].name == "Nightly import"


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
@pytest.mark.parametrize(("options", "mode"), [((), 0o600), (("--endpoints-mode", "644"), 0o644)])
def test_only_its_owner_reads_the_endpoints_file_unless_told(
    tmp_path: Path, options: tuple[str, ...], mode: int
) -> None:
    file = tmp_path / "endpoints.json"
    with serving("--endpoints", str(file), *options) as process:
        printed(process)
        assert file.stat().st_mode & 0o777 == mode
        assert [path.name for path in tmp_path.iterdir()] == ["endpoints.json"]


@pytest.mark.parametrize("mode", ["", "888", "rw", "1", "60000"])
def test_a_mode_that_is_none_is_refused(mode: str) -> None:
    outcome = CliRunner().invoke(serve, ["--endpoints-mode", mode])
    assert outcome.exit_code == 2
    assert "is no mode" in outcome.output


def test_a_mode_without_its_file_is_refused() -> None:
    outcome = CliRunner().invoke(serve, ["--endpoints-mode", "644"])
    assert outcome.exit_code == 2
    assert "--endpoints-mode is of the file that --endpoints names" in outcome.output


def test_serve_takes_what_is_well_known_and_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "endpoints.json"
    for name, text in {
        "WELL_KNOWN": "1",
        "ENDPOINTS": str(file),
        "PLAIN": "1",
        "USERS": "eve:pw",
        "TENANT_ID": "",
    }.items():
        monkeypatch.setenv(f"FAKESERVER_{name}", text)
    with serving() as process:
        text = printed(process)
        facts = json.loads(file.read_text())
        # As a program has it in its environment file, whose ids nobody has made up.
        form = {
            "grant_type": "client_credentials",
            "client_id": "33333333-3333-3333-3333-333333333333",
            "client_secret": "not-a-secret-daemon",
            "scope": "https://outlook.office365.com/.default",
        }
        url = f"{facts['authority'].rpartition('/')[0]}/11111111-1111-1111-1111-111111111111/oauth2/v2.0/token"
        with urllib.request.urlopen(url, urllib.parse.urlencode(form).encode(), timeout=60) as response:
            assert json.load(response)["token_type"] == "Bearer"
    assert "eve@contoso.onmicrosoft.com  password pw" in text
    assert facts["tenant_id"] == "11111111-1111-1111-1111-111111111111"
    assert [app["client_secret"] for app in facts["apps"]] == [None, "not-a-secret-daemon"]
    assert "tenants" not in facts


def test_options_come_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKESERVER_HOST", "0.0.0.0")
    monkeypatch.setenv("FAKESERVER_PLAIN", "1")
    assert "loopback only" in failing("serve")
    assert "192.0.2.1" in failing("serve", "--host", "192.0.2.1")
    # Compose files give empty ones for what nobody has set.
    for parameter in serve.params:
        monkeypatch.setenv(f"FAKESERVER_{(parameter.name or '').upper()}", "")
    assert "loopback only" in failing("serve", "--plain", "--host", "0.0.0.0")


def test_several_tenants_are_all_described(tmp_path: Path) -> None:
    config, file = tmp_path / "tenants.toml", tmp_path / "endpoints.json"
    config.write_text("[[tenants]]\n[[tenants.users]]\nname = 'carol'\n[[tenants]]\ndomain = 'fabrikam.com'\n")
    with serving("--plain", "--config", str(config), "--endpoints", str(file)) as process:
        text = printed(process)
        facts = json.loads(file.read_text())
        assert process.stdout is not None
        rest = [next(process.stdout) for _ in range(8)]
    assert "carol@contoso.onmicrosoft.com" in text
    assert any("alice@fabrikam.com" in line for line in rest)
    first, second = facts.pop("tenants")
    assert facts == first
    assert (first["domain"], second["domain"]) == ("contoso.onmicrosoft.com", "fabrikam.com")
    assert second["token_url"] == f"{second['authority']}/oauth2/v2.0/token"


def test_serve_keeps_its_authority_and_says_what_clients_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, kept = tmp_path / "endpoints.json", tmp_path / "ca"
    monkeypatch.setenv("FAKESERVER_NAME", "fake 10.1.2.3")
    authorities = set()
    for _ in range(2):
        with serving("--endpoints", str(file), "--advertise", "imap=mail.local:993", "--ca-dir", str(kept)) as process:
            text = printed(process)
            facts = json.loads(file.read_text())
            assert "IMAP          mail.local:993" in text
            assert facts["imap"] == {"host": "mail.local", "port": 993}
            assert facts["ews_url"] in text
            assert facts["ews_url"].startswith("https://fake:")
            assert facts["ca_file"] == str(kept / "ca.pem")
            authorities.add((kept / "ca.pem").read_bytes())
            context = ssl.create_default_context(cafile=facts["ca_file"])
            with (
                socket.create_connection(("localhost", facts["pop3"]["port"]), timeout=60) as connection,
                context.wrap_socket(connection, server_hostname="fake") as secured,
            ):
                assert secured.recv(100).startswith(b"+OK")
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0
    assert len(authorities) == 1
    assert sorted(path.name for path in kept.iterdir()) == ["ca-key.pem", "ca.pem"]
