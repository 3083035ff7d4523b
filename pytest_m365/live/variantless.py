"""Tests that have no variants, in a run on both targets: which they were, and where they ran, is said at the end.

pytest gives a ``unittest.TestCase`` no parameters, and knows too late of what ``getfixturevalue`` asks for.
"""

from __future__ import annotations

from collections.abc import Collection, Generator

import pytest

from pytest_m365.options import KIND, OF_THE_FAKE, has_target, reason_to_skip

#: attribute of a test's report, from a worker of xdist too: the test would have run on the other target as well
HAS_NO_VARIANTS = "m365_has_no_variants"
#: tests that the summary names at most
_MOST_NAMED = 20
#: what a test has asked for; the fake asks for its server by itself
_CONTROLS = OF_THE_FAKE.keys() - {"m365_server"}


class Variantless:
    """Hooks of one process of a run on both targets."""

    def __init__(self) -> None:
        self._ids: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Mark the reports of such tests, for the process that counts them."""
        report = yield
        if _has_no_variants(item):
            setattr(report, HAS_NO_VARIANTS, True)
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take note of those that have run, or have failed before they could."""
        ran = report.failed if report.when == "setup" else report.when == "call" and not report.skipped
        if ran and getattr(report, HAS_NO_VARIANTS, False):
            self._ids.append(report.nodeid)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which they were, and how they run on the tenant."""
        ids = list(dict.fromkeys(self._ids))
        if not ids:
            return
        terminalreporter.section("m365: on the fake alone")
        terminalreporter.line(
            f"{len(ids)} of the tests have no variants, and ran on the fake: those of a unittest.TestCase, and those "
            "that ask for their target by getfixturevalue. pytest --m365=live runs them on the tenant; the marker "
            "m365_live lets one run there with --m365=both as well."
        )
        for each in ids[:_MOST_NAMED]:
            terminalreporter.line(f"  {each}")
        if len(ids) > _MOST_NAMED:
            terminalreporter.line(f"  and {len(ids) - _MOST_NAMED} more")


def _has_no_variants(item: pytest.Item) -> bool:
    """Say whether a test has used the fake's target, and would use the live one as well."""
    callspec = getattr(item, "callspec", None)
    if (callspec is not None and KIND in callspec.params) or item.get_closest_marker("m365_live") is not None:
        return False
    names = _asked_for(item)
    return has_target(names) and _CONTROLS.isdisjoint(names) and reason_to_skip(item, "live") is None


def _asked_for(item: pytest.Item) -> Collection[str]:
    """Return the fixtures that a test has asked for, by getfixturevalue too as long as it runs."""
    request: pytest.FixtureRequest | None = getattr(item, "_request", None)
    return request.fixturenames if request else getattr(item, "fixturenames", ())
