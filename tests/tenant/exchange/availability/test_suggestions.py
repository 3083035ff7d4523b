"""When people could meet, without a request around it."""

from datetime import UTC, date, datetime, timedelta, timezone

from fakeserver.steps import finish
from fakeserver.tenant.exchange.availability.busy_times import BusyTime
from fakeserver.tenant.exchange.availability.suggestions import (
    Attendee,
    Day,
    Hours,
    Person,
    Quality,
    Wanted,
    suggested_days,
)
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus

WANTED = Wanted(timedelta(hours=1), good_threshold=25, minimum=Quality.FAIR, most=3, most_outside_hours=0)
EAST = timezone(timedelta(hours=5, minutes=45))


def days(*people: Person, wanted: Wanted = WANTED) -> list[Day]:
    attendees = [Attendee((person,)) for person in people]
    return finish(suggested_days(attendees, datetime(2026, 2, 13, 8), datetime(2026, 2, 14), EAST, wanted))


def test_by_the_clocks_of_whoever_asks() -> None:
    begins = datetime(2026, 2, 13, 8, tzinfo=EAST)
    busy = BusyTime(begins.astimezone(UTC), begins + timedelta(minutes=90), FreeBusyStatus.BUSY)
    (day,) = days(Person([busy]))
    assert (day.day, day.quality) == (date(2026, 2, 13), Quality.EXCELLENT)
    assert [each.at.hour * 60 + each.at.minute for each in day.suggestions] == [570, 600, 630]


def test_whoever_has_no_data_is_not_available() -> None:
    (day,) = days(Person(None))
    assert (day.quality, day.suggestions) == (Quality.POOR, ())
    (day,) = days(Person(None), Person([]))
    assert day.quality is Quality.FAIR
    assert day.suggestions[0].conflicts == ("4", "0")


def test_a_working_day_ends_before_the_next_begins() -> None:
    hours = Hours((4,), 480, 540, EAST)
    assert hours.include(datetime(2026, 2, 13, 8, tzinfo=EAST), datetime(2026, 2, 13, 9, tzinfo=EAST))
    assert not hours.include(datetime(2026, 2, 13, 8, 30, tzinfo=EAST), datetime(2026, 2, 13, 9, 30, tzinfo=EAST))
    assert not hours.include(datetime(2026, 2, 13, 8, tzinfo=EAST), datetime(2026, 2, 14, 9, tzinfo=EAST))
    assert not hours.include(datetime(2026, 2, 14, 8, tzinfo=EAST), datetime(2026, 2, 14, 9, tzinfo=EAST))
