"""What `m365_redirect` gives a test: `env`, `run` and `popen`."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from pytest_m365 import Redirect, Target
from tests.children.namespaces import needs_a_network

CONFIGURATION = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration"
needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


def test_env_is_a_whole_environment(m365: Target, m365_redirect: Redirect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OF_THE_TEST", "1")
    environment: Mapping[str, str] = {**m365_redirect.env, "MORE": "2"}
    code = "import os; print(os.environ['OF_THE_TEST'], os.environ['MORE'], os.environ['M365_USERNAME'])"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"1 2 {m365.username}\n"
    assert m365_redirect.env["M365_TENANT_ID"] == m365.tenant_id
    assert m365_redirect.env["M365_DAEMON_CLIENT_ID"] == m365.daemon_app.client_id
    assert "HTTPS_PROXY" not in os.environ or os.environ["HTTPS_PROXY"] != m365_redirect.env["HTTPS_PROXY"]


@needs_curl
def test_curl_asks_by_the_real_names(m365: Target, m365_redirect: Redirect) -> None:
    assert "token_endpoint" in m365_redirect.run(["curl", "-sS", CONFIGURATION]).stdout
    who = ("--user", m365.username, "--oauth2-bearer", m365.token("IMAP.AccessAsUser.All"))
    assert "INBOX" in m365_redirect.run(["curl", "-sS", "imaps://outlook.office365.com", *who]).stdout


@needs_curl
def test_a_failed_program_says_why(m365_redirect: Redirect) -> None:
    with pytest.raises(subprocess.CalledProcessError) as raised:
        m365_redirect.run(["curl", "-sS", "https://www.office.com"])
    [refused, said] = raised.value.__notes__
    assert refused.startswith("www.office.com port 443 is kept from the network")
    assert said.startswith("curl: (56)")
    assert raised.value.cmd == ["curl", "-sS", "https://www.office.com"]


def test_a_failed_program_that_never_came_is_told_what_leads_it(m365_redirect: Redirect) -> None:
    with pytest.raises(subprocess.CalledProcessError) as raised:
        m365_redirect.run([sys.executable, "-c", "print('last words'); raise SystemExit(3)"])
    assert raised.value.returncode == 3
    [hint, said] = raised.value.__notes__
    assert "isolated=True" in hint
    assert said == "last words"


def test_a_program_that_does_not_trust_the_fake_is_told_so(m365_redirect: Redirect) -> None:
    code = """
import os, ssl, urllib.request
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
urllib.request.urlopen("https://login.microsoftonline.com/", context=context)
"""
    with pytest.raises(subprocess.CalledProcessError) as raised:
        m365_redirect.run([sys.executable, "-c", code])
    assert "certificates" in raised.value.__notes__[0]
    assert "isolated=True" in raised.value.__notes__[0]


def test_a_program_that_came_in_part_is_told_what_leads_the_rest(m365_redirect: Redirect) -> None:
    code = """
import imaplib, sys
imaplib.IMAP4_SSL("outlook.office365.com").logout()
sys.exit(sys.argv[1])
"""
    unreached = "msmtp: cannot locate host smtp.office365.com: Name or service not known"
    for said, hinted in ((unreached, True), ("smtp.office365.com says 535 5.7.3", False)):
        with pytest.raises(subprocess.CalledProcessError) as raised:
            m365_redirect.run([sys.executable, "-c", code, said])
        hints = [note for note in raised.value.__notes__ if note.startswith("Not all of it reached the fake.")]
        assert bool(hints) is hinted
        assert all("isolated=True" in hint for hint in hints)


@pytest.mark.parametrize("isolated", [False, pytest.param(True, marks=needs_a_network)])
def test_a_program_that_takes_too_long(
    m365_redirect: Redirect, monkeypatch: pytest.MonkeyPatch, isolated: bool
) -> None:
    def too_long(command: list[str], **options: Any) -> None:
        # Octets, also where text is wanted.
        raise subprocess.TimeoutExpired(command, options["timeout"], b"last words\n")

    monkeypatch.setattr(subprocess, "run", too_long)
    with pytest.raises(subprocess.TimeoutExpired) as raised:
        m365_redirect.run([sys.executable, "-c", ""], isolated=isolated, timeout=2)
    assert raised.value.cmd == [sys.executable, "-c", ""]
    assert "last words" in raised.value.__notes__


@pytest.mark.parametrize(
    ("misspelt", "said"), [("isolate", "did you mean 'isolated'"), ("time_out", "did you mean 'timeout'")]
)
def test_a_misspelt_option_is_no_words_of_popen(m365_redirect: Redirect, misspelt: str, said: str) -> None:
    with pytest.raises(TypeError, match=rf"m365_redirect\.run takes no '{misspelt}'; {said}"):
        m365_redirect.run(["true"], **{misspelt: True})
    with (
        pytest.raises(TypeError, match=r"m365_redirect\.popen takes no 'isolate'; did"),
        m365_redirect.popen(["true"], isolate=True),
    ):
        pass


def test_options_are_those_of_subprocess(m365_redirect: Redirect, tmp_path: Path) -> None:
    code = "import sys, os; sys.stdout.write(os.getcwd() + sys.stdin.read()); sys.exit(1)"
    done = m365_redirect.run([sys.executable, "-c", code], check=False, cwd=tmp_path, input="!")
    assert (done.returncode, done.stdout, done.args[0]) == (1, f"{tmp_path}!", sys.executable)
    assert m365_redirect.run([sys.executable, "-c", "print(1)"], text=False).stdout == b"1\n"
    with (tmp_path / "out").open("w") as out:
        assert m365_redirect.run([sys.executable, "-c", "print(1)"], stdout=out).stdout is None


@pytest.mark.parametrize("command", ["curl https://outlook.office365.com", Path("curl")])
def test_a_command_is_a_list(m365_redirect: Redirect, command: str) -> None:
    with pytest.raises(ValueError, match=r'\["sh", "-c"'):
        m365_redirect.run(command)


def test_it_is_over_with_its_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        kept = []

        def test_it(m365_redirect):
            kept.append(m365_redirect)

        @pytest.mark.parametrize("isolated", [False, True])
        def test_after(m365, isolated):
            with pytest.raises(RuntimeError, match="m365_redirect is over with its test"):
                kept[0].run(["true"], isolated=isolated)
            with pytest.raises(RuntimeError):
                kept[0].env
        """
    )
    pytester.runpytest_inprocess("-p", "no:randomly").assert_outcomes(passed=3)


def test_a_command_has_a_program(m365_redirect: Redirect) -> None:
    with pytest.raises(ValueError, match="this one is empty"):
        m365_redirect.run([])


def test_a_program_that_would_miss_the_fake_is_not_run(m365_redirect: Redirect) -> None:
    with pytest.raises(ValueError, match="python -I does not run what leads it"):
        m365_redirect.run(["python", "-I", "-c", ""])


def test_popen_ends_with_its_block(m365_redirect: Redirect) -> None:
    code = "import socket; socket.create_connection(('smtp.office365.com', 587)); print('there', flush=True); input()"
    with m365_redirect.popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
    assert process.returncode is not None


def test_nothing_is_started_that_nobody_asks_for(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import os

        def test_it(m365_redirect, m365_server):
            before = len(m365_server._hosting._listeners)
            assert m365_redirect.env["https_proxy"] == m365_redirect.env["https_proxy"]
            assert len(m365_server._hosting._listeners) == before + 1

        def test_after(m365_server):
            assert len(m365_server._hosting._listeners) == 4
            assert "M365_REDIRECTS" not in os.environ
        """
    )
    pytester.runpytest_inprocess().assert_outcomes(passed=2)


def test_the_report_says_what_this_process_was_kept_from(m365: Target, m365_redirect: Redirect) -> None:
    from pytest_m365.fake import FakeTarget
    from pytest_m365.report import section

    assert isinstance(m365, FakeTarget)
    for _ in range(2):
        # As libraries do that have other servers to try.
        with suppress(OSError):
            socket.create_connection(("www.office.com", 443))
    assert section(m365).count("www.office.com port 443 is kept from the network: nothing of it leads to the fake") == 1


def test_the_report_says_what_other_processes_were_kept_from(m365: Target, m365_redirect: Redirect) -> None:
    from pytest_m365.fake import FakeTarget
    from pytest_m365.report import section

    assert isinstance(m365, FakeTarget)
    assert "kept from the network" not in section(m365)
    ask = "    try: u.urlopen('https://www.office.com')\n    except OSError: pass"
    code = f"import urllib.request as u\nfor _ in '12':\n{ask}"
    # Past the hook, as a program in another language is.
    subprocess.run([sys.executable, "-I", "-c", code], env=m365_redirect.env, check=True)
    assert section(m365).count("www.office.com port 443 is kept from the network: nothing of it leads to the fake") == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork.*:DeprecationWarning")
def test_a_forked_child_does_not_wait_for_a_thread_that_it_does_not_have(m365_redirect: Redirect) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = str(m365_redirect.env)
        except RuntimeError as refused:
            said = str(refused)
        os.write(writing, said.encode()[:200])
        # Past pytest, which is the parent's.
        os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as answer:
        assert "ask for m365_redirect.env" in answer.read()
    os.waitpid(child, 0)
    environment = m365_redirect.env
    child = os.fork()
    if child == 0:
        os._exit(0 if m365_redirect.env == environment else 1)
    assert os.waitpid(child, 0)[1] == 0
