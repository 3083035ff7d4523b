import math

import pytest

from fakeserver.tenant.journal.asserting import SHOWN, was_asked
from fakeserver.tenant.journal.wanted import Wanted
from tests.tenant.journal.noted import exchange
from tests.world import World


def test_only_the_last_ones_are_shown() -> None:
    lines = was_asked(Wanted(), [exchange(at) for at in range(SHOWN + 2)]).splitlines()
    assert lines[:2] == [f"nothing was to be asked, and it was, {SHOWN + 2} times:", "  ... and 2 before"]
    assert len(lines) == SHOWN + 2
    assert lines[-1] == f"  {exchange(SHOWN + 1).line}"


@pytest.mark.parametrize("times", [0, -1, True])
def test_a_number_that_nothing_can_be(times: int, world: World) -> None:
    journal = world.tenant.journal
    with pytest.raises(ValueError, match=r"times takes a positive int, not .*; for none there are assert_not_asked"):
        journal.assert_asked("imap", times=times)
    with pytest.raises(ValueError, match="times takes a positive int"):
        journal.assert_refused(times=times)
    with pytest.raises(ValueError, match="at_most takes a positive int"):
        journal.check_no_refresh_loop(at_most=times)


@pytest.mark.parametrize("seconds", [0, -1, math.nan])
def test_a_pause_that_is_none(seconds: float, world: World) -> None:
    with pytest.raises(ValueError, match="at_least takes seconds, more than 0"):
        world.tenant.journal.check_backoff(at_least=seconds)
