from datetime import UTC, datetime, timedelta

import pytest

from fakeserver.tenant.clock import Clock, utc_text


def test_time_runs_with_its_source() -> None:
    now = [100.0]
    clock = Clock(lambda: now[0])
    assert clock.time() == 100.0
    clock.advance(50)
    now[0] = 110.0
    assert clock.time() == 160.0
    clock.advance(timedelta(minutes=-1))
    assert clock.time() == 100.0


def test_it_is_moved_in_units() -> None:
    clock = Clock(lambda: 100.0)
    clock.advance(hours=1, minutes=1)
    assert clock.time() == 3760.0
    with pytest.raises(TypeError, match="did you mean 'minutes'"):
        clock.advance(minute=1)  # type: ignore[call-arg]
    assert clock.time() == 3760.0


def test_how_far_it_is_ahead_of_its_source() -> None:
    now = [100.0]
    clock = Clock(lambda: now[0])
    assert clock.ahead == 0
    clock.advance(50)
    assert clock.ahead == 50
    clock.freeze()
    now[0] = 160.0
    assert clock.ahead == -10


def test_it_goes_with_its_source_once_frozen_or_not() -> None:
    now = [100.0]
    clock = Clock(lambda: now[0])
    heard: list[float] = []
    clock.watch(lambda: heard.append(clock.time()))
    now[0] += 3600
    clock.source_moved(3600)
    clock.freeze()
    now[0] += 3600
    clock.source_moved(3600)
    assert heard == [3700.0, 3700.0, 7300.0]


def test_a_frozen_clock_moves_only_when_told() -> None:
    now = [100.0]
    clock = Clock(lambda: now[0])
    clock.freeze()
    now[0] = 200.0
    assert clock.time() == 100.0
    clock.advance(5)
    assert clock.time() == 105.0
    clock.unfreeze()
    now[0] = 201.0
    assert clock.time() == 106.0


def test_a_time_can_be_waited_for_unless_the_clock_stands_still() -> None:
    clock = Clock(lambda: 100.0)
    clock.advance(5)
    assert clock.seconds_until(115.0) == 10.0
    clock.freeze()
    assert clock.seconds_until(115.0) is None


def test_freezing_at_a_moment() -> None:
    clock = Clock()
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    clock.freeze(moment)
    assert clock.now() == moment


def test_watchers_hear_of_jumps_until_they_stop() -> None:
    clock = Clock()
    heard = []
    stop = clock.watch(lambda: heard.append(clock.time()))
    clock.freeze()
    clock.advance(1)
    clock.unfreeze()
    stop()
    stop()
    clock.advance(1)
    assert len(heard) == 3


def test_a_moment_without_a_zone_is_refused() -> None:
    clock = Clock()
    with pytest.raises(ValueError, match="no time zone"):
        clock.freeze(datetime(2027, 4, 1))


def test_a_time_as_explanations_show_it() -> None:
    assert utc_text(1_790_000_000.9) == "2026-09-21 14:13:20Z"
