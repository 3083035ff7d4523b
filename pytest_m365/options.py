"""The settings of a run of pytest: command line, ini file, environment, and which of them wins.

Imports nothing but pytest, since ``plugin.py`` imports it in every run. Secrets are never options or settings: they
come from the environment, so that they land in no shell history and no ``pytest --debug`` output.

PYTEST_DONT_REWRITE, as ``plugin.py`` says.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import pytest

#: what a target is of: "fake" or "live"; the parameter of tests that run on both
KIND = "m365_kind"
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

#: what --m365-require and the ini setting take
PROTOCOLS = ("imap", "pop3", "smtp", "ews", "graph")
#: what becomes of mail that live runs have left: removed, only listed, or removed however much it is
SWEEPS = ("yes", "dry", "all")

KEEP_ALONE = (
    "waits for Enter at the terminal after a failed test, and there is {none}: leave it out, or run one process in a "
    "terminal (pytest -n 0)"
)
CLOCK_MISSING = (
    "m365_clock needs time-machine: pip install 'pytest-m365[clock]' "
    "(m365_fake.clock moves the tenant alone, and needs nothing)"
)
URL_AND_LIVE = "--m365-url is a fake that already runs, and the target is live: give one of the two, or --m365=both"

MARKERS = (
    "m365(**switches): set up this test's tenant; switches are policies (basic_auth=True, smtp_auth=False), "
    "switches of the test's mailbox (imap=False), and who the tenant is (tenant_id=..., domain=...)",
    "m365_fake: runs on the fake target only; skipped on the live one",
    "m365_live: runs on the live target only; skipped on the fake one",
)
#: fixtures that are the fake's, and what is said of their tests on the live target
OF_THE_FAKE = {
    "m365_fake": "m365_fake is every control of the fake's tenant",
    "m365_clock": "m365_clock moves the fake's time",
    "m365_browser": "m365_browser signs in without a person, which only the fake allows",
    # Last, since others use it.
    "m365_server": "m365_server is the fake itself",
}
#: settings of the ini file for live runs: what each is for, and its default
LIVE_SETTINGS: dict[str, tuple[str, list[str]]] = {
    "m365_live_tenants": ("ids (GUIDs) of the tenants that live runs may touch", []),
    "m365_live_mailboxes": ("exact addresses of the mailboxes that live runs may touch", []),
    "m365_live_hosts": ("host names that live runs may send tokens to, beside those of Microsoft's clouds", []),
    "m365_live_pace": ("seconds after which a mailbox is looked at for the second time; later ones are slower", ["1"]),
    "m365_live_timeout": ("seconds that wait_for waits on the live target, and a sign-in for a busy service", ["120"]),
    "m365_live_lock": ("seconds to wait while another run uses the mailbox; 0: go on, and say so", ["0"]),
}


class Settings(NamedTuple):
    """The settings of this run, resolved once."""

    #: what the fixtures stand for: "fake", "live" or "both"
    target: str
    #: host names that m365_redirect keeps from the network beside Microsoft's, with all names below them
    closed_names: tuple[str, ...] = ()
    #: host names that it doesn't keep from the network, with all names below them
    open_names: tuple[str, ...] = ()
    #: whether the fake stays up after a failed test, until somebody presses Enter
    keep: bool = False
    #: protocols whose loss on the live target fails tests instead of skipping them
    require: tuple[str, ...] = ()
    #: one of `SWEEPS`
    sweep: str = "yes"
    #: a fake that already runs: its URL, or its endpoints file; empty: one is started
    url: str = ""
    #: the file of its CA; empty where the environment or the endpoints file says it
    ca: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The targets of this run, in the order in which they are used."""
        return ("fake", "live") if self.target == "both" else (self.target,)


#: the settings of a run, in its configuration's stash
SETTINGS: pytest.StashKey[Settings] = pytest.StashKey()


def add_options(parser: pytest.Parser) -> None:
    """Declare the command line's options and the settings of the ini file."""
    group = parser.getgroup("m365", "Microsoft 365 mail (pytest-m365)")
    group.addoption(
        "--m365",
        choices=TARGETS,
        default=None,
        help="what the m365 fixture stands for: the fake, a real tenant, or each test on both "
        "(default: ini m365_target, env M365_TARGET, fake); `python -m pytest_m365 doctor` says what a tenant lacks",
    )
    group.addoption(
        "--m365-url",
        metavar="URL",
        default=None,
        help="use a fake that already runs, with a tenant for each test: its URL, or the file of `fakeserver serve "
        "--endpoints FILE` (default: ini m365_url, env M365_URL, none); its key comes by M365_CONTROL_KEY",
    )
    group.addoption(
        "--m365-ca",
        metavar="FILE",
        default=None,
        help="the CA of that fake, where its URL is given (default: ini m365_ca, env FAKESERVER_CA_FILE)",
    )
    group.addoption(
        "--m365-keep",
        action="store_true",
        default=None,
        help="leave the fake up after a failed test, say where it is, and wait for Enter "
        "(default: ini m365_keep, env M365_KEEP, no)",
    )
    group.addoption(
        "--m365-require",
        metavar="PROTOCOLS",
        default=None,
        help="on the live target: fail where one of these is not to be had, instead of skipping, e.g. imap,smtp,ews "
        "(default: ini m365_require, none)",
    )
    group.addoption(
        "--m365-sweep",
        choices=SWEEPS,
        default="yes",
        help="what becomes of mail that earlier live runs have left in the test mailboxes: removed (yes, up to 200 "
        "messages), only listed (dry), or removed however much it is (all)",
    )
    group.addoption(
        CONTRACT_REPORT,
        metavar="DIR",
        default=None,
        help="write what became of the promises of pytest_m365.contract to files there, ready to be published",
    )
    parser.addini("m365_keep", "whether the fake stays up after a failed test, until Enter", type="bool", default=None)
    parser.addini("m365_target", "what the m365 fixture stands for: fake, live or both", type="string", default="")
    parser.addini("m365_url", "a fake that already runs: its URL, or its endpoints file", type="string", default="")
    parser.addini("m365_ca", "the CA of that fake (PEM)", type="string", default="")
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
    parser.addini(
        "m365_require", "protocols whose loss fails live tests instead of skipping them", type="args", default=[]
    )
    for name, (meaning, default) in LIVE_SETTINGS.items():
        parser.addini(name, meaning, type="args", default=default)


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
    if target == "live" and config.getoption("--m365-url"):
        raise pytest.UsageError(URL_AND_LIVE)
    return Settings(
        target,
        _host_names(config, "m365_closed_names"),
        _host_names(config, "m365_open_names"),
        _keeps(config, environment),
        _required(config),
        config.getoption("--m365-sweep"),
        config.getoption("--m365-url") or config.getini("m365_url") or environment.get("M365_URL", ""),
        config.getoption("--m365-ca") or config.getini("m365_ca"),
    )


def _required(config: pytest.Config) -> tuple[str, ...]:
    """Return the protocols that live runs must find.

    Raises:
        pytest.UsageError: one is unknown.
    """
    on_line = config.getoption("--m365-require")
    where = "ini m365_require" if on_line is None else "--m365-require"
    words = config.getini("m365_require") if on_line is None else [on_line]
    names = [name.strip().lower() for word in words for name in word.split(",") if name.strip()]
    for name in names:
        first_given((where, name), allowed=PROTOCOLS, default="")
    return tuple(dict.fromkeys(names))


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
        if not is_host_name(name):
            raise pytest.UsageError(
                f"ini {setting} has {name!r}, which is no host name: write one like learn.microsoft.com, without a "
                "scheme, port or *; the names below it are meant as well"
            )
    return tuple(name.lower() for name in names)


def is_host_name(text: str) -> bool:
    """Say whether a text may be a host's name, without scheme, port or *."""
    return all(text.split(".")) and text.replace("-", "").replace(".", "").isalnum()


def kind_of(node: pytest.Item | pytest.Collector) -> str:
    """Return the target of a test: "fake" or "live"."""
    callspec = getattr(node, "callspec", None)
    kind: str | None = callspec and callspec.params.get(KIND)
    if kind is not None:
        return kind
    kinds = node.config.stash[SETTINGS].kinds
    # It has no variants, as a unittest.TestCase; a target that it shares is the fake's.
    is_shared = KIND in getattr(node, "fixturenames", ())
    return kinds[-1] if node.get_closest_marker("m365_live") is not None and not is_shared else kinds[0]


def has_target(fixtures: Collection[str]) -> bool:
    """Say whether a test that asks for these fixtures has a target, of its own or shared."""
    return KIND in fixtures or "m365" in fixtures


def reason_to_skip(item: pytest.Item, kind: str) -> str | None:
    """Return why a test cannot run on a target; None if it can.

    Args:
        kind: of the target: "fake" or "live".

    Raises:
        pytest.UsageError: the marker was given something, which would be lost.
    """
    reason = None
    for only in ("fake", "live"):
        marker = item.get_closest_marker(f"m365_{only}")
        if marker is not None and (marker.args or marker.kwargs):
            raise pytest.UsageError(f"{item.nodeid}: m365_{only} takes nothing; switches are m365's: m365(imap=False)")
        if marker is not None and only != kind:
            reason = f"runs on the {only} target only, and this is {kind}"
    if reason is None and kind == "live":
        names = getattr(item, "fixturenames", ())
        of_the_fake = (what for name, what in OF_THE_FAKE.items() if name in names)
        reason = next((f"{what}, and this is the live target" for what in of_the_fake), None)
    return reason


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
