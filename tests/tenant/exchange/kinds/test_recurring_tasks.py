"""A recurring task moves on to its next occurrence."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import (
    Daily,
    DayOfWeek,
    EndsOn,
    NoEnd,
    Numbered,
    Recurrence,
    Regenerating,
    Unit,
    Weekly,
)
from fakeserver.tenant.exchange.kinds.recurring_tasks import dates_change, moved_on
from fakeserver.tenant.exchange.kinds.task import TaskStatus

FIRST = ZonedDate(date(2030, 5, 4))
TODAY = date(2030, 8, 31)


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def task(pattern: Any, range_: Any = None, **dates: date) -> dict[str, Any]:
    recurrence = Recurrence(pattern, range_ or NoEnd(FIRST))
    return {"recurrence": recurrence, **{name: on(day) for name, day in dates.items()}}


def moved(given: dict[str, Any]) -> dict[str, Any]:
    following = moved_on(given.get, TODAY)
    assert following is not None
    return following


def test_both_dates_move_and_nothing_is_done() -> None:
    following = moved(task(Daily(3), due_date=date(2030, 5, 4), start_date=date(2030, 5, 1)))
    assert following["due_date"] == on(date(2030, 5, 7))
    assert following["start_date"] == on(date(2030, 5, 4))
    assert (following["status"], following["percent_complete"]) == (TaskStatus.NOT_STARTED, 0.0)
    assert following["complete_date"] is None


def test_a_start_date_alone_moves_alone() -> None:
    following = moved(task(Daily(1), start_date=date(2030, 5, 4)))
    assert following["start_date"] == on(date(2030, 5, 5))
    assert "due_date" not in following


def test_without_a_date_the_second_day_is_due() -> None:
    mondays = Weekly(1, (DayOfWeek.MONDAY,))
    assert moved(task(mondays))["due_date"] == on(date(2030, 5, 13))


def test_a_number_counts_down_to_the_last() -> None:
    given = task(Daily(1), Numbered(FIRST, 3), due_date=date(2030, 5, 4))
    for left in (2, 1):
        following = moved(given)
        given |= following
        assert following["recurrence"].range.count == left
    assert given["due_date"] == on(date(2030, 5, 6))
    assert moved_on(given.get, TODAY) is None


def test_an_end_is_the_end() -> None:
    until = EndsOn(FIRST, ZonedDate(date(2030, 5, 5)))
    given = task(Daily(1), until, due_date=date(2030, 5, 4))
    given |= moved(given)
    assert moved_on(given.get, TODAY) is None


@pytest.mark.parametrize(
    ("unit", "interval", "due"),
    [
        (Unit.DAY, 2, date(2030, 9, 2)),
        (Unit.WEEK, 2, date(2030, 9, 14)),
        (Unit.MONTH, 1, date(2030, 9, 30)),
        (Unit.YEAR, 1, date(2031, 8, 31)),
    ],
)
def test_a_regenerating_one_counts_from_today(unit: Unit, interval: int, due: date) -> None:
    assert moved(task(Regenerating(unit, interval), due_date=date(2030, 5, 4)))["due_date"] == on(due)
    assert moved(task(Regenerating(unit, interval)))["due_date"] == on(due)


def test_what_moves_an_occurrence() -> None:
    given = task(Daily(1), due_date=date(2030, 5, 4))
    assert not dates_change(given.get, {"subject": "x", "due_date": given["due_date"] + timedelta(hours=3)})
    assert not dates_change(given.get, {"start_date": on(TODAY), "due_date": None})
    assert dates_change(given.get, {"due_date": on(TODAY)})
    assert not dates_change(given.get, {"recurrence": Recurrence(Daily(2), NoEnd(FIRST))})
    assert dates_change(given.get, {"recurrence": Recurrence(Daily(1), NoEnd(ZonedDate(TODAY)))})


@pytest.mark.parametrize(
    "dates",
    [
        {"due_date": date(9999, 12, 31)},
        {"due_date": date(2030, 5, 4), "start_date": date(9999, 12, 31)},
    ],
)
def test_there_is_no_occurrence_behind_the_end_of_the_calendar(dates: dict[str, date]) -> None:
    assert moved_on(task(Daily(1), **dates).get, TODAY) is None
