"""Children of a test read its time, where libfaketime is installed."""

import os
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from typing import Any

import pytest

from fakeserver import faketime
from fakeserver.children.isolation.missing import not_here
from fakeserver.program_time import program_time
from pytest_m365 import ProgramClock, Redirect, Target

time_machine: Any = pytest.importorskip("time_machine", reason="needs time-machine: pip install -e '.[test]'")

DAYS_90 = 90 * 86_400
TEN_YEARS = 3650 * 86_400

PROGRAM = """
import threading, time
from fakeserver import faketime
faketime.let_python_sleep()
begun = time.monotonic()
print(time.time())
time.sleep(0.05)
threading.Event().wait(0.05)
print(0.1 <= time.monotonic() - begun < 60)
"""


def run(*command: str, **variables: str) -> str:
    environment = {**os.environ, **variables, **faketime.environment()}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.fixture
def libfaketime() -> None:
    with time_machine.travel(timedelta(hours=1)):
        if faketime.is_missing():
            pytest.skip("needs libfaketime (Debian: apt-get install libfaketime)")


def test_as_long_as_nothing_is_moved_nothing_is_said() -> None:
    assert faketime.environment() == {}
    assert not faketime.is_missing()


@pytest.mark.parametrize("ahead", [DAYS_90, TEN_YEARS, -DAYS_90, 1.5])
@pytest.mark.usefixtures("libfaketime")
def test_a_child_reads_the_time_that_was_moved(ahead: float) -> None:
    with time_machine.travel(timedelta(seconds=ahead)):
        there, waits = run(sys.executable, "-c", PROGRAM).split()
        assert float(there) == pytest.approx(program_time(), abs=100)
    assert waits == "True"
    assert faketime.environment() == {}


@pytest.mark.usefixtures("libfaketime")
def test_time_that_stands_still_does_so_in_a_child() -> None:
    with time_machine.travel(1_900_000_000.25, tick=False):
        there, waits = run(sys.executable, "-c", PROGRAM).split()
        date = run("date", "+%s")
    assert float(there) == pytest.approx(1_900_000_000.25)
    assert waits == "True"
    assert date.strip() == "1900000000"


@pytest.mark.usefixtures("libfaketime")
def test_what_was_to_be_loaded_first_still_is_loaded() -> None:
    with time_machine.travel(timedelta(hours=1)):
        first = faketime.environment({})["LD_PRELOAD"]
        assert faketime.environment({"LD_PRELOAD": "/lib/other.so"})["LD_PRELOAD"] == f"{first}:/lib/other.so"
        assert faketime.environment({"LD_PRELOAD": first})["LD_PRELOAD"] == first


def test_without_the_library_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faketime, "_PLACES", ("/nowhere",))
    with time_machine.travel(timedelta(hours=1)):
        assert faketime.environment() == {}
        assert faketime.is_missing()


def test_python_sleeps_by_itself_where_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = time.sleep
    faketime.let_python_sleep()
    monkeypatch.setenv("FAKETIME", "+1")
    faketime.let_python_sleep()
    assert time.sleep is usual


def test_where_it_cannot_it_sleeps_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    def invalid(seconds: float) -> None:
        raise OSError(22, "Invalid argument")

    monkeypatch.setenv("FAKETIME", "+1")
    monkeypatch.setattr(time, "sleep", invalid)
    faketime.let_python_sleep()
    begun = time.monotonic()
    time.sleep(0.05)
    assert time.monotonic() - begun >= 0.05
    with pytest.raises(ValueError, match="non-negative"):
        time.sleep(-1)


@pytest.mark.parametrize("ahead", [DAYS_90, TEN_YEARS])
@pytest.mark.parametrize("client", ["curl", "node", "python"])
@pytest.mark.usefixtures("libfaketime")
def test_certificates_are_good_for_a_client_whose_clock_is_ahead(
    m365: Target, m365_clock: ProgramClock, client: str, ahead: float
) -> None:
    url = f"{m365.authority}/v2.0/.well-known/openid-configuration"
    commands = {
        "curl": ["curl", "-sSf", "--cacert", m365.ca_file, url],
        "node": ["node", "-e", f"fetch('{url}').then((r) => r.text()).then(console.log)"],
        "python": [sys.executable, "-c", f"import urllib.request as r; print(r.urlopen('{url}').read().decode())"],
    }
    if client != "python" and shutil.which(client) is None:
        pytest.skip(f"needs {client}")
    m365_clock.advance(ahead)
    assert m365.tenant_id in run(*commands[client], NODE_EXTRA_CA_CERTS=m365.ca_file)


# --- through m365_redirect -------------------------------------------------------------------------------------------

RENEWS = """
import os, time, msal
print(time.time())
time.sleep(0.01)
app = msal.PublicClientApplication(os.environ["M365_CLIENT_ID"],
    authority="https://login.microsoftonline.com/" + os.environ["M365_TENANT_ID"])
token = app.acquire_token_by_username_password(os.environ["M365_USERNAME"], os.environ["M365_PASSWORD"],
    ["https://outlook.office.com/IMAP.AccessAsUser.All"])
claims = token["id_token_claims"]
print(claims["iat"] <= time.time() < claims["exp"])
"""


@pytest.mark.usefixtures("libfaketime")
def test_a_program_that_is_run_reads_the_time_of_its_test(m365_redirect: Redirect, m365_clock: ProgramClock) -> None:
    m365_clock.advance(days=90)
    there, valid = m365_redirect.run([sys.executable, "-W", "ignore", "-c", RENEWS]).stdout.split()
    assert float(there) == pytest.approx(m365_clock.time(), abs=100)
    assert valid == "True"
    date = subprocess.run(["date", "+%s"], env=m365_redirect.env, capture_output=True, text=True, check=True).stdout
    assert int(date) == pytest.approx(m365_clock.time(), abs=100)


@pytest.mark.usefixtures("libfaketime")
def test_so_does_one_in_a_network_of_its_own(m365_redirect: Redirect, m365_clock: ProgramClock) -> None:
    impossible = not_here()
    if impossible is not None:
        pytest.skip(str(impossible))
    m365_clock.advance(days=90)
    program = [sys.executable, "-c", "import time; time.sleep(0.01); print(time.time())"]
    there = m365_redirect.run(program, isolated=True).stdout
    assert float(there) == pytest.approx(m365_clock.time(), abs=100)


def test_a_program_that_failed_without_it_says_so(
    m365_redirect: Redirect, m365_clock: ProgramClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faketime, "_PLACES", ("/nowhere",))
    m365_clock.advance(hours=2)
    with pytest.raises(subprocess.CalledProcessError) as failed:
        m365_redirect.run([sys.executable, "-c", "raise SystemExit(1)"])
    assert faketime.TIME_MISSING in failed.value.__notes__
