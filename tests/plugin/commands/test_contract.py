"""``python -m pytest_m365 contract diff A B``: what it shows, and its exit status."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_m365.commands.contract import contract
from pytest_m365.contract.report import Outcome, Report

NOOP = Outcome(
    "imap-noop", "IMAP", "NOOP is completed", "T", "logs", "2026-11-28", "NOOP", ("OK NOOP completed.",), "holds",
    said="OK NOOP completed.",
)  # fmt: skip


@pytest.fixture
def before(tmp_path: Path) -> Path:
    path = tmp_path / "a.json"
    path.write_text(Report("0.1.0", "fake", "2026-11-28", (NOOP,)).to_json(), "utf-8")
    return path


def written(path: Path, outcome: Outcome) -> str:
    path.write_text(Report("0.2.0", "live", "2026-12-01", (outcome,)).to_json(), "utf-8")
    return str(path)


def test_nothing_differs(before: Path, tmp_path: Path) -> None:
    ended = CliRunner().invoke(contract, ["diff", str(before), written(tmp_path / "b.json", NOOP)])
    assert ended.exit_code == 0
    assert (
        ended.output == "A: fake, 2026-11-28, pytest-m365 0.1.0\nB: live, 2026-12-01, pytest-m365 0.2.0\n\n0 differ\n"
    )


def test_what_differs_is_shown_with_both_literals(before: Path, tmp_path: Path) -> None:
    other = replace(NOOP, verdict="differs", said="* BYE <any>\nOK done.")
    ended = CliRunner().invoke(contract, ["diff", str(before), written(tmp_path / "b.json", other)])
    assert ended.exit_code == 1
    assert (
        "imap-noop: another answer\n  NOOP is completed\n  A | OK NOOP completed.\n  B | * BYE <any>\n    | OK done.\n"
        in ended.output
    )
    assert ended.output.endswith("\n1 differ\n")


def test_what_was_asked_once_is_counted(before: Path, tmp_path: Path) -> None:
    silent = replace(NOOP, verdict="not asked", said="", reason="IMAP lets nobody in")
    ended = CliRunner().invoke(contract, ["diff", str(before), written(tmp_path / "b.json", silent)])
    assert ended.exit_code == 0
    assert "0 differ; asked in one of the two alone: 1" in ended.output


def test_a_file_that_is_no_report_is_one_line(before: Path, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("[]")
    ended = CliRunner().invoke(contract, ["diff", str(before), str(tmp_path / "b.json")])
    assert ended.exit_code == 2
    assert "b.json is no contract report" in ended.output
    assert "Traceback" not in ended.output


def test_a_file_that_is_not_there_is_named(before: Path) -> None:
    ended = CliRunner().invoke(contract, ["diff", str(before), "nowhere.json"])
    assert ended.exit_code == 2
    assert "nowhere.json" in ended.output
