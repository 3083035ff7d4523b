"""By how many reports the rows of the table are confirmed, and when: docs/what-your-app-will-see.md shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pytest_m365.contract.promise import Promise
from pytest_m365.contract.report import NoReport, Report, report_from


@dataclass(frozen=True)
class Confirmed:
    """What reports of the service say of a row."""

    #: reports in which it holds, and in which it differs
    holds: int
    differs: int
    #: the last day on which it was asked
    day: str

    def __str__(self) -> str:
        said = [f"{count} {word}" for count, word in ((self.holds, "hold"), (self.differs, "differ")) if count]
        return f"{', '.join(said)}, {self.day}"


def read_reports(path: Path) -> tuple[Report, ...]:
    """Return the reports of a file: a list of them, as JSON.

    Raises:
        NoReport: it is no such list, or one of the reports is of the fake, which confirms nothing.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NoReport(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(found, list):
        raise NoReport(f"{path} is no list of contract reports: [] where there are none")
    reports = tuple(report_from(each, f"{path}, report {number}") for number, each in enumerate(found, 1))
    for number, report in enumerate(reports, 1):
        if report.target != "live":
            raise NoReport(f"{path}, report {number} is of the {report.target} target, and confirms nothing")
    return reports


def confirmed(reports: Iterable[Report], promises: Iterable[Promise]) -> Mapping[str, Confirmed]:
    """Return what reports say of the table's rows, by their ids.

    A report of another version counts where it was asked for the same literals as now.
    """
    known = {promise.id: promise for promise in promises if promise.rows}
    rows: dict[str, Confirmed] = {}
    for report in reports:
        for outcome in report.outcomes:
            promise = known.get(outcome.id)
            if promise is None or outcome.verdict == "not asked" or outcome.expected != promise.expected:
                continue
            for row in promise.rows:
                before = rows.get(row, Confirmed(0, 0, ""))
                holds = outcome.verdict == "holds"
                rows[row] = Confirmed(before.holds + holds, before.differs + (not holds), max(before.day, report.day))
    return rows
