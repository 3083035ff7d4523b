"""Secrets of the fake's tenants, in what pytest shows: a test's report, its warnings, and the names of its subtests.

pytest makes the last two where no hook has the test: warnings after its teardown, the names after the report was made.
They are made up, and what a test prints under ``-s`` is shown as it is; real ones are `pytest_m365.secrecy`'s.
"""

import warnings
from collections.abc import Collection, Iterable
from functools import partial
from typing import Protocol

import pytest

from fakeserver.redaction import printable, without_secrets
from pytest_m365.fake import FakeTarget
from pytest_m365.secrecy.reports import conceal, conceal_subtest, conceal_warning


def conceal_made_up(report: pytest.TestReport, secrets: Iterable[str]) -> None:
    """Take the secrets of the fake's tenants out of a report, wherever they stand there."""
    conceal(report, partial(without_secrets, secrets=list(secrets)))


class Holder(Protocol):
    """Whoever knows the secrets of tenants."""

    @property
    def secrets(self) -> Collection[str]:
        """All of them."""


class Concealing:
    """A plugin of runs that use the fake: it takes out the secrets of every tenant, and control characters."""

    def __init__(self, cloud: Holder) -> None:
        self._cloud: Holder | None = cloud
        self._targets: list[FakeTarget] = []
        self._of_last_test: set[str] = set()

    def begin(self, target: FakeTarget) -> None:
        """Ask a target, which knows its former passwords too, until it ends."""
        self._targets.append(target)

    def end(self, target: FakeTarget) -> None:
        """Keep the secrets of a target that ends, whose tenant is gone before its warnings; the former ones go."""
        self._of_last_test = set(target.secrets)
        self._targets.remove(target)

    def close(self) -> None:
        """Let go of the fake."""
        self._of_last_test = set(self._secrets())
        self._cloud = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_warning_recorded(self, warning_message: warnings.WarningMessage) -> None:
        """Change a warning before anybody shows it, with the line of the program that it shows."""
        conceal_warning(warning_message, self._without)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Change the names of a subtest, and what was captured in it, before anybody shows them."""
        if hasattr(report, "context"):
            conceal_subtest(report, self._without)
            conceal_made_up(report, self._secrets())

    def _secrets(self) -> list[str]:
        of_targets = (target.secrets for target in self._targets)
        of_cloud = () if self._cloud is None else self._cloud.secrets
        return sorted(self._of_last_test.union(of_cloud, *of_targets))

    def _without(self, text: str) -> str:
        lines = without_secrets(text, self._secrets()).split("\n")
        return "\n".join("\t".join(map(printable, line.split("\t"))) for line in lines)
