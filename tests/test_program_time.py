import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import freezegun
import pytest

from fakeserver.program_time import program_time
from fakeserver.tenant.clock import Clock


def test_it_is_the_systems() -> None:
    before = time.time()
    assert before <= program_time() <= time.time()


def test_it_goes_with_freezegun() -> None:
    moment = datetime(2027, 4, 1, 12, 30, 0, 250_000, tzinfo=UTC)
    with freezegun.freeze_time(moment) as outer:
        assert program_time() == moment.timestamp() == time.time()
        with freezegun.freeze_time(moment + timedelta(days=1), tz_offset=5):
            assert program_time() == moment.timestamp() + 86_400
        outer.tick(timedelta(minutes=1))
        assert program_time() == moment.timestamp() + 60
    assert program_time() > moment.timestamp() - 10**10
    assert abs(program_time() - time.time()) < 60


def test_it_runs_where_freezegun_lets_it() -> None:
    with freezegun.freeze_time("2027-04-01", tick=True):
        before = time.time()
        assert before - 1 <= program_time() <= time.time() + 1


def test_to_look_at_it_moves_nothing() -> None:
    with freezegun.freeze_time("2027-04-01", auto_tick_seconds=15):
        assert program_time() == program_time()


def test_it_goes_with_time_machine() -> None:
    time_machine = pytest.importorskip("time_machine", reason="needs time-machine: pip install -e '.[test]'")
    with time_machine.travel(1_800_000_000, tick=False):
        assert program_time() == 1_800_000_000 == Clock().time()
    assert abs(program_time() - time.time()) < 60


def test_a_process_that_imported_it_while_time_was_frozen() -> None:
    program = """
import freezegun, time
with freezegun.freeze_time("2027-04-01"):
    from fakeserver.tenant.clock import Clock
    clock = Clock()
    frozen = clock.time()
print(frozen, abs(clock.time() - time.time()) < 60)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["1806537600.0", "True"]
