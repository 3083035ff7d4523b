"""The doors by which secrets leave a run of pytest: its reports, names of tests, warnings, logs, streams and files.

A plugin that is registered when there are secrets to keep (`pytest_m365.secrecy.secrets_of`). Each of its hooks comes
before those that show or send what they are given.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Generator
from typing import Any

import pytest

from pytest_m365.secrecy.files import clean_file, clean_log
from pytest_m365.secrecy.registry import Secrets
from pytest_m365.secrecy.reports import conceal, conceal_names, conceal_subtest, conceal_warning, concealed, rename
from pytest_m365.secrecy.streams import guard

#: options of plugins that write a report to a file: junitxml, pytest-html
_FILES = ("xmlpath", "htmlpath")


class Doors:
    """The plugin of a run; it begins when it is made."""

    def __init__(self, config: pytest.Config, secrets: Secrets) -> None:
        self._config = config
        self._secrets = secrets
        self._names: dict[str, int] = {}
        self._end_streams = guard(secrets)

    def close(self) -> None:
        """Let go of the streams, and clean what was written to files from elsewhere than from reports."""
        if not hasattr(self._config, "workerinput"):
            for option in _FILES:
                clean_file(self._config.getoption(option, None), self._secrets)
        if sys.exc_info()[0] is None:
            self._end_streams()
        # Else pytest is about to show the exception that has ended the run, e.g. a usage error, and the process ends.

    # --- collection ---

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_make_collect_report(self) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Clean why something could not be collected."""
        report = yield
        conceal(report, self._secrets.scrub)
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_make_parametrize_id(self, val: object) -> str | None:
        """Name a parameter that holds a secret; pytest tells those of one name apart by numbers."""
        if not isinstance(val, str | bytes):
            return None
        name = val if isinstance(val, str) else val.decode("ascii", "backslashreplace")
        clean = self._secrets.scrub_known(name)
        return None if clean == name else clean

    @pytest.hookimpl(tryfirst=True)
    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Rename a test whose name holds a secret, by an id that its author has given, before anybody notes it."""
        name, nodeid = self._secrets.scrub_known(item.name), self._secrets.scrub_known(item.nodeid)
        if nodeid != item.nodeid:
            number = self._names[nodeid] = self._names.get(nodeid, 0) + 1
            end = f"-{number}" if number > 1 else ""
            rename(item, name + end, nodeid + end)

    # --- reports ---

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Clean a report, behind all who add to it."""
        report = yield
        self._clean(report)
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Clean reports that were made otherwise: of subtests, and xdist's of a test in which its worker crashed."""
        self._clean(report)

    def _clean(self, report: pytest.TestReport) -> None:
        conceal(report, self._secrets.scrub)
        conceal_names(report, self._secrets.scrub_known)
        conceal_subtest(report, self._secrets.scrub)

    # --- beside reports ---

    @pytest.hookimpl(tryfirst=True)
    def pytest_warning_recorded(self, warning_message: warnings.WarningMessage) -> None:
        """Clean a warning; exceptions of threads and of finalizers are warnings too."""
        conceal_warning(warning_message, self._secrets.scrub)

    @pytest.hookimpl(tryfirst=True)
    def pytest_internalerror(self, excrepr: object) -> None:
        """Clean an exception of a plugin, before a worker of xdist sends it."""
        concealed(excrepr, self._secrets.scrub)

    @pytest.hookimpl(tryfirst=True)
    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Clean the reason of ``pytest.exit``."""
        error: Any = excinfo.value
        if isinstance(error, pytest.exit.Exception):
            error.msg = concealed(error.msg, self._secrets.scrub)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, None, None]:
        """Clean why the run was stopped, before a worker of xdist sends it."""
        for name in ("shouldstop", "shouldfail"):
            if isinstance(reason := getattr(session, name), str):
                setattr(session, name, self._secrets.scrub(reason))
        yield

    def pytest_plugin_registered(self, plugin: object) -> None:
        """Clean what is written to ``--log-file``; live logs go to the terminal."""
        clean_log(getattr(plugin, "log_file_handler", None), self._secrets)
