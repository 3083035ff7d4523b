"""What reports of real tenants say of the rows of the table."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from pytest_m365.contract.confirmed import Confirmed, confirmed, read_reports
from pytest_m365.contract.performing import outcome_of
from pytest_m365.contract.promises.everything import PROMISES
from pytest_m365.contract.report import NoReport, Report

(UNKNOWN_COMMAND,) = [promise for promise in PROMISES if promise.id == "imap-unknown-command"]
HOLDS = outcome_of(UNKNOWN_COMMAND, "holds", said="BAD Command Error. 10")
REPORT = Report("0.1.0", "live", "2026-12-01", (HOLDS,))


def test_it_counts_reports_and_tells_the_last_day() -> None:
    differs = replace(REPORT, day="2027-01-02", outcomes=(replace(HOLDS, verdict="differs", said="BAD"),))
    rows = confirmed([REPORT, differs, replace(REPORT, day="2026-12-24")], PROMISES)
    assert rows == {"imap-commands-unknown-command-IMAP": Confirmed(2, 1, "2027-01-02")}
    assert str(rows["imap-commands-unknown-command-IMAP"]) == "2 hold, 1 differ, 2027-01-02"


def test_what_was_not_asked_counts_for_nothing() -> None:
    silent = replace(REPORT, outcomes=(replace(HOLDS, verdict="not asked", said=""),))
    assert confirmed([silent], PROMISES) == {}


def test_a_report_that_was_asked_for_something_else_counts_for_nothing() -> None:
    older = replace(REPORT, outcomes=(replace(HOLDS, expected=("BAD Command Error. 9",)),))
    unknown = replace(REPORT, outcomes=(replace(HOLDS, id="imap-frobnicate"),))
    assert confirmed([older, unknown], PROMISES) == {}


def test_reports_are_read_from_a_list(tmp_path: Path) -> None:
    path = tmp_path / "reports.json"
    path.write_text(json.dumps([asdict(REPORT)]))
    assert read_reports(path) == (REPORT,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "is no list of contract reports"),
        ("[", "cannot be read as JSON"),
        ("[1]", "report 1 is no contract report"),
        (json.dumps([asdict(replace(REPORT, target="fake"))]), "report 1 is of the fake target, and confirms nothing"),
    ],
)
def test_what_is_no_list_of_reports_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "reports.json"
    path.write_text(text)
    with pytest.raises(NoReport, match=said):
        read_reports(path)
