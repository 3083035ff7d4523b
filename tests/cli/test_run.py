"""``fakeserver run``, as its users start it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from fakeserver.cli.run import _ended, _wait
from tests.children.namespaces import needs_a_network

BY = [pytest.param("network", marks=needs_a_network), "environment"]
FAKESERVER = [sys.executable, "-m", "fakeserver.cli", "run"]


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*FAKESERVER, *arguments], input=given, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("by", BY)
def test_input_output_and_status_are_the_commands(by: str) -> None:
    done = run("--by", by, "--", "sh", "-c", 'read line; echo "$line $M365_USERNAME"; exit 7', given="hello\n")
    assert (done.stdout, done.stderr, done.returncode) == ("hello alice@contoso.onmicrosoft.com\n", "", 7)


@pytest.mark.parametrize("by", BY)
def test_a_command_that_a_signal_ends(by: str) -> None:
    assert run("--by", by, "--", "sh", "-c", "kill -9 $$").returncode == 128 + 9


@pytest.mark.parametrize("by", BY)
def test_the_configured_tenant_is_there_by_its_real_names(by: str, tmp_path: Path) -> None:
    config, endpoints = tmp_path / "tenant.toml", tmp_path / "endpoints.json"
    config.write_text('domain = "fabrikam.onmicrosoft.com"\n[[users]]\nname = "erin"\npassword = "Winter-2026"\n')
    code = (
        "import json, msal, os, sys, warnings; warnings.simplefilter('ignore')\n"
        "read = os.environ.__getitem__\n"
        "assert json.load(open(sys.argv[1]))['tenant_id'] == read('M365_TENANT_ID')\n"
        "authority = 'https://login.microsoftonline.com/' + read('M365_TENANT_ID')\n"
        "app = msal.PublicClientApplication(read('M365_CLIENT_ID'), authority=authority)\n"
        "scopes = ['https://outlook.office.com/IMAP.AccessAsUser.All']\n"
        "print(app.acquire_token_by_username_password(read('M365_USERNAME'), read('M365_PASSWORD'), scopes)"
        "['id_token_claims']['preferred_username'])"
    )
    options = ("--by", by, "--config", str(config), "--endpoints", str(endpoints))
    done = run(*options, "--", sys.executable, "-c", code, str(endpoints))
    assert done.stdout == "erin@fabrikam.onmicrosoft.com\n", done.stderr
    assert json.loads(endpoints.read_text())["users"][0]["password"] == "Winter-2026"


@pytest.mark.parametrize("by", BY)
@pytest.mark.usefixtures("ending_signals")
def test_a_signal_is_passed_on(by: str) -> None:
    # With a handler, a signal that comes just before a wait in C would not end it.
    code = "from signal import *; pthread_sigmask(0, [15]); print(1, flush=True); raise SystemExit(sigwait([15]))"
    command = [*FAKESERVER, "--by", by, "--", sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == signal.SIGTERM


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.usefixtures("ending_signals")
def test_a_signal_that_comes_before_the_command_is_passed_on(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    class Interrupted(subprocess.Popen[bytes]):
        def __init__(self, words: list[str], **options: Any) -> None:
            signal.raise_signal(number)
            super().__init__(words, **options)

    monkeypatch.setattr(subprocess, "Popen", Interrupted)
    assert _ended(["sleep", "600"], {}) == 128 + number


def test_what_is_told_of_another_child_is_no_end() -> None:
    before = signal.getsignal(signal.SIGCHLD)
    assert _ended(["sh", "-c", "kill -CHLD $PPID; exit 7"], {}) == 7
    assert signal.getsignal(signal.SIGCHLD) is before


#: its command ends behind the first look at it
BLOCKED = """
import os, signal, subprocess
from fakeserver.cli.run import _wait
from fakeserver.signals import told_of_signals

class Late(subprocess.Popen):
    looks = 0

    def poll(self):
        self.looks += 1
        return super().poll() if self.looks > 1 else os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT) and None

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
with told_of_signals() as told:
    raise SystemExit(_wait(Late(["sh", "-c", "exit 7"]), told))
"""


def test_the_end_is_noticed_where_that_signal_was_blocked() -> None:
    assert subprocess.run([sys.executable, "-c", BLOCKED], check=False, timeout=60).returncode == 7


def test_another_thread_waits_as_well() -> None:
    with ThreadPoolExecutor() as pool:
        assert pool.submit(_wait, subprocess.Popen(["sh", "-c", "exit 7"]), None).result() == 7


@needs_a_network
def test_the_command_ends_with_a_fake_that_is_killed(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    command = [*FAKESERVER, "--", "sh", "-c", "echo; exec sleep 600"]
    # What is killed cannot remove its files.
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stdout=writing, start_new_session=True, env=environment) as process:
        os.close(writing)
        with open(reading) as output:
            assert output.readline() == "\n"
            process.kill()
            # The command has the other end of the pipe.
            assert output.read() == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "environment", "--", "msmtp"], "msmtp connects by itself"),
        (["--config", "absent.toml", "--", "true"], "absent.toml"),
        (["--confg", "tenant.toml", "true"], "Did you mean"),
        ([], "Missing argument 'COMMAND...'"),
        (["--by", "proxy", "--", "true"], "'proxy' is not one of 'network', 'environment'"),
    ],
)
def test_mistakes_are_said_and_nothing_is_run(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("by", BY)
def test_a_program_that_cannot_be_run_ends_as_from_a_shell(by: str, tmp_path: Path) -> None:
    (tmp_path / "none").write_text("")
    for program, status, why in (
        ("no-such-program", 127, "no such file or directory"),
        (str(tmp_path / "none"), 126, "permission denied"),
    ):
        done = run("--by", by, "--", program)
        assert (done.returncode, done.stdout) == (status, "")
        assert done.stderr == f"Error: cannot run {program}: {why}\n"


def test_a_refused_name_is_said_at_the_end() -> None:
    code = "import os, urllib.request as u\ntry: u.urlopen('https://www.office.com')\nexcept OSError: pass"
    done = run("--by", "environment", "--", sys.executable, "-I", "-c", code)
    assert done.returncode == 2
    done = run("--by", "environment", "--", "env", sys.executable, "-I", "-c", code)
    assert done.stderr.startswith("fakeserver: www.office.com port 443 is kept from the network")


@pytest.mark.skipif(shutil.which("setsid") is None, reason="setsid, of util-linux, is not installed")
@pytest.mark.parametrize("by", BY)
@pytest.mark.usefixtures("ending_signals")
def test_ctrl_c_at_a_terminal_ends_both(by: str) -> None:
    terminal, its_other_end = os.openpty()
    # With Python's own handler a signal that comes just before the wait in C would not end it.
    default = "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL)"
    code = f"{default}; import time; print('ready', flush=True); time.sleep(600)"
    command = ["setsid", "--ctty", "--wait", *FAKESERVER, "--by", by, "--", sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=its_other_end, stdout=its_other_end, stderr=its_other_end) as process:
        os.close(its_other_end)
        shown = b""
        while b"ready" not in shown:
            shown += os.read(terminal, 1000)
        os.write(terminal, b"\x03")
        assert process.wait(60) == 128 + signal.SIGINT
    os.close(terminal)
