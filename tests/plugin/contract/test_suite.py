"""The suite as somebody runs it who has the package and nothing else: from an empty folder, and over workers."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_m365.contract.promises.everything import PROMISES
from pytest_m365.contract.report import read_report

#: what it is, whichever plugins this environment has
COMMAND = [sys.executable, "-m", "pytest", "-p", "no:randomly", "-p", "no:cacheprovider", "-W", "ignore"]


def run(where: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "--pyargs", "pytest_m365.contract", *arguments]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)


def test_each_promise_is_a_test_and_ews_comes_first(tmp_path: Path) -> None:
    collected = run(tmp_path, "--collect-only", "-q").stdout
    names = re.findall(r"test_promise\[([\w-]+)\]", collected)
    assert sorted(names) == sorted(promise.id for promise in PROMISES)
    protocols = list(dict.fromkeys(name.partition("-")[0] for name in names))
    assert protocols == ["ews", "autodiscover", "token", "imap", "pop3", "smtp", "mailbox"]


@pytest.mark.parametrize(
    "workers", [[], pytest.param(["-n", "2"], marks=pytest.mark.slow)], ids=["alone", "two-workers"]
)
def test_a_report_is_written_of_what_was_asked(tmp_path: Path, workers: list[str]) -> None:
    ended = run(tmp_path, "-k", "noop or ews-id-", "--m365-contract-report=out", *workers)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    report = read_report(tmp_path / "out" / "contract-fake.json")
    assert [outcome.id for outcome in report.outcomes] == [
        *("ews-id-folder", "ews-id-item", "imap-noop", "pop3-noop", "smtp-noop")
    ]
    assert (report.count("holds"), report.target) == (5, "fake")
    assert "5 promises hold, 0 differ, 0 were not asked" in (tmp_path / "out" / "contract-fake.md").read_text()
    assert "fake: 5 hold, 0 differ, 0 not asked" in ended.stdout


DIFFERS = """
import pytest

@pytest.fixture(autouse=True)
def differs(m365_fake):
    m365_fake.faults.say("imap", "NOOP", text="{tag} OK NOOP done by 10.1.2.3 for Contoso.")
    m365_fake.policies.pop_one_line_auth = True
"""


def test_a_fake_that_differs_is_reported_with_both_literals(tmp_path: Path) -> None:
    (tmp_path / "differs.py").write_text(DIFFERS)
    ended = run(tmp_path, "-k", "imap-noop or pop3-sasl-one-line", "-p", "differs", "--m365-contract-report=out")
    assert ended.returncode == 1
    assert "expected:\nOK NOOP completed.\nsaid:\n" in ended.stdout
    outcomes = json.loads((tmp_path / "out/contract-fake.json").read_text())["outcomes"]
    found = {outcome["id"]: outcome for outcome in outcomes}
    assert {name: outcome["verdict"] for name, outcome in found.items()} == {
        "imap-noop": "differs",
        "pop3-sasl-one-line": "differs",
    }
    assert found["imap-noop"]["expected"] == ["OK NOOP completed."]
    assert found["imap-noop"]["said"] == "OK NOOP done by <ip> for <word>."
    assert found["imap-noop"]["left_out"] == 1
    assert found["pop3-sasl-one-line"]["said"] == "+OK User successfully authenticated."
    page = (tmp_path / "out/contract-fake.md").read_text()
    assert "### imap-noop (T, logs)" in page
    assert "Said:\n\n```\nOK NOOP done by <ip> for <word>.\n```" in page
    assert "1 words of the answer were left out" in page


SKIPS = """
import pytest

@pytest.fixture
def m365():
    pytest.skip("a delegated token needs somebody who has signed in: jane@fabrikam.example")
"""


def test_what_its_target_skips_is_in_the_report_with_the_reason(tmp_path: Path) -> None:
    # A fixture of the plugin's gives way to one of a conftest beside the suite alone; so this one is put in its place.
    (tmp_path / "skips.py").write_text(SKIPS + "import pytest_m365.contract.conftest as suite\nsuite.m365 = m365\n")
    ended = run(tmp_path, "-k", "imap-noop", "-p", "skips", "--m365-contract-report=out")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    (outcome,) = read_report(tmp_path / "out" / "contract-fake.json").outcomes
    assert (outcome.id, outcome.verdict) == ("imap-noop", "not asked")
    assert outcome.reason == "a delegated token needs somebody who has signed in: <address>"


LEAKS = """
import pytest
from pytest_m365.contract.literals.normal import Normal
import pytest_m365.contract.performing as performing

@pytest.fixture(autouse=True)
def leaks(m365, monkeypatch):
    monkeypatch.setattr(performing, "normal", lambda kind, lines, known, expected=(): Normal(f"OK {m365.tenant_id}"))
"""


def test_a_report_that_leaks_is_not_written_and_says_where(tmp_path: Path) -> None:
    (tmp_path / "leaks.py").write_text(LEAKS)
    ended = run(tmp_path, "-k", "noop", "-p", "leaks", "--m365-contract-report=out", "-n", "2")
    assert ended.returncode == 1
    assert not (tmp_path / "out").exists()
    assert "the report of the fake target was not written:" in ended.stdout
    assert "imap-noop, said: tenant id" in ended.stdout
    assert "imap-noop, said: what looks like a GUID" in ended.stdout


CRASHES = """
import os
import pytest

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item):
    if "pop3-noop" in item.nodeid:
        os._exit(3)
"""


def test_where_a_worker_has_crashed_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "crashes.py").write_text(CRASHES)
    once = ["-n", "1", "--max-worker-restart=0"]
    ended = run(tmp_path, "-k", "noop", "-p", "crashes", "--m365-contract-report=out", *once)
    assert ended.returncode != 0
    assert not (tmp_path / "out").exists()
    assert "has not said which values are private" in ended.stdout


def test_a_file_is_no_folder_for_reports(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    ended = run(tmp_path, "-k", "noop", "--m365-contract-report=out")
    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--m365-contract-report is 'out', which is a file: name a folder" in ended.stderr
