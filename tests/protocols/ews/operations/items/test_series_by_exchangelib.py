"""exchangelib as the client of series, over real sockets."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

exchangelib = pytest.importorskip("exchangelib")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def start(m365_ews: Any) -> datetime:
    return datetime(2016, 1, 1, 8, tzinfo=m365_ews.default_timezone)


def daily(account: Any, start: datetime, **more: Any) -> Any:
    """Store four days from 8 to 10."""
    from exchangelib.recurrence import DailyPattern, Recurrence

    recurrence = Recurrence(pattern=DailyPattern(interval=1), start=start.date(), number=4)
    given = {"subject": "Daily", "recurrence": recurrence, "categories": ["x"], "uid": "040000008200E000"} | more
    item = exchangelib.CalendarItem(folder=account.calendar, start=start, end=start + 2 * HOUR, **given).save()
    item.refresh()
    return item


def unfolded(account: Any, start: datetime, days: int = 4) -> list[Any]:
    return list(account.calendar.view(start=start, end=start + days * DAY))


def test_a_series_and_its_appointments(m365_ews: Any, start: datetime) -> None:
    master = daily(m365_ews, start)
    assert (master.is_recurring, master.type) == (False, "RecurringMaster")
    assert (master.first_occurrence.start, master.first_occurrence.end) == (start, start + 2 * HOUR)
    assert (master.last_occurrence.start, master.last_occurrence.end) == (start + 3 * DAY, start + 3 * DAY + 2 * HOUR)
    assert (master.modified_occurrences, master.deleted_occurrences) == (None, None)
    found = unfolded(m365_ews, start)
    assert [(item.type, item.is_recurring, item.start) for item in found] == [
        ("Occurrence", True, start + number * DAY) for number in range(4)
    ]
    assert [found[0].id, found[3].id] == [master.first_occurrence.id, master.last_occurrence.id]
    master.recurrence.pattern.interval = 2
    master.recurrence.boundary.number = 3
    master.save()
    assert [item.start for item in unfolded(m365_ews, start, 6)] == [start, start + 2 * DAY, start + 4 * DAY]


def test_one_is_changed(m365_ews: Any, start: datetime) -> None:
    master = daily(m365_ews, start)
    second = unfolded(m365_ews, start)[1]
    second.start += HOUR
    second.end += HOUR
    second.save()
    master.refresh()
    (modified,) = master.modified_occurrences
    assert (modified.id, modified.start, modified.end) == (second.id, second.start, second.end)
    assert modified.original_start == second.start - HOUR
    assert master.deleted_occurrences is None
    found = unfolded(m365_ews, start)
    assert (len(found), found[1].type, found[1].start) == (4, "Exception", second.start)
    assert found[1].original_start == second.start - HOUR


def test_one_is_deleted(m365_ews: Any, start: datetime) -> None:
    master = daily(m365_ews, start)
    third = unfolded(m365_ews, start)[2]
    third.delete()
    master.refresh()
    assert [deleted.start for deleted in master.deleted_occurrences] == [third.start]
    assert len(unfolded(m365_ews, start)) == 3


def test_by_number(m365_ews: Any, start: datetime) -> None:
    master = daily(m365_ews, start)
    second = master.occurrence(index=2)
    second.start, second.end = start + DAY + HOUR, start + DAY + 3 * HOUR
    second.save(update_fields=["start", "end"])
    second = master.occurrence(index=2)
    second.refresh()
    assert second.subject == master.subject
    second.start += HOUR
    second.end += HOUR
    second.save(update_fields=["start", "end"])
    master.refresh()
    (modified,) = master.modified_occurrences
    assert (modified.id, modified.start) == (second.id, second.start)
    third = master.occurrence(index=3)
    third.refresh()
    master.occurrence(index=3).delete()
    master.refresh()
    assert [deleted.start for deleted in master.deleted_occurrences] == [start + 2 * DAY]
    with pytest.raises(exchangelib.errors.ErrorCalendarOccurrenceIsDeletedFromRecurrence):
        master.occurrence(index=3).refresh()
    with pytest.raises(exchangelib.errors.ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange):
        master.occurrence(index=5).refresh()


def test_the_series_by_one_of_them(m365_ews: Any, start: datetime) -> None:
    master = daily(m365_ews, start)
    third = unfolded(m365_ews, start)[2]
    assert third.recurrence is None
    found = third.recurring_master()
    found.refresh()
    assert (found.id, found.recurrence, found.subject) == (master.id, master.recurrence, "Daily")
    found = third.recurring_master()
    found.subject = "New"
    found.save(update_fields=["subject"])
    found.delete()
    for gone in (master, third):
        with pytest.raises(exchangelib.errors.ErrorItemNotFound):
            gone.delete()


def test_all_patterns(m365_ews: Any, start: datetime) -> None:
    from exchangelib.fields import MONDAY, NOVEMBER, THIRD, WEDNESDAY, WEEK_DAY, WEEKEND_DAY
    from exchangelib.recurrence import (
        AbsoluteMonthlyPattern,
        AbsoluteYearlyPattern,
        DailyPattern,
        Recurrence,
        RelativeMonthlyPattern,
        RelativeYearlyPattern,
        WeeklyPattern,
    )

    for pattern, first in (
        (AbsoluteYearlyPattern(day_of_month=13, month=NOVEMBER), date(2016, 11, 13)),
        (RelativeYearlyPattern(weekday=1, week_number=THIRD, month=11), date(2016, 11, 21)),
        (RelativeYearlyPattern(weekday=WEEKEND_DAY, week_number=3, month=11), date(2016, 11, 12)),
        (AbsoluteMonthlyPattern(interval=3, day_of_month=13), date(2016, 1, 13)),
        (RelativeMonthlyPattern(interval=3, weekday=2, week_number=3), date(2016, 1, 19)),
        (RelativeMonthlyPattern(interval=3, weekday=WEEK_DAY, week_number=3), date(2016, 1, 5)),
        (WeeklyPattern(interval=3, weekdays=[MONDAY, WEDNESDAY], first_day_of_week=1), date(2016, 1, 18)),
        (DailyPattern(interval=1), date(2016, 1, 1)),
    ):
        recurrence = Recurrence(pattern=pattern, start=start.date(), number=4)
        item = daily(m365_ews, start, recurrence=recurrence)
        assert item.recurrence.pattern == pattern
        assert item.first_occurrence.start.date() == first, pattern
        item.delete()


def test_the_edges_of_a_view(m365_ews: Any) -> None:
    zone, folder = m365_ews.default_timezone, m365_ews.calendar
    first, second = (
        exchangelib.CalendarItem(
            folder=folder, subject=subject, start=datetime(2016, month, 1, 8, tzinfo=zone),
            end=datetime(2016, month, 1, 10, tzinfo=zone),
        ).save()
        for month, subject in ((1, "b"), (2, "a"))
    )  # fmt: skip
    assert folder.view(start=first.start, end=first.end).count() == 1
    assert folder.view(start=first.start, end=second.end).count() == 2
    assert folder.view(start=first.end, end=second.start).count() == 1
    assert folder.view(start=first.start, end=second.end, max_items=9999).count() == 2
    assert folder.view(start=first.start, end=second.end, max_items=1).count() == 1
    both = folder.view(start=first.start, end=second.end)
    assert [item.subject for item in both.order_by("subject")] == ["a", "b"]
    with pytest.raises(exchangelib.errors.ErrorInvalidOperation):
        both.filter(subject="a").count()


def test_it_goes_on_after_the_clocks_have_changed(m365_ews: Any) -> None:
    berlin = exchangelib.EWSTimeZone("Europe/Berlin")
    start = exchangelib.EWSDateTime(2025, 3, 29, 9, tzinfo=berlin)
    daily(m365_ews, start)
    assert [item.start.hour for item in unfolded(m365_ews, start)] == [8, 7, 7, 7]
