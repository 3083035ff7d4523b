"""The pytest plugin: options, markers, fixtures, and the report section of a test that failed.

This module is imported in every run of pytest of every project that has the package installed. So it imports pytest
and ``options`` (which does the same) and nothing else; what a fixture needs is imported in its body.
tests/plugin/test_import_cost.py keeps it so.

PYTEST_DONT_REWRITE: it has no assertions, and would be rewritten in every run that cannot write bytecode.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from pytest_m365 import options
from pytest_m365.options import SETTINGS
from pytest_m365.stash import CLOCK, LIVE, SERVER, SHARED, SINCE, TARGET

if TYPE_CHECKING:
    import imaplib
    import poplib
    import smtplib

    from fakeserver.server import FakeServer
    from fakeserver.tenant.tenant import Tenant
    from pytest_m365.browser import Browser
    from pytest_m365.clock import ProgramClock
    from pytest_m365.mailbox import Mailbox
    from pytest_m365.redirect import Redirect
    from pytest_m365.target import Target

# --- the run -------------------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --m365, --m365-url and the settings of the ini file."""
    options.add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers and resolve the settings, so that a wrong one ends the run before it starts."""
    for marker in options.MARKERS:
        config.addinivalue_line("markers", marker)
    settings = config.stash[SETTINGS] = options.settings(config)
    if "live" in settings.kinds:
        from pytest_m365.live.begin import begin

        config.stash[LIVE] = begin(config, settings)
    if (folder := config.getoption(options.CONTRACT_REPORT)) is not None:
        from pytest_m365.contract.recording import record

        record(config, folder)


def pytest_report_header(config: pytest.Config) -> str | list[str] | None:
    """Say in a line or two what the fixtures stand for; nothing at -q, nor in a worker of xdist."""
    if config.getoption("verbose") < 0 or hasattr(config, "workerinput"):
        return None
    settings = config.stash[SETTINGS]
    where = f" at {settings.url}" if settings.url and "fake" in settings.kinds else ""
    line = f"m365: target {settings.target}{where}{', kept after a failure' if settings.keep else ''}"
    return [line, *config.stash[LIVE].header] if LIVE in config.stash else line


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that has a target on both, where that was asked for."""
    kinds = metafunc.config.stash[SETTINGS].kinds
    if len(kinds) > 1 and options.has_target(metafunc.fixturenames):
        if options.KIND not in metafunc.fixturenames:
            # `m365` does not ask for it: pytest before 8 keeps something of each test that depends on a wider fixture.
            metafunc.fixturenames.append(options.KIND)
        wanted = [kind for kind in kinds if metafunc.definition.get_closest_marker(f"m365_{kind}")]
        metafunc.parametrize(options.KIND, wanted or kinds, indirect=True, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse unknown switches and skip what a target cannot run, before the first test starts."""
    for item in items:
        if _switches(item):
            from pytest_m365.switches import check_effect

            check_effect(item, items)
        if reason := options.reason_to_skip(item, options.kind_of(item)):
            item.add_marker(pytest.mark.skip(reason=reason))


def _switches(node: pytest.Item | pytest.Collector) -> dict[str, object]:
    """Return the switches of the ``m365`` markers of a test or a module, checked."""
    if node.get_closest_marker("m365") is None:
        return {}
    from pytest_m365.switches import switches_of

    return switches_of(node)


def _targets(item: pytest.Item) -> dict[str, Target]:
    """Return the targets that a test uses, by the names of their fixtures."""
    names = getattr(item, "fixturenames", ())
    own = {"m365": item.stash[TARGET]} if TARGET in item.stash else {}
    return own | {name: target for name, target in item.config.stash.get(SHARED, {}).items() if name in names}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Remember where the journals of shared targets end, so that a test's report shows what comes after."""
    if shared := _targets(item):
        from pytest_m365.targets import now

        item.stash[SINCE] = now(shared.values())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Fail a test in which the fake raised an exception of its own, even if the test did not notice."""
    yield
    for target in _targets(item).values():
        from pytest_m365.targets import raise_errors

        raise_errors(target)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Take secrets out of a test's report, and give that of a failed one its section ``m365``."""
    report = yield
    if report.longrepr or report.sections or report.user_properties:
        _conceal(item, report)
    if report.failed:
        failure = call.excinfo.value if call.excinfo else None
        for name, target in _targets(item).items():
            from pytest_m365.targets import section

            text, refusal = section(item, target, failure)
            report.sections.append((name, text))
            # The test's own target comes first, if anything was refused there.
            setattr(report, options.REFUSAL, getattr(report, options.REFUSAL, "") or refusal)
        if not _targets(item) and item.nodeid in getattr(item.config.stash.get(LIVE, None), "used", ()):
            from pytest_m365.targets import section_without_target

            text, refusal = section_without_target(item, failure)
            report.sections.append(("m365", text))
            setattr(report, options.REFUSAL, refusal)
    if call.when == "teardown" and TARGET in item.stash:
        # pytest keeps its items to the end of the run, and the target must not live as long.
        del item.stash[TARGET]
    return report


def pytest_exception_interact(node: pytest.Item | pytest.Collector) -> None:
    """Leave the fake up after a failure, before the test is taken down, if that was asked for (--m365-keep)."""
    if isinstance(node, pytest.Item) and node.config.stash[SETTINGS].keep and (targets := _targets(node)):
        from pytest_m365.targets import keep

        keep(node, targets)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Let the summary's line of a failed test end in what was refused to it: [m365: TokenExpired]."""
    reports = [report for kind in ("failed", "error") for report in terminalreporter.stats.get(kind, ())]
    if any(getattr(report, options.REFUSAL, "") for report in reports):
        from pytest_m365.summary import name_refusals

        name_refusals(terminalreporter.stats, config)


def _conceal(item: pytest.Item, report: pytest.TestReport) -> None:
    """Take out the secrets of the test's target; or of every tenant, where a test uses the server alone."""
    server = item.config.stash.get(SERVER, None)
    fakes = (target for target in _targets(item).values() if target.kind == "fake")
    holder: Any = next(fakes, None)
    if holder is None and server is not None and "m365_server" in getattr(item, "fixturenames", ()):
        holder = server.cloud
    if holder is not None:
        from pytest_m365.concealing import conceal_made_up

        conceal_made_up(report, holder.secrets)


# --- the fixtures --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def m365_server(request: pytest.FixtureRequest) -> Iterator[FakeServer]:
    """The running fake, each test in its own tenant (server.new_tenant() makes further ones).

    It is one per process; with --m365-url the client of one that already runs.
    """
    from pytest_m365.serving import serving

    with serving(request.config) as server:
        yield server


@pytest.fixture(scope="session")
def m365_kind(request: pytest.FixtureRequest) -> str:
    """What the target of a test is: "fake" or "live"; on both, each test has a variant for each."""
    # A test that asks for its target by getfixturevalue has no variants: it runs on the fake.
    return getattr(request, "param", request.config.stash[SETTINGS].kinds[0])


@pytest.fixture
def m365(request: pytest.FixtureRequest) -> Iterator[Target]:
    """The Target: addresses, applications, tokens and clients; on the fake, of a tenant for this test alone.

    The fake's tenant has alice, whose mailbox is the test's, a public app and a daemon app with every mail permission.
    """
    from pytest_m365 import targets

    with targets.own(request, options.kind_of(request.node), _switches(request.node)) as target:
        request.node.stash[TARGET] = target
        yield target


@pytest.fixture(scope="module")
def m365_module(request: pytest.FixtureRequest, m365_kind: str) -> Iterator[Target]:
    """A Target for all tests of a module; its switches are those of pytestmark = pytest.mark.m365(...)."""
    from pytest_m365 import targets

    with targets.shared("m365_module", request, m365_kind, _switches(request.node)) as target:
        yield target


@pytest.fixture(scope="session")
def m365_session(request: pytest.FixtureRequest, m365_kind: str) -> Iterator[Target]:
    """A Target for the whole run, for programs that are started once (under xdist: once in each worker)."""
    from pytest_m365 import targets

    with targets.shared("m365_session", request, m365_kind, {}) as target:
        yield target


@pytest.fixture
def m365_fake(m365: Target) -> Tenant:
    """The Tenant of this test, with every control: users, apps, policies, clock, mint, outbound, journal."""
    return m365.tenant


@pytest.fixture
def m365_mailbox(m365: Target) -> Mailbox:
    """A Mailbox of this test's own, alice's: address, deliver(...), messages(folder), wait_for(subject=...)."""
    return m365.mailbox


@pytest.fixture
def m365_browser(m365: Target) -> Browser:
    """The browser that the program under test opens: it signs in the test's user without a screen."""
    return m365.browser


@pytest.fixture
def m365_clock(request: pytest.FixtureRequest, m365_server: FakeServer) -> Iterator[ProgramClock]:
    """The clock of the tenant and of this process's programs: advance(hours=1), freeze(), unfreeze(), now()."""
    from pytest_m365.clock import ProgramClock

    def jumped(seconds: float) -> None:
        for tenant in m365_server.cloud.tenants:
            tenant.clock.source_moved(seconds)

    try:
        clock = ProgramClock(jumped)
    except ModuleNotFoundError:
        pytest.fail(options.CLOCK_MISSING, pytrace=False)
    request.node.stash[CLOCK] = clock
    clock.start()
    yield clock
    clock.stop()


@pytest.fixture
def m365_redirect(m365: Target, pytestconfig: pytest.Config) -> Iterator[Redirect]:
    """The real host names (login.microsoftonline.com, outlook.office365.com, ...) lead to the fake; on live as always.

    In this process and in the Python programs that it starts by itself; in others by the Redirect's env and run([...]).
    """
    from pytest_m365.fake import FakeTarget, service_names

    if not isinstance(m365, FakeTarget):
        from pytest_m365.targets import unled

        yield unled(m365)
        return
    settings = pytestconfig.stash[SETTINGS]
    with service_names(m365, settings.closed_names, settings.open_names) as redirect:
        yield redirect


@pytest.fixture
def m365_imap(m365: Target) -> Iterator[imaplib.IMAP4_SSL]:
    """An imaplib client over TLS, signed in to the test's mailbox with a token."""
    m365.needs("imap")
    with m365.open_imap() as client:
        yield client


@pytest.fixture
def m365_pop3(m365: Target) -> Iterator[poplib.POP3_SSL]:
    """A poplib client over TLS, signed in to the test's mailbox with a token."""
    m365.needs("pop3")
    with m365.open_pop3() as client:
        yield client


@pytest.fixture
def m365_smtp(m365: Target) -> Iterator[smtplib.SMTP]:
    """An smtplib client after STARTTLS, signed in as the test's mailbox with a token."""
    m365.needs("smtp")
    with m365.open_smtp() as client:
        yield client


@pytest.fixture
def m365_ews(m365: Target) -> Iterator[Any]:
    """An exchangelib Account for the test's mailbox, signed in with a token; skips where exchangelib is missing."""
    pytest.importorskip("exchangelib", reason="m365_ews needs exchangelib: pip install 'pytest-m365[exchangelib]'")
    m365.needs("ews")
    with m365.open_ews() as account:
        yield account


@pytest.fixture
def m365_graph(m365: Target) -> Iterator[Any]:
    """A msgraph GraphServiceClient, signed in as the mailbox's user; skips where msgraph-sdk is missing."""
    pytest.importorskip("msgraph", reason="m365_graph needs msgraph-sdk: pip install 'pytest-m365[graph]'")
    m365.needs("graph")
    with m365.open_graph() as client:
        yield client
