"""Secrets in what pytest shows beside a test's report: its warnings, and the names of its subtests.

pytest makes both where no hook has the test: warnings after its teardown, the names after the report was made.
"""

import warnings
from linecache import getline
from typing import Any

import pytest

from fakeserver.redaction import printable, without_secrets
from fakeserver.tenant.cloud import Cloud
from pytest_m365.fake import FakeTarget


class Concealing:
    """A plugin of runs that use the fake: it takes out the secrets of every tenant, and control characters."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud: Cloud | None = cloud
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
        line = warning_message.line or getline(warning_message.filename, warning_message.lineno)
        said, shown = self._without(str(warning_message.message)), self._without(line)
        if said != str(warning_message.message):
            # Its class stands in `category`; it might take other arguments.
            warning_message.message = Warning(said)
        if shown != line:
            warning_message.line = shown

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Change the names of a subtest, and what was captured in it, before anybody shows them."""
        context: Any = getattr(report, "context", None)
        if context is None:
            return
        if context.msg is not None:
            object.__setattr__(context, "msg", self._without(context.msg))
        # It is frozen. Its values are texts by now.
        names = {name: self._without(str(value)) for name, value in context.kwargs.items()}
        object.__setattr__(context, "kwargs", names)
        secrets = self._secrets()
        report.sections = [(name, without_secrets(text, secrets)) for name, text in report.sections]

    def _secrets(self) -> list[str]:
        of_targets = (target.secrets for target in self._targets)
        of_cloud = () if self._cloud is None else self._cloud.secrets
        return sorted(self._of_last_test.union(of_cloud, *of_targets))

    def _without(self, text: str) -> str:
        lines = without_secrets(text, self._secrets()).split("\n")
        return "\n".join("\t".join(map(printable, line.split("\t"))) for line in lines)
