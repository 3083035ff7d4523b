"""Waiting with a budget."""

import pytest

from pytest_m365.live.wait_budget import WaitBudget
from tests.plugin.live.conftest import Waits


def test_pauses_grow_to_a_limit() -> None:
    waits = Waits()
    budget = WaitBudget(200, waits)
    while budget.wait():
        pass
    assert waits.seconds == [1, 2, 4, 8, 15, 30, 30, 30, 30, 30]


def test_a_success_renews_it() -> None:
    waits = Waits()
    budget = WaitBudget(3, waits)
    assert [budget.wait(), budget.wait(), budget.wait()] == [True, True, False]
    budget.renew()
    assert budget.wait()
    assert waits.seconds == [1, 2, 1]


def test_what_the_service_asks_for_counts() -> None:
    waits = Waits()
    budget = WaitBudget(10, waits)
    assert not budget.wait(11)
    assert budget.wait(10)
    assert not budget.wait(1)
    assert waits.seconds == [10]


@pytest.mark.parametrize(("asked", "budget", "pauses"), [(0, 20, [1, 2, 4, 8]), (0.001, 2, [0.1, 0.2, 0.4, 0.8])])
def test_who_asks_for_no_time_is_not_asked_without_end(asked: float, budget: float, pauses: list[float]) -> None:
    """``Retry-After: 0``, which proxies send: pauses of our own are made, and the budget ends."""
    waits = Waits()
    waiting = WaitBudget(budget, waits)
    assert [waiting.wait(asked) for _ in range(5)] == [True, True, True, True, False]
    assert waits.seconds == pauses


def test_without_a_budget_nothing_is_waited_for() -> None:
    waits = Waits()
    assert not WaitBudget(0, waits).wait()
    assert waits.seconds == []
