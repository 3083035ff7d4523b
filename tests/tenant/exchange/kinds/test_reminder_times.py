"""When reminders of series come next."""

from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import Daily, NoEnd, Numbered, Recurrence
from fakeserver.tenant.exchange.kinds.reminder_times import (
    after,
    appointment_reminder,
    pending,
    with_next_time,
)
from fakeserver.tenant.exchange.kinds.series import ChangedOccurrence, Series, series_of

FIRST = datetime(2030, 1, 1, 10, tzinfo=UTC)
DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)


class Item:
    """What has a reminder."""

    def __init__(self, **properties: Any) -> None:
        self.properties: dict[Any, Any] = properties

    def get(self, name: Any) -> Any:
        return self.properties.get(name)


def walks(count: int | None = 3, **more: Any) -> tuple[Item, Series]:
    start = ZonedDate(FIRST.date())
    range_ = NoEnd(start) if count is None else Numbered(start, count)
    item = Item(
        start=FIRST,
        end=FIRST + timedelta(hours=1),
        recurrence=Recurrence(Daily(1), range_),
        reminder_is_set=True,
        reminder_minutes_before_start=15,
        **more,
    )
    series = series_of(item)
    assert series is not None
    return item, series


@pytest.mark.parametrize("count", [3, None])
@pytest.mark.parametrize(
    ("now", "day"),
    [
        (FIRST - 400 * DAY, 0),
        (FIRST - QUARTER, 0),
        (FIRST + DAY - 2 * QUARTER, 0),
        (FIRST + DAY, 1),
        (FIRST + 2 * DAY, 2),
    ],
)
def test_the_last_one_whose_time_has_come(count: int | None, now: datetime, day: int) -> None:
    item, series = walks(count)
    assert pending(item, series, now) == (FIRST.date() + day * DAY, FIRST + day * DAY - QUARTER)
    assert appointment_reminder(item, now) == FIRST + day * DAY - QUARTER


def test_the_last_of_all_stays() -> None:
    item, series = walks()
    assert pending(item, series, FIRST + 4000 * DAY) == (FIRST.date() + 2 * DAY, FIRST + 2 * DAY - QUARTER)
    assert after(item, series, FIRST.date() + 2 * DAY) is None


def test_far_ahead_of_its_start() -> None:
    item, series = walks()
    item.properties["reminder_minutes_before_start"] = 60 * 24 * 10
    assert pending(item, series, FIRST - 9 * DAY) == (FIRST.date() + DAY, FIRST - 9 * DAY)


def test_a_stored_time_is_that_of_the_one_before_it() -> None:
    item, series = walks(None, reminder_next_time=FIRST + DAY + QUARTER)
    assert pending(item, series, FIRST) == (FIRST.date() + DAY, FIRST + DAY + QUARTER)
    assert pending(item, series, FIRST + 2 * DAY) == (FIRST.date() + 2 * DAY, FIRST + 2 * DAY - QUARTER)


def test_one_without_a_reminder_and_one_with_its_own() -> None:
    second, third = (FIRST.date() + days * DAY for days in (1, 2))
    changes: dict[date, dict[str, Any]] = {
        second: {"reminder_is_set": False},
        third: {"reminder_minutes_before_start": 60},
    }
    exceptions = {day: ChangedOccurrence(MappingProxyType(change)) for day, change in changes.items()}
    item, series = walks(exceptions=MappingProxyType(exceptions))
    assert after(item, series, FIRST.date()) == FIRST + 2 * DAY - timedelta(hours=1)
    assert pending(item, series, FIRST + DAY) == (FIRST.date(), FIRST - QUARTER)


def test_none_where_it_is_not_set() -> None:
    item, series = walks()
    item.properties["reminder_is_set"] = False
    assert (pending(item, series, FIRST), appointment_reminder(item, FIRST)) == (None, None)
    assert appointment_reminder(Item(reminder_is_set=True), FIRST) is None


def test_the_ends_of_the_calendar() -> None:
    item, series = walks(None)
    assert pending(item, series, datetime.min.replace(tzinfo=UTC)) == (FIRST.date(), FIRST - QUARTER)
    early = Item(start=datetime.min.replace(tzinfo=UTC), reminder_is_set=True, reminder_minutes_before_start=15)
    assert appointment_reminder(early, FIRST) == early.get("start")


def test_what_a_change_does_to_the_next_time() -> None:
    assert with_next_time({"subject": "x"}) == {"subject": "x"}
    assert with_next_time({"start": FIRST}) == {"start": FIRST, "reminder_next_time": None}
    assert with_next_time({"start": FIRST, "reminder_next_time": FIRST})["reminder_next_time"] == FIRST
