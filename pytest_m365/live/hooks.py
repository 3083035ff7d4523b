"""What a live run does beside its tests: it tells workers its name, sweeps at the end, and fails if nothing was run.

A plugin of its own, registered in live runs alone.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from pytest_m365.live.run import LiveRun
from pytest_m365.options import has_target, kind_of

#: what a controller of xdist tells its workers: the name of the run
RUN = "m365_live_run"
#: what a worker tells its controller at its end: what there is to say in the summary
LINES = "m365_live_lines"
#: attribute of a test's report, from a worker of xdist too: the test used the live target
IS_LIVE = "m365_is_live"


class LiveHooks:
    """Hooks of one process of a live run."""

    def __init__(self, run: LiveRun) -> None:
        self._run = run
        #: live tests that were not skipped, and those that were
        self._done = 0
        self._skipped: list[str] = []
        self._lines: list[str] = []

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of xdist the name of the run."""
        node.workerinput[RUN] = self._run.name

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a worker has to say; one that crashed says nothing."""
        self._lines += getattr(node, "workeroutput", {}).get(LINES, ())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Mark the reports of live tests, for the process that counts them."""
        report = yield
        # A test may also ask for its target by getfixturevalue.
        if (has_target(getattr(item, "fixturenames", ())) and kind_of(item) == "live") or item.nodeid in self._run.used:
            setattr(report, IS_LIVE, True)
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the live tests."""
        if not getattr(report, IS_LIVE, False):
            return
        if report.skipped:
            self._skipped.append(str(report.longrepr[-1]) if isinstance(report.longrepr, tuple) else report.nodeid)
        elif report.when == "call" or report.failed:
            self._done += 1

    def pytest_runtest_logfinish(self) -> None:
        """Let another process have the mailbox between two tests, also of the fake."""
        self._run.give_way()

    # Within the wrapper of pytest's terminal, which shows the summary; behind all that takes tests and workers down.
    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, object, object]:
        """Sweep when every test is taken down, also after Ctrl-C; in the process that the workers are told by."""
        config = session.config
        is_controller = not hasattr(config, "workeroutput")
        try:
            return (yield)
        finally:
            self._lines += self._run.finish(
                sweeps=is_controller and bool(self._done or self._run.used),
                hurries=session.exitstatus == pytest.ExitCode.INTERRUPTED,
            )
            if hasattr(config, "workeroutput"):
                config.workeroutput[LINES] = self._lines
            else:
                self._fail_if_all_were_skipped(session)

    def _fail_if_all_were_skipped(self, session: pytest.Session) -> None:
        """Fail a run whose live tests were skipped, all of them: it says nothing about the tenant."""
        if self._skipped and not self._done and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
            first = self._skipped[0].removeprefix("Skipped: ")
            self._lines.append(
                f"every live test was skipped ({len(self._skipped)}), which fails the run; the first: {first}"
            )

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was swept, and why the run fails."""
        if self._lines:
            terminalreporter.section("m365 live")
            # Workers say the same of what they share.
            for line in dict.fromkeys(self._lines):
                terminalreporter.line(line)
