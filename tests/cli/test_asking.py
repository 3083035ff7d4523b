"""Commands that ask a running fake: which one, what they write, and how they end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from fakeserver.cli import clock, deliver, explain, journal, main, messages, reset, switch, token, wait
from fakeserver.cli.asking import named_values, value_of
from fakeserver.server import FakeServer
from fakeserver.tenant.tenant import Tenant

VERBS = {
    "token": token.token,
    "explain": explain.explain,
    "deliver": deliver.deliver,
    "messages": messages.messages,
    "wait": wait.wait,
    "journal": journal.journal,
    "clock": clock.clock,
    "switch": switch.switch,
    "reset": reset.reset,
}


@pytest.fixture(scope="module")
def server() -> Iterator[FakeServer]:
    with FakeServer() as server:
        yield server
        assert server.errors == []


@pytest.fixture
def tenant(server: FakeServer) -> Iterator[Tenant]:
    tenant = server.new_tenant()
    tenant.add_user("alice")
    server.adopt(tenant)
    yield tenant
    server.drop_tenant(tenant)


class Shell:
    """Runs commands on a tenant, by the environment."""

    def __init__(self, server: FakeServer, tenant: Tenant) -> None:
        self.environment = {"FAKESERVER_CONTROL_URL": server.base_url, "FAKESERVER_CA_FILE": str(server.ca_file)}
        self.tenant = tenant

    def run(self, *words: str, status: int = 0, stdin: str | bytes | None = None) -> Result:
        result = CliRunner(env=self.environment).invoke(
            main, [*words, "--tenant", self.tenant.domain], input=stdin, catch_exceptions=False
        )
        assert result.exit_code == status, result.output
        return result

    def said(self, *words: str, status: int = 0, stdin: str | bytes | None = None) -> str:
        return self.run(*words, status=status, stdin=stdin).output.strip()

    def told(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json").stdout)


@pytest.fixture
def shell(server: FakeServer, tenant: Tenant) -> Shell:
    return Shell(server, tenant)


def test_token_and_explain(shell: Shell, tenant: Tenant) -> None:
    made = shell.said("token", "alice", "--scope", "SMTP.Send")
    explained = shell.said("explain", made)
    assert f"tenant  {tenant.domain}" in explained
    assert "smtp: lets it in" in explained
    daemon = shell.said("token")
    assert "imap: refused" in shell.said("explain", daemon)
    assert "imap: lets it in" in shell.said("explain", daemon, "--mailbox", "alice")
    by_user = shell.said("token", "alice", "--claim", "idtyp=user")
    assert "idtyp            user  (user: it speaks for a user; app: for none)" in shell.said("explain", by_user)
    assert "there is no token: give it as TOKEN, or on standard input" in shell.said("explain", status=2, stdin="\n")
    assert "imap: refused\n  A1 NO AUTHENTICATE failed.\n  ScopeMissing: " in explained
    assert shell.said("explain", status=1, stdin=shell.said("token", "alice", "--claim", "exp=1700000000")).count(
        "TokenExpired"
    )
    assert shell.told("token")["access_token"].count(".") == 2
    assert shell.said("token", "alice", "--unsigned").endswith(".")
    assert "write name=value" in shell.said("token", "alice", "--claim", "exp", status=2)
    assert "no user 'bob'" in shell.said("token", "bob", status=2)


def test_a_folder_is_made_where_that_is_said(shell: Shell, tenant: Tenant) -> None:
    words = ("deliver", "alice", "--subject", "Sorted", "--folder", "Inbox/Invoices/2026")
    assert "No such folder" in shell.said(*words, status=2)
    shell.run(*words, "--make-folder")
    shell.run(*words, "--make-folder")
    assert [item.subject for item in tenant.mailbox("alice").messages("Inbox/Invoices/2026")] == ["Sorted"] * 2
    assert "--make-folder is of the folder" in shell.said("deliver", "alice", "--make-folder", status=2)


def test_deliver_messages_and_wait(shell: Shell, tenant: Tenant, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    parts = ("--subject", "Invoice", "--body", "Pay.", "--from", "Bob <bob@x.example>", "--attach")
    delivered = shell.said("deliver", "alice", *parts, str(tmp_path / "a.txt"), "--at", "2026-03-01T09:30:00Z")
    whole = shell.said("deliver", "alice", "-", "--read", stdin=b"Subject: piped\r\n\r\nhello")
    assert [item.subject for item in tenant.mailbox("alice").messages()] == ["Invoice", "piped"]
    assert shell.said("messages", "alice").splitlines() == [
        f"* 2026-03-01 09:30  bob@x.example  Invoice  {delivered}",
        f"  {tenant.mailbox('alice').messages()[1].received_at:%Y-%m-%d %H:%M}  -  piped  {whole}",
    ]
    assert [message["subject"] for message in shell.told("messages", "alice", "--limit", "1")] == ["piped"]
    shown = shell.said("messages", "alice", delivered)
    assert "Subject: Invoice" in shown
    assert "Attached: a.txt (text/plain, 3 octets)" in shown
    mime = shell.run("messages", "alice", whole, "--mime").stdout_bytes
    assert mime == tenant.mailbox("alice").messages()[1].mime()
    assert "Invoice" in shell.said("wait", "alice", "--from", "bob")
    in_vain = shell.said("wait", "alice", "--subject", "Invoice", "--timeout", "0.01", status=1)
    assert in_vain.startswith("No message with the subject 'Invoice' came to Inbox of alice@")
    assert shell.said("wait", "alice", "--none", "--subject", "x", "--timeout", "0") == ""
    assert "no message was to come" in shell.said("wait", "alice", "--none", "--timeout", "0", status=1)
    (tmp_path / "b.mbox").write_bytes(b"From x@y Mon Mar  2 09:30:00 2026\nSubject: boxed\n\nhello\n")
    loaded = shell.told("deliver", "alice", str(tmp_path / "b.mbox"), "--folder", "junkemail")
    assert [item["folder"] for item in loaded["items"]] == ["Junk Email"]
    assert "is a whole message, so that subject" in shell.said("deliver", "alice", "-", "--subject", "x", status=2)
    assert "No mailbox has this address" in shell.said("deliver", "bob", "--subject", "x", status=2)
    assert shell.said("deliver", "alice", "nowhere.eml", status=2) == "Error: nowhere.eml: no such file or directory"
    assert "'soon' is no moment" in shell.said("deliver", "alice", "--subject", "x", "--at", "soon", status=2)
    for verb in ("messages", "wait"):
        assert "name a mailbox" in shell.said(verb, status=2)
        assert shell.told(verb, "--outbound", *(("--none", "--timeout", "0") if verb == "wait" else ())) == []


def test_journal(shell: Shell, tenant: Tenant, tmp_path: Path) -> None:
    tenant.notes.add("IMAP", "NOOP", "OK", operation="NOOP", user=f"alice@{tenant.domain}")
    assert "IMAP: NOOP -> OK" in shell.said("journal", "--protocol", "imap", "--user", "alice")
    assert [each["operation"] for each in shell.told("journal", "--limit", "1")] == ["NOOP"]
    assert shell.said("journal", "--refused") == ""
    assert "did you mean 'imap'?" in shell.said("journal", "--protocol", "imapp", status=2)
    shell.run("journal", "--har", str(tmp_path / "x.har"))
    assert json.loads((tmp_path / "x.har").read_text())["log"]["version"] == "1.2"
    shell.run("journal", "--clear")
    assert shell.told("journal") == []


def test_clock(shell: Shell, tenant: Tenant) -> None:
    assert "(+5400 s)" in shell.said("clock", "advance", "1h30m")
    assert shell.told("clock", "advance", "-30m")["ahead"] == pytest.approx(3600)
    assert shell.said("clock", "freeze", "2026-03-01T09:30:00Z").startswith("2026-03-01T09:30:00Z")
    assert tenant.clock.is_frozen
    assert "stands still" in shell.said("clock")
    shell.run("clock", "unfreeze")
    assert "stands still" not in shell.said("clock")
    for words, said in (
        (("advance", "soon"), "'soon' is no duration: write 90d"),
        (("advance",), "'' is no duration"),
        (("now", "1h"), "clock now takes nothing more"),
        (("advance", "--hours", "2"), "'--hours 2' is no duration: write 90d, 1h30m, 45s, or -5m"),
        (("freeze", "2026-03-01"), "time zone"),
        (("freeze", "x"), "'x' is no moment: write 2026-03-01T09:30:00Z"),
    ):
        assert said in shell.said("clock", *words, status=2)


def test_switch(shell: Shell, tenant: Tenant) -> None:
    assert shell.said("switch") == ""
    assert shell.said("switch", "basic_auth=true", 'ews_allow_list=["a*"]', "smtp_auth").splitlines() == [
        "basic_auth=True",
        "ews_allow_list=('a*',)",
        "smtp_auth=True",
    ]
    assert shell.told("switch") == {"basic_auth": True, "ews_allow_list": ["a*"]}
    assert shell.said("switch", "--user", "alice", "imap=false", "mfa=required").splitlines()[0] == "imap=False"
    assert tenant.user("alice").mfa == "required"
    assert "ews_enabled" in shell.told("switch", "--all")
    assert "has no switch 'basc_auth'; did you mean 'basic_auth'?" in shell.said("switch", "basc_auth=true", status=2)
    assert "the tenant has no switch 'basc_auth'; did" in shell.said("switch", "basc_auth", status=2)
    assert "a user has no switch 'imapp'; did you mean 'imap'?" in shell.said(
        "switch", "--user", "alice", "imapp", status=2
    )
    assert "imap is a switch of a user, not of the tenant: give --user NAME" in shell.said(
        "switch", "imap=false", status=2
    )
    assert "basic_auth is a switch of the tenant, not of a user: leave out --user" in shell.said(
        "switch", "--user", "alice", "basic_auth", status=2
    )
    assert "a user has no switch 'off'; a switch is set by name=value" in shell.said(
        "switch", "--user", "alice", "imap", "off", status=2
    )
    assert "imap takes True, False, not 'yes'" in shell.said("switch", "--user", "alice", "imap=yes", status=2)


def test_reset(shell: Shell, tenant: Tenant) -> None:
    tenant.add_user("bob")
    assert shell.said("reset") == f"{tenant.domain} is as it was made"
    assert [user.upn for user in tenant.users] == [f"alice@{tenant.domain}"]


def test_which_fake_is_asked(server: FakeServer, tenant: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "endpoints.json"
    file.write_text(json.dumps({"control_url": server.base_url, "ca_file": server.ca_file}))
    runner = CliRunner(
        env={
            "FAKESERVER_CONTROL_URL": None,
            "FAKESERVER_CA_FILE": None,
            "FAKESERVER_ENDPOINTS": None,
            "FAKESERVER_HTTP_PORT": None,
        }
    )
    assert runner.invoke(main, ["clock", "--endpoints", str(file)]).exit_code == 0
    assert runner.invoke(main, ["clock"], env={"FAKESERVER_ENDPOINTS": str(file)}).exit_code == 0
    options = ["--url", server.base_url, "--ca", str(server.ca_file)]
    assert runner.invoke(main, ["clock", *options]).exit_code == 0
    folder = tmp_path / "ca"
    folder.mkdir()
    (folder / "ca.pem").write_bytes(Path(str(server.ca_file)).read_bytes())
    as_serve_is_told = {"FAKESERVER_HTTP_PORT": str(server.http.port), "FAKESERVER_CA_DIR": str(folder)}
    assert runner.invoke(main, ["clock"], env=as_serve_is_told).exit_code == 0
    for words, said in (
        ([], "which fake? Give --endpoints FILE"),
        (["--url", server.base_url], "is not trusted"),
        (["--endpoints", "nowhere.json"], "nowhere.json: there is no such endpoints file; is"),
        ([*options, "--tenant", "nowhere.example"], "no tenant 'nowhere.example'"),
    ):
        result = runner.invoke(main, ["clock", *words])
        assert (result.exit_code, said in result.output) == (2, True), result.output


def test_each_verb_says_what_it_does() -> None:
    for name, command in VERBS.items():
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert "--endpoints FILE" in result.output
        assert main.get_command(click.Context(main), name) is command


def test_words_of_the_command_line() -> None:
    assert [value_of(word) for word in ("true", "None", "3", '["a"]', "a b", "")] == [True, None, 3, ["a"], "a b", ""]
    assert named_values(["a=1", "b=x=y"]) == {"a": 1, "b": "x=y"}
    with pytest.raises(ValueError, match="'=1': write name=value"):
        named_values(["=1"])


def test_who_has_read_enough_is_no_trouble(shell: Shell, tenant: Tenant) -> None:
    for number in range(3):
        tenant.deliver("alice", subject=f"{number} " + "x" * 70_000)
    command = [sys.executable, "-m", "fakeserver.cli", "messages", "alice", "--json", "--tenant", tenant.domain]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **shell.environment}
    ) as asking:
        assert asking.stdout is not None
        assert asking.stderr is not None
        assert asking.stdout.read(1) == b"["
        asking.stdout.close()
        assert asking.stderr.read() == b""


def test_a_journal_is_followed_by_a_process(shell: Shell, tenant: Tenant, ending_signals: None) -> None:
    words = ["journal", "--follow", "--json", "--protocol", "imap", "--tenant", tenant.domain]
    command = [sys.executable, "-m", "fakeserver.cli", *words]
    tenant.notes.add("IMAP", "NOOP 1", "OK", operation="NOOP")
    environment = {**os.environ, **shell.environment}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as follower:
        assert follower.stdout is not None
        first = json.loads(follower.stdout.readline())
        tenant.notes.add("POP3", "STAT", "+OK", operation="STAT")
        tenant.notes.add("IMAP", "NOOP 2", "OK", operation="NOOP")
        second = json.loads(follower.stdout.readline())
        follower.send_signal(signal.SIGINT)
    assert follower.returncode == 0
    assert [first["asked"], second["asked"]] == ["NOOP 1", "NOOP 2"]
