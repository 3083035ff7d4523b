"""How long live helpers wait."""

from itertools import islice

import pytest

from pytest_m365.live.rhythm import Rhythm
from tests.plugin.live.world import Time


def test_pauses_grow_to_fifteen_seconds_and_go_with_the_pace() -> None:
    assert [*islice(Rhythm().pauses(), 9)] == [1, 2, 3, 5, 8, 13, 15, 15, 15]
    assert [*islice(Rhythm(pace=2).pauses(), 3)] == [2, 4, 6]
    assert [*islice(Rhythm(pace=0).pauses(), 2)] == [0.01, 0.01]


@pytest.mark.parametrize(("own", "becomes"), [(0, 0), (0.5, 12), (5, 120), (20, 480), (30, 600), (3600, 3600)])
def test_a_tests_own_time_is_multiplied_up_to_a_limit(own: float, becomes: float) -> None:
    assert Rhythm().scaled(own) == becomes


def test_a_rest_goes_with_the_pace() -> None:
    time = Time()
    Rhythm(pace=0.5, sleep=time.sleep).rest(10)
    Rhythm(pace=0, sleep=time.sleep).rest(10)
    assert time.slept == [5]
