"""The fixture ``m365_clock``: one time for the tenant and for the Python programs of this process, each moved once."""

import asyncio
import datetime
import imaplib
import threading
import time
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import pytest

from pytest_m365 import ProgramClock, Target, Tenant, clients
from pytest_m365.fake import FakeTarget
from pytest_m365.report import section

freezegun: Any = pytest.importorskip("freezegun", reason="needs freezegun: pip install -e '.[test]'")
time_machine: Any = pytest.importorskip("time_machine", reason="needs time-machine: pip install -e '.[test]'")

HOUR = 3600
#: seconds that a test may take between two looks at a clock
SLACK = 600

#: all that a program may ask for the time, in seconds since the epoch
ASKED: dict[str, Callable[[], float]] = {
    "time": time.time,
    "time_ns": lambda: time.time_ns() / 10**9,
    "localtime": lambda: time.mktime(time.localtime()),
    "gmtime": lambda: datetime.datetime(*time.gmtime()[:6], tzinfo=UTC).timestamp(),
    "strftime": lambda: float(time.strftime("%s")),
    "clock_gettime": lambda: time.clock_gettime(time.CLOCK_REALTIME),
    "now": lambda: datetime.datetime.now(UTC).timestamp(),
    "naive now": lambda: datetime.datetime.now().timestamp(),
    "today": lambda: datetime.datetime.today().timestamp(),
}


def is_close(to: float, at: float) -> bool:
    return to <= at < to + SLACK


@pytest.mark.parametrize("asked", ASKED)
def test_programs_read_the_time_that_the_tenant_has(m365_clock: ProgramClock, m365_fake: Tenant, asked: str) -> None:
    before = time.time()
    m365_clock.advance(hours=2)
    assert is_close(int(before) + 2 * HOUR, ASKED[asked]())
    assert is_close(before + 2 * HOUR, m365_fake.clock.time())
    assert is_close(before + 2 * HOUR, m365_clock.now().timestamp())


def test_what_waits_is_not_moved(m365_clock: ProgramClock) -> None:
    before = time.monotonic(), time.perf_counter()
    m365_clock.advance(days=90)
    m365_clock.freeze()
    assert time.monotonic() - before[0] < SLACK
    assert time.perf_counter() - before[1] < SLACK
    asyncio.run(asyncio.wait_for(asyncio.sleep(0.001), SLACK))
    assert not threading.Event().wait(0.001)


def test_durations_of_every_form(m365_clock: ProgramClock, m365_fake: Tenant) -> None:
    m365_clock.freeze()
    start = m365_clock.time()
    m365_clock.advance(60)
    m365_clock.advance(timedelta(minutes=1))
    m365_clock.advance(hours=1, minutes=-2)
    assert m365_clock.time() == start + HOUR == m365_fake.clock.time()
    with pytest.raises(TypeError, match="gives two durations"):
        m365_clock.advance(60, hours=1)
    with pytest.raises(TypeError, match="did you mean 'hours'"):
        m365_clock.advance(hour=1)  # type: ignore[call-arg]
    assert m365_clock.time() == start + HOUR


def test_frozen_time_stands_until_it_is_moved_or_let_go(m365_clock: ProgramClock, m365_fake: Tenant) -> None:
    moment = datetime.datetime(2027, 4, 1, 12, tzinfo=UTC)
    m365_clock.freeze(moment)
    assert m365_clock.is_frozen
    assert datetime.datetime.now(UTC) == moment == m365_clock.now() == m365_fake.clock.now()
    m365_clock.advance(1)
    m365_clock.freeze()
    assert time.time() == moment.timestamp() + 1
    m365_clock.unfreeze()
    m365_clock.unfreeze()
    assert moment.timestamp() + 1 < time.time() < moment.timestamp() + SLACK
    with pytest.raises(ValueError, match="names no time zone"):
        m365_clock.freeze(datetime.datetime(2027, 4, 1))


def test_a_tenant_that_was_moved_alone_keeps_its_distance(m365_clock: ProgramClock, m365_fake: Tenant) -> None:
    m365_fake.clock.advance(hours=1)
    m365_clock.advance(hours=1)
    assert m365_fake.clock.ahead == pytest.approx(HOUR, abs=SLACK)
    m365_fake.clock.freeze()
    frozen = m365_fake.clock.time()
    m365_clock.advance(minutes=1)
    assert m365_fake.clock.time() == frozen + 60


def test_an_idle_connection_learns_of_it(m365: Target, m365_clock: ProgramClock) -> None:
    with m365.open_imap() as client:
        client.select()
        client.send(b"a IDLE\r\n")
        assert client.readline().startswith(b"+")
        m365_clock.advance(hours=2)
        assert client.readline().startswith(b"* BYE")


def test_everything_is_put_back(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import time

        start = time.time()

        def test_moved(m365_clock):
            m365_clock.advance(hours=2)
            m365_clock.freeze()
            assert 0

        def test_later(m365_fake):
            assert m365_fake.clock.time() == pytest.approx(time.time(), abs=600)
            assert not time_machine.escape_hatch.is_travelling()
            assert time.time() - start < 3600

        import pytest, time_machine
        """
    )
    result = pytester.runpytest("--durations=0")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.no_fnmatch_line("*7200*s call*")
    result.stdout.re_match_lines([r"=+ 1 failed, 1 passed in \d\d?\.\d+s"])


def test_it_runs_in_workers_and_under_a_timeout(pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    pytest.importorskip("pytest_timeout")
    pytester.makepyfile(
        """
        import time, pytest

        @pytest.mark.timeout(110)
        @pytest.mark.parametrize("n", range(4))
        def test_moved(m365_clock, m365, n):
            m365_clock.advance(days=90)
            with m365.open_imap() as client:
                client.select()
        """
    )
    pytester.runpytest_subprocess("-n2", "--session-timeout=3600").assert_outcomes(passed=4)


# --- beside time-machine and freezegun -------------------------------------------------------------------------------


def test_inside_of_time_machines_block_that_block_is_moved(m365_clock: ProgramClock, m365_fake: Tenant) -> None:
    before = time.time()
    m365_clock.advance(hours=1)
    with time_machine.travel(1_800_000_000, tick=False):
        m365_clock.advance(60)
        assert time.time() == 1_800_000_060 == m365_fake.clock.time() == m365_clock.time()
        with pytest.raises(RuntimeError, match=r"m365_clock.freeze: the test has set the time itself"):
            m365_clock.freeze()
    assert is_close(before + HOUR, time.time())
    m365_clock.advance(hours=1)
    assert is_close(before + 2 * HOUR, m365_fake.clock.time())


def test_inside_of_freezeguns_block_that_block_is_moved(m365_clock: ProgramClock, m365_fake: Tenant) -> None:
    before = time.time()
    m365_clock.advance(hours=1)
    with freezegun.freeze_time("2030-01-01"):
        m365_clock.advance(days=1)
        assert datetime.datetime.now(UTC) == datetime.datetime(2030, 1, 2, tzinfo=UTC) == m365_clock.now()
        assert m365_fake.clock.now() == datetime.datetime(2030, 1, 2, tzinfo=UTC)
        with pytest.raises(RuntimeError, match="freezegun or time-machine"):
            m365_clock.freeze()
    assert is_close(before + HOUR, time.time())
    assert is_close(before + HOUR, m365_fake.clock.time())


def test_time_that_freezegun_lets_run_is_moved(m365_clock: ProgramClock) -> None:
    with freezegun.freeze_time("2030-01-01", tick=True):
        start = time.time()
        m365_clock.advance(hours=1)
        assert is_close(start + HOUR, time.time())


def test_a_test_that_the_others_wrap(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import time
        import freezegun, pytest, time_machine

        start = time.time()

        @pytest.fixture
        def frozen():
            with freezegun.freeze_time("2030-01-01") as block:
                yield block
                assert time.time() == 1_893_456_000

        @pytest.fixture
        def travelled():
            with time_machine.travel(1_800_000_000, tick=False):
                yield
                assert time.time() == 1_800_000_000

        def test_freezegun(frozen, m365_clock, m365_fake):
            m365_clock.advance(hours=1)
            assert time.time() == 1_893_456_000 + 3600 == m365_fake.clock.time()

        @freezegun.freeze_time("2030-01-01")
        def test_freezegun_as_decorator(m365_clock, m365_fake):
            m365_clock.advance(hours=1)
            assert time.time() == 1_893_456_000 + 3600 == m365_fake.clock.time()

        def test_freezegun_that_ends(m365_clock, m365_fake, frozen):
            m365_clock.advance(hours=1)
            assert time.time() == 1_893_456_000 + 3600 == m365_fake.clock.time()
            frozen.tick(-3600)

        def test_time_machine(travelled, m365_clock, m365_fake):
            assert m365_clock.is_frozen
            m365_clock.advance(hours=1)
            assert time.time() == 1_800_003_600 == m365_fake.clock.time()
            m365_clock.unfreeze()
            assert 1_800_003_600 < time.time() < 1_800_004_200

        @pytest.mark.parametrize("first", ["m365_clock", "time_machine"])
        def test_time_machines_fixture(request, first):
            fixtures = {name: request.getfixturevalue(name) for name in (first, "m365_clock", "time_machine")}
            fixtures["time_machine"].move_to(1_800_000_000, tick=False)
            fixtures["m365_clock"].advance(hours=1)
            fixtures["time_machine"].shift(1)
            assert time.time() == 1_800_003_601

        @time_machine.travel(1_800_000_000, tick=False)
        def test_time_machine_as_decorator(m365_clock, m365_fake):
            m365_clock.advance(hours=1)
            assert time.time() == 1_800_003_600 == m365_fake.clock.time()

        def test_in_the_end():
            assert not time_machine.escape_hatch.is_travelling()
            assert time.time() - start < 3600
        """
    )
    pytester.runpytest().assert_outcomes(passed=8)


# --- what is said of it ----------------------------------------------------------------------------------------------


def test_without_time_machine_the_extra_is_named(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("import sys; sys.modules['time_machine'] = None")
    pytester.makepyfile("def test_it(m365_clock): pass")
    result = pytester.runpytest_subprocess("-p", "no:time_machine")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["m365_clock needs time-machine: pip install 'pytest-m365[[]clock]' *"])


def test_the_report_says_how_the_time_was_moved(m365: FakeTarget, m365_clock: ProgramClock, m365_fake: Tenant) -> None:
    assert "time:" not in section(m365, clock=m365_clock)
    m365_clock.advance(hours=2)
    assert "time: what the tenant and this process read is 2:00:00 ahead of the machine's" in section(
        m365, clock=m365_clock
    )
    m365_clock.freeze()
    assert "stands still, 2:00:00 ahead of" in section(m365, clock=m365_clock)
    assert "alone" not in section(m365, clock=m365_clock)


def test_the_report_says_first_that_the_tenant_was_moved_alone(m365: FakeTarget, m365_fake: Tenant) -> None:
    token = m365.token("IMAP.AccessAsUser.All")
    m365_fake.clock.advance(hours=2)
    opened = clients.imap(m365.imap, m365.ssl_context(), m365.username, token)
    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATE failed"), opened:
        pass
    said = section(m365)
    alone = said.index("time: the tenant's clock alone was moved: it is 2:00:00 ahead of this process's")
    assert alone < said.index("refused on IMAP: The token has expired")
