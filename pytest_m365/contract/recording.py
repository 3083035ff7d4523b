"""Gathers what became of the promises of a run, over the workers of xdist too, and writes the reports at its end.

A plugin of runs with ``--m365-contract-report=DIR``. On the reports of tests ride normalised outcomes alone; what is
private comes from each worker at its end, for the last look, and is kept in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pytest_m365.contract.leaks import Leak, Private, find_leaks, looks_private
from pytest_m365.contract.report import Outcome, Report

#: attribute of a test's report: the target's kind and the outcome's fields
OUTCOME = "m365_contract_outcome"
#: the same, on the test itself
FOUND = pytest.StashKey[dict[str, Any]]()
_KEY = "m365_contract_private"
PRIVATE = pytest.StashKey[Private]()


def private_of(config: pytest.Config) -> Private:
    """Return what this process knows to be private."""
    return config.stash.setdefault(PRIVATE, Private())


def record(config: pytest.Config, folder: str) -> None:
    """Have the outcomes of this run written to a folder.

    Raises:
        pytest.UsageError: it is a file.
    """
    path = config.invocation_params.dir / folder
    if path.exists() and not path.is_dir():
        raise pytest.UsageError(f"--m365-contract-report is {folder!r}, which is a file: name a folder")
    config.pluginmanager.register(Recorder(config, path), "m365-contract")


class Recorder:
    """Gathers outcomes, and writes a report for each kind of target."""

    def __init__(self, config: pytest.Config, folder: Path) -> None:
        self._config = config
        self._folder = folder
        self._outcomes: dict[str, dict[str, Outcome]] = {}
        self._lines: list[str] = []
        #: workers whose private values never came
        self._silent: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the outcome of a test."""
        found: Mapping[str, Any] | None = getattr(report, OUTCOME, None)
        if found is not None:
            outcome = Outcome(**{**found["outcome"], "expected": tuple(found["outcome"]["expected"])})
            self._outcomes.setdefault(found["target"], {})[outcome.id] = outcome

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """Take what a worker knows to be private."""
        sent = getattr(node, "workeroutput", {}).get(_KEY)
        if sent is None:
            self._silent.append(node.gateway.id)
        else:
            private_of(self._config).update(Private(dict(sent["values"]), set(sent["secrets"])))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the reports; in a worker, send what is private."""
        private = private_of(self._config)
        if hasattr(self._config, "workeroutput"):
            self._config.workeroutput[_KEY] = {"values": private.values, "secrets": sorted(private.secrets)}
            return
        for target in sorted(self._outcomes):
            self._write(target, private, session)

    def _write(self, target: str, private: Private, session: pytest.Session) -> None:
        from fakeserver import __version__

        outcomes = tuple(self._outcomes[target][name] for name in sorted(self._outcomes[target]))
        report = Report(__version__, target, datetime.now(UTC).strftime("%Y-%m-%d"), outcomes)
        if problems := self._problems(report, private):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
            self._lines += [f"the report of the {target} target was not written:", *(f"  {each}" for each in problems)]
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        for ending, text in (("json", report.to_json()), ("md", report.to_markdown())):
            (self._folder / f"contract-{target}.{ending}").write_text(text, "utf-8")
        self._lines.append(
            f"{target}: {report.count('holds')} hold, {report.count('differs')} differ, "
            f"{report.count('not asked')} not asked; {self._folder / f'contract-{target}'}.json and .md"
        )

    def _problems(self, report: Report, private: Private) -> list[str]:
        """Return why a report must not be written."""
        lost = [f"worker {worker} has not said which values are private: it crashed" for worker in self._silent]
        return lost + list(map(str, leaks_in(report, private)))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was written, or why not."""
        if self._lines:
            terminalreporter.section("contract")
            for line in self._lines:
                terminalreporter.write_line(line)


def leaks_in(report: Report, private: Private) -> list[Leak]:
    """Return what is private in a report as it would be written, and in which field of which promise."""
    leaks = [
        leak
        for outcome in report.outcomes
        for name, text in (("said", outcome.said), ("reason", outcome.reason))
        for leak in looks_private(text, f"{outcome.id}, {name}")
    ]
    written = (report.to_json(), report.to_markdown())
    in_whole = [leak for text in written for leak in find_leaks(text, "the whole report", private)]
    if not in_whole:
        return leaks
    # In which field, for whoever has to find out how it came there.
    for outcome in report.outcomes:
        for name, value in asdict(outcome).items():
            leaks += find_leaks(str(value), f"{outcome.id}, {name}", private)
    return leaks or in_whole
