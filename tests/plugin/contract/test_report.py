"""Reports as files: what is written can be read back, and what is none is refused with the reason."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pytest_m365.contract.report import NoReport, Outcome, Report, read_report, report_from

HOLDS = Outcome(
    "imap-noop", "IMAP", "NOOP is completed", "T", "logs", "2026-11-28", "NOOP", ("OK NOOP completed.",), "holds",
    said="OK NOOP completed.",
)  # fmt: skip
DIFFERS = replace(HOLDS, id="pop3-noop", protocol="POP3", verdict="differs", said="+OK | <word>\n`x`", left_out=1)
NOT_ASKED = replace(HOLDS, id="ews-a", protocol="EWS", verdict="not asked", said="", reason="EWS has <ended>")
REPORT = Report("0.1.0", "live", "2026-12-01", (HOLDS, DIFFERS, NOT_ASKED))


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "contract-live.json"
    path.write_text(REPORT.to_json(), "utf-8")
    assert read_report(path) == REPORT


def test_it_counts() -> None:
    assert [REPORT.count(verdict) for verdict in ("holds", "differs", "not asked")] == [1, 1, 1]
    assert REPORT.by_id()["pop3-noop"] is DIFFERS


def test_the_page_shows_what_differs_first_with_both_literals() -> None:
    page = REPORT.to_markdown()
    assert page.index("## Differ") < page.index("## Hold") < page.index("## Not asked")
    assert "### pop3-noop (T, logs)" in page
    assert "Expected:\n\n```\nOK NOOP completed.\n```" in page
    assert "Said:\n\n```\n+OK | <word>\n`x`\n```" in page
    assert "| imap-noop | T | NOOP is completed | `OK NOOP completed.` |" in page
    assert "| ews-a | T | NOOP is completed | EWS has \\<ended> |" in page


def test_a_page_without_differences_has_no_such_part() -> None:
    page = replace(REPORT, outcomes=(HOLDS,)).to_markdown()
    assert "## Differ" not in page
    assert page.endswith("## Not asked\n\nNone.\n")


def changed(**fields: Any) -> dict[str, Any]:
    found = json.loads(REPORT.to_json())
    return {**found, **fields}


WRONG = {
    "no object": ([], "is no contract report; one is written by pytest --pyargs pytest_m365.contract"),
    "a field missing": ({"layout": 1}, "lacks day, outcomes, package, target"),
    "a field too many": (changed(address="x"), "has address, which no report has"),
    "another layout": (changed(layout=2), "has the layout 2, and this version reads 1"),
    "another type": (changed(day=7), "day is 7, and should be a text"),
    "a truth for a number": (changed(layout=True), "layout is True, and should be a whole number"),
    "an outcome that is none": (changed(outcomes=["x"]), "outcome 1 is no contract report"),
    "a verdict that is none": (
        changed(outcomes=[{**json.loads(REPORT.to_json())["outcomes"][0], "verdict": "perhaps"}]),
        "verdict is 'perhaps'; there are holds, differs, not asked",
    ),
    "a literal that is none": (
        changed(outcomes=[{**json.loads(REPORT.to_json())["outcomes"][0], "expected": [1]}]),
        "outcome 1: expected holds something that is no text",
    ),
}


@pytest.mark.parametrize(("found", "said"), WRONG.values(), ids=WRONG)
def test_what_is_no_report_is_refused(found: object, said: str) -> None:
    with pytest.raises(NoReport) as refused:
        report_from(found, "a.json")
    assert str(refused.value).startswith("a.json")
    assert said in str(refused.value)


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{")
    with pytest.raises(NoReport, match="cannot be read as JSON"):
        read_report(path)
    with pytest.raises(NoReport, match="cannot be read as JSON"):
        read_report(tmp_path / "missing.json")
