"""--m365-url: tests of the plugin, examples and a run of two workers, on one fake that runs in a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakeserver.client import Client
from pytest_m365.fake import fake_target
from pytest_m365.options import Settings
from pytest_m365.remote import RemoteFake, machine, remote_fake

ROOT = Path(__file__).resolve().parents[2]

#: what the fixtures give, as a project uses them
TESTS = """
import time

import pytest

pytestmark = pytest.mark.m365(basic_auth=True)


def test_mail(m365_mailbox, m365_imap, m365_pop3, m365_smtp):
    m365_mailbox.deliver(subject="one")
    m365_imap.select()
    assert m365_imap.search(None, "SUBJECT", "one")[1] == [b"1"]
    assert m365_pop3.stat()[0] == 0
    m365_smtp.sendmail(m365_mailbox.address, [m365_mailbox.address], "Subject: two\\r\\n\\r\\nhello")
    assert m365_mailbox.wait_for("two").sender == m365_mailbox.address


@pytest.mark.m365(imap=False, domain="fabrikam-{worker}.onmicrosoft.com")
def test_switches(m365, m365_fake):
    assert m365.domain == m365_fake.domain
    assert m365_fake.policies.basic_auth is True
    assert m365_fake.user("alice").imap is False


def test_browser(m365, m365_browser):
    app = m365.msal_public()
    result = app.acquire_token_interactive(["https://outlook.office.com/IMAP.AccessAsUser.All"])
    assert result["id_token_claims"]["preferred_username"] == m365.username


def test_clock(m365, m365_clock):
    before = m365.tenant.clock.now()
    m365_clock.advance(days=90)
    assert (m365.tenant.clock.now() - before).days == 90
    assert abs(m365.tenant.clock.now().timestamp() - time.time()) < 60


def test_redirect(m365, m365_redirect):
    import imaplib

    with imaplib.IMAP4_SSL("outlook.office365.com") as imap:
        assert b"Microsoft Exchange IMAP4" in imap.welcome
    url = "https://login.microsoftonline.com/common/discovery/v2.0/keys"
    program = f"import urllib.request as r; print(r.urlopen({url!r}).status)"
    assert m365_redirect.run(["python", "-c", program], capture_output=True).stdout.split() == ["200"]


def test_server(m365_server, m365):
    assert m365_server.imap == m365.imap
    assert m365.tenant_id in [tenant.tenant_id for tenant in m365_server.tenants]


def test_module(m365_module):
    m365_module.mailbox.deliver(subject="shared")


@pytest.mark.parametrize("number", range(4))
def test_each_has_its_own(m365_mailbox, number):
    assert m365_mailbox.messages() == []
    m365_mailbox.deliver(subject=str(number))


def test_that_fails(m365, m365_fake):
    import imaplib

    token = m365.token("SMTP.Send")
    with imaplib.IMAP4_SSL(*m365.imap, ssl_context=m365.ssl_context()) as imap:
        imap.authenticate("XOAUTH2", lambda _: f"user={m365.username}\\1auth=Bearer {token}\\1\\1".encode())


def test_a_predicate(m365_mailbox):
    with pytest.raises(TypeError, match="does not go over --m365-url"):
        m365_mailbox.wait_for(predicate=bool)
"""
#: of the project's own
EXAMPLES = ("examples/test_imap_smtp_delegated.py", "examples/test_pop3_delegated.py")
FURTHER = ("tests/plugin/test_clients.py", "tests/plugin/test_target.py", "tests/plugin/test_browser.py")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The endpoints file of a fake in a process of its own."""
    file = tmp_path_factory.mktemp("served") / "endpoints.json"
    command = [sys.executable, "-m", "fakeserver.cli", "serve", "--endpoints", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("A fake Exchange Online is running")
        yield file
        server.send_signal(signal.SIGTERM)
        server.communicate()
    assert server.returncode == 0, server.returncode


def run(where: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Run pytest there; return its exit status and what it has said."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", *arguments]
    made = subprocess.run(
        command, cwd=where, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    return made.returncode, made.stdout + made.stderr


def tenants(served: Path) -> list[str]:
    with Client.of(served, environment={}) as client:
        return [tenant.domain for tenant in client.tenants]


@pytest.mark.skipif(pytest.version_tuple < (8, 4), reason="runs tests of this project, which need pytest 8.4")
def test_two_workers_share_a_fake_that_runs(served: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TESTS.replace("{worker}", str(os.getpid())))
    # Examples as well, in the same run: most of what one costs is its start.
    status, said = run(ROOT, str(tmp_path / "test_it.py"), *EXAMPLES, "-n", "2", "-rf", M365_URL=str(served))
    assert status == 1, said
    assert "1 failed, 14 passed" in said, said
    assert "test_that_fails - imaplib.IMAP4.error" in said, said
    assert "[m365: ScopeMissing]" in said, said
    assert "refused on IMAP: " in said, said
    facts = json.loads(served.read_text())
    assert not [user["password"] for user in facts["users"] if user["password"] in said]
    # What the run has made there is gone with it.
    assert tenants(served) == [facts["domain"]]


@pytest.mark.slow
@pytest.mark.skipif(pytest.version_tuple < (8, 4), reason="runs tests of this project, which need pytest 8.4")
def test_the_plugins_own_tests_run_there(served: Path) -> None:
    status, said = run(ROOT, "-q", "--m365-url", str(served), *FURTHER)
    assert status == 0, said


def test_a_run_removes_what_a_killed_one_has_left(served: Path) -> None:
    with Client.of(served, environment={}) as client:
        gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
        for process in (int(gone.stdout), os.getpid()):
            for test in ("", "test_it.py::test_it[a (b)]"):
                run = f"pytest-m365 on {machine()}, process {process}"
                client.new_tenant(label=f"{test} ({run})" if test else run)
        others = [tenant.domain for tenant in client.tenants if str(os.getpid()) in tenant.organization.label]
        with remote_fake(Settings("fake", url=str(served)), {}) as fake:
            assert type(fake).__name__ == RemoteFake.__name__
            assert tenants(served)[1:] == others
        for tenant in client.tenants[1:]:
            client.drop_tenant(tenant)


def test_tenants_are_labelled_with_their_test_and_this_process(served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = f"pytest-m365 on {machine()}, process {os.getpid()}"
    with remote_fake(Settings("fake", url=str(served)), {}) as fake:
        monkeypatch.setenv("PYTEST_CURRENT_TEST", f"{'x' * 999}::test_it[\t\u2028ä (b)] (call)")
        with fake_target(fake, {}) as target:
            assert target.tenant.organization.label == f"{'x' * 132}::test_it[??ä (b)] ({run})"
            # It is part of what clients are told.
            assert target.tenant.organization.name == "Contoso-2"
        assert fake.new_tenant().organization.label == run


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://localhost:1", "--m365-url: https://localhost:1: which CA signs its certificate?"),
        ("https://localhost:99999", "'https://localhost:99999' is no address of a fake"),
        ("nowhere/endpoints.json", "there is no such endpoints file"),
        ("ftp://x", "'ftp://x' is no address of a fake"),
    ],
)
def test_a_fake_that_cannot_be_used(url: str, said: str) -> None:
    with pytest.raises(pytest.fail.Exception, match=said.replace("?", r"\?")):
        remote_fake(Settings("fake", url=url), {})


def test_a_fake_that_is_gone(served: Path, tmp_path: Path) -> None:
    facts = json.loads(served.read_text())
    with socket.create_server(("127.0.0.1", 0)) as free:
        facts["control_url"] = f"https://localhost:{free.getsockname()[1]}/_fake/api"
    (tmp_path / "endpoints.json").write_text(json.dumps(facts))
    with pytest.raises(pytest.fail.Exception, match=r"--m365-url: nobody answers at https://localhost:\d+: is"):
        remote_fake(Settings("fake", url=str(tmp_path / "endpoints.json")), {})
