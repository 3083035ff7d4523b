"""The settings of a run of pytest: command line, ini file, environment, and which of them wins.

Imports nothing but pytest, as ``plugin.py`` does. Secrets are never options or settings: they come from the
environment, so that they land in no shell history and no ``pytest --debug`` output.

PYTEST_DONT_REWRITE, as ``plugin.py`` says.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pytest

TARGETS = ("fake", "live", "both")
#: the keyboard, whatever is captured or redirected
TERMINAL = "CONIN$" if os.name == "nt" else "/dev/tty"
#: how a variable of the environment says it
YES = ("yes", "true", "on", "1")
NO = ("no", "false", "off", "0")

#: folder of the contract's reports
CONTRACT_REPORT = "--m365-contract-report"

#: attribute of a test's report, from a worker of xdist too: the name of the last refusal
REFUSAL = "m365_refusal"

#: why a run does not start; the one place to change when it does
LIVE_MISSING = "pytest-m365 has no live target yet: run with --m365=fake (the default)"
TENANTS_MISSING = "ini m365_live_tenants has no effect, since pytest-m365 has no live target yet: leave it out"
KEEP_ALONE = (
    "waits for Enter at the terminal after a failed test, and there is {none}: leave it out, or run one process in a "
    "terminal (pytest -n 0)"
)
CLOCK_MISSING = (
    "m365_clock needs time-machine: pip install 'pytest-m365[clock]' "
    "(m365_fake.clock moves the tenant alone, and needs nothing)"
)
URL_MISSING = "pytest-m365 cannot use a fake that already runs yet: leave --m365-url out, and one is started"

MARKERS = (
    "m365(**switches): set up this test's tenant; switches are policies (basic_auth=True, smtp_auth=False), "
    "switches of the test's mailbox (imap=False), and who the tenant is (tenant_id=..., domain=...)",
    "m365_fake: runs on the fake target only; skipped on the live one",
    "m365_live: runs on the live target only; skipped on the fake one",
)


class Settings(NamedTuple):
    """The settings of this run, resolved once."""

    #: what the fixtures stand for; "fake", since there is no other target yet
    target: str
    #: host names that m365_redirect keeps from the network beside Microsoft's, with all names below them
    closed_names: tuple[str, ...] = ()
    #: host names that it doesn't keep from the network, with all names below them
    open_names: tuple[str, ...] = ()
    #: whether the fake stays up after a failed test, until somebody presses Enter
    keep: bool = False


def add_options(parser: pytest.Parser) -> None:
    """Declare the command line's options and the settings of the ini file."""
    group = parser.getgroup("m365", "Microsoft 365 mail (pytest-m365)")
    group.addoption(
        "--m365",
        choices=TARGETS,
        default=None,
        help="what the m365 fixture stands for (default: ini m365_target, env M365_TARGET, fake); "
        "there is no live target yet",
    )
    group.addoption(
        "--m365-url",
        metavar="URL",
        default=None,
        help="use a fake that already runs (fakeserver serve); not possible yet",
    )
    group.addoption(
        "--m365-keep",
        action="store_true",
        default=None,
        help="leave the fake up after a failed test, say where it is, and wait for Enter "
        "(default: ini m365_keep, env M365_KEEP, no)",
    )
    group.addoption(
        CONTRACT_REPORT,
        metavar="DIR",
        default=None,
        help="write what became of the promises of pytest_m365.contract to files there, ready to be published",
    )
    parser.addini("m365_keep", "whether the fake stays up after a failed test, until Enter", type="bool", default=None)
    parser.addini("m365_target", "what the m365 fixture stands for: fake, live or both", type="string", default="")
    parser.addini(
        "m365_closed_names",
        "host names that m365_redirect keeps from the network beside Microsoft's, with all names below them",
        type="args",
        default=[],
    )
    parser.addini(
        "m365_open_names",
        "Microsoft's host names that a program may reach in spite of m365_redirect, with all names below them",
        type="args",
        default=[],
    )
    parser.addini("m365_live_tenants", "tenant ids that live runs may touch; not possible yet", type="args", default=[])


def settings(config: pytest.Config, environment: Mapping[str, str] = os.environ) -> Settings:
    """Resolve the settings: command line over ini over environment over default.

    Raises:
        pytest.UsageError: a value is not one of those allowed, or not possible yet; says where it stood.
    """
    target = first_given(
        ("--m365", config.getoption("--m365")),
        ("ini m365_target", config.getini("m365_target")),
        ("environment M365_TARGET", environment.get("M365_TARGET")),
        allowed=TARGETS,
        default="fake",
    )
    if target != "fake":
        raise pytest.UsageError(LIVE_MISSING)
    if config.getini("m365_live_tenants"):
        raise pytest.UsageError(TENANTS_MISSING)
    if config.getoption("--m365-url"):
        raise pytest.UsageError(URL_MISSING)
    return Settings(
        target,
        _host_names(config, "m365_closed_names"),
        _host_names(config, "m365_open_names"),
        _keeps(config, environment),
    )


def _keeps(config: pytest.Config, environment: Mapping[str, str]) -> bool:
    """Say whether the fake stays up after a failed test.

    Raises:
        pytest.UsageError: nobody could end that, since there is no terminal or there are several processes.
    """
    # Where it is not set, this is None, or in older versions of pytest an empty list.
    in_ini = config.getini("m365_keep")
    given = (
        ("--m365-keep", "yes" if config.getoption("--m365-keep") else ""),
        ("ini m365_keep", ("yes" if in_ini else "no") if isinstance(in_ini, bool) else ""),
        ("environment M365_KEEP", environment.get("M365_KEEP", "").lower()),
    )
    if first_given(*given, allowed=(*YES, *NO), default="no") not in YES:
        return False
    where = next(name for name, value in given if value)
    if config.getoption("dist", "no") != "no" or config.getoption("numprocesses", None):
        raise pytest.UsageError(f"{where} {KEEP_ALONE.format(none='none for the workers of pytest-xdist')}")
    try:
        with open(TERMINAL):
            return True
    except OSError:
        raise pytest.UsageError(f"{where} {KEEP_ALONE.format(none='none')}") from None


def _host_names(config: pytest.Config, setting: str) -> tuple[str, ...]:
    """Return the host names of a setting of the ini file, in small letters.

    Raises:
        pytest.UsageError: one is no host name.
    """
    names: list[str] = config.getini(setting)
    for name in names:
        if not all(name.split(".")) or not name.replace("-", "").replace(".", "").isalnum():
            raise pytest.UsageError(
                f"ini {setting} has {name!r}, which is no host name: write one like learn.microsoft.com, without a "
                "scheme, port or *; the names below it are meant as well"
            )
    return tuple(name.lower() for name in names)


def is_only_for(target: str, item: pytest.Item) -> bool:
    """Return whether a test has the marker ``m365_fake`` or ``m365_live``.

    Raises:
        pytest.UsageError: the marker was given something, which would be lost.
    """
    marker = item.get_closest_marker(f"m365_{target}")
    if marker is not None and (marker.args or marker.kwargs):
        raise pytest.UsageError(f"{item.nodeid}: m365_{target} takes nothing; switches are m365's: m365(imap=False)")
    return marker is not None


def first_given(*given: tuple[str, str | None], allowed: Iterable[str], default: str) -> str:
    """Return the first value that is set, or the default.

    Args:
        given: where each value may be set, and the value; None or empty where it is not.

    Raises:
        pytest.UsageError: the value is not allowed.
    """
    for where, value in given:
        if not value:
            continue
        if value not in allowed:
            from fakeserver.suggestion import did_you_mean

            raise pytest.UsageError(
                f"{where} is {value!r}; allowed are {', '.join(allowed)}{did_you_mean(value, allowed)}"
            )
        return value
    return default
