"""What becomes of an appointment before it is stored."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import Daily, EndsOn, Numbered, Recurrence
from fakeserver.tenant.exchange.kinds.time_zones import TimeZone
from fakeserver.tenant.exchange.planning import times
from fakeserver.tenant.exchange.planning.checks import check_recurrence, check_times
from fakeserver.tenant.exchange.planning.planning import planned
from fakeserver.tenant.exchange.planning.series import settled_series
from fakeserver.tenant.refusals import (
    EndsBeforeStart,
    LastsTooLong,
    NeverOccurs,
    OccurrencesOverlap,
    RecursTooLong,
    TimeUnknown,
)

NOW = datetime(2026, 6, 1, 9, 10, tzinfo=UTC)
TEN = datetime(2026, 6, 1, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def nothing(_name: str) -> Any:
    return None


def daily(range_: Any) -> Recurrence:
    return Recurrence(Daily(1), range_)


def test_a_new_one_is_in_the_next_half_hour_and_has_a_uid_and_a_reminder() -> None:
    made = planned({"subject": "x"}, NOW, Random(1))
    assert (made["start"], made["end"]) == (datetime(2026, 6, 1, 9, 30, tzinfo=UTC), TEN)
    assert (len(made["uid"]), made["reminder_is_set"], made["subject"]) == (112, True, "x")


def test_another_zone_keeps_the_clock() -> None:
    before = {"start": TEN, "end": TEN + HOUR}
    changes = times.settled({"start_time_zone": TimeZone("Tokyo Standard Time")}, before.get)
    assert changes["start"] == TEN - 9 * HOUR


def test_days_outside_of_the_calendar_are_refused() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    with pytest.raises(TimeUnknown):
        times.new({"start": last, "end": last, "is_all_day": True}, NOW, bytes(16))


@pytest.mark.parametrize(("length", "refused"), [(-HOUR, EndsBeforeStart), (timedelta(days=6 * 366), LastsTooLong)])
def test_times_are_checked(length: timedelta, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        check_times({"start": TEN, "end": TEN + length}.get)


@pytest.mark.parametrize(("end", "refused"), [(date(4500, 9, 2), RecursTooLong), (date(2026, 5, 31), NeverOccurs)])
def test_a_recurrence_is_checked(end: date, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        check_recurrence(daily(EndsOn(ZonedDate(date(2026, 6, 1)), ZonedDate(end))))


def test_appointments_of_a_series_do_not_overlap() -> None:
    recurrence = daily(Numbered(ZonedDate(date(2026, 6, 1)), 3))
    with pytest.raises(OccurrencesOverlap):
        settled_series({"start": TEN, "end": TEN + 25 * HOUR, "recurrence": recurrence}, nothing)
