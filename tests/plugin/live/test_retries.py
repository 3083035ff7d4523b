"""Waiting with a budget."""

from pytest_m365.live.retries import Patience
from tests.plugin.live.conftest import Waits


def test_pauses_grow_to_a_limit() -> None:
    waits = Waits()
    patience = Patience(200, waits)
    while patience.wait():
        pass
    assert waits.seconds == [1, 2, 4, 8, 15, 30, 30, 30, 30, 30]


def test_a_success_renews_it() -> None:
    waits = Waits()
    patience = Patience(3, waits)
    assert [patience.wait(), patience.wait(), patience.wait()] == [True, True, False]
    patience.renew()
    assert patience.wait()
    assert waits.seconds == [1, 2, 1]


def test_what_the_service_asks_for_counts() -> None:
    waits = Waits()
    patience = Patience(10, waits)
    assert not patience.wait(11)
    assert patience.wait(0)
    assert patience.wait(10)
    assert not patience.wait(1)
    assert waits.seconds == [0, 10]


def test_without_a_budget_nothing_is_waited_for() -> None:
    waits = Waits()
    assert not Patience(0, waits).wait()
    assert waits.seconds == []
