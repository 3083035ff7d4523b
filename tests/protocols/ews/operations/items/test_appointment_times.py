"""An appointment's times, zones and reminder: what a request says of them, and what it brings about."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import fields, get_item
from tests.protocols.ews.soap.test_time_zone_context import APPOINTMENT, NEW_YORK, change, one_of, update_of

ALL_DAY = "<t:IsAllDayEvent>true</t:IsAllDayEvent>"
BERLIN = '<t:StartTimeZone Id="W. Europe Standard Time"/>'


def times(start: str, end: str) -> str:
    return f"<t:Start>{start}</t:Start><t:End>{end}</t:End>"


def appointment(ews: Ews, content: str, header: str = "") -> Any:
    assert ews(APPOINTMENT.format(content), header=header).codes == ["NoError"]
    return one_of(ews, "calendar")


def asked(ews: Ews, item: Any, uri: str) -> Any:
    return ews(get_item(item.item_id, paths=fields(f"calendar:{uri}"))).find(f".//t:{uri}")


def utc(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "header", "start", "end"),
    [
        (times("2026-06-06T10:00:00Z", "2026-06-06T15:00:00Z"), "", utc(2026, 6, 6), utc(2026, 6, 7)),
        (times("2026-06-06T13:00:00", "2026-06-06T13:00:00"), NEW_YORK, utc(2026, 6, 6, 4), utc(2026, 6, 7, 4)),
        (times("2026-06-06T00:00:00", "2026-06-07T00:00:00") + BERLIN, "", utc(2026, 6, 5, 22), utc(2026, 6, 7, 22)),
        (times("2026-06-05T22:00:00Z", "2026-06-07T22:00:00Z") + BERLIN, "", utc(2026, 6, 5, 22), utc(2026, 6, 7, 22)),
        # The clocks change in between.
        (
            times("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z") + BERLIN,
            "",
            utc(2026, 3, 27, 23),
            utc(2026, 3, 29, 22),
        ),
        (times("2026-06-06T00:00:00Z", "2026-06-06T00:00:00Z"), "", utc(2026, 6, 6), utc(2026, 6, 7)),
    ],
)
def test_all_day_is_from_midnight_to_midnight_in_the_zone_of_its_creation(
    ews: Ews, given: str, header: str, start: datetime, end: datetime
) -> None:
    item = appointment(ews, given.replace("</t:End>", f"</t:End>{ALL_DAY}"), header)
    assert (item.get("start"), item.get("end")) == (start, end)


def test_all_day_is_busy_unless_it_says_otherwise(ews: Ews) -> None:
    item = appointment(ews, times("2026-06-06T10:00:00Z", "2026-06-06T15:00:00Z") + ALL_DAY)
    assert item.get("free_busy_status") is FreeBusyStatus.BUSY
    assert asked(ews, item, "Duration").text == "P1D"


def test_an_update_makes_whole_days_of_what_it_leaves(ews: Ews) -> None:
    item = appointment(ews, times("2026-06-06T10:00:00Z", "2026-06-06T15:00:00Z") + BERLIN)
    assert ews(update_of(item, change("calendar:IsAllDayEvent", ALL_DAY))).codes == ["NoError"]
    assert (item.get("start"), item.get("end")) == (utc(2026, 6, 5, 22), utc(2026, 6, 6, 22))
    end = change("calendar:End", "<t:End>2026-06-08T01:00:00Z</t:End>")
    assert ews(update_of(item, end)).codes == ["NoError"]
    assert (item.get("start"), item.get("end")) == (utc(2026, 6, 5, 22), utc(2026, 6, 8, 22))
    subject = change("item:Subject", "<t:Subject>x</t:Subject>")
    no_longer = change("calendar:IsAllDayEvent", ALL_DAY.replace("true", "false")) + end + subject
    assert ews(update_of(item, no_longer)).codes == ["NoError"]
    assert item.get("end") == utc(2026, 6, 8, 1)


def test_the_last_day_of_the_calendar_is_refused(ews: Ews) -> None:
    given = times("9999-12-31T10:00:00Z", "9999-12-31T11:00:00Z") + ALL_DAY
    assert ews(APPOINTMENT.format(given)).codes == ["ErrorInvalidValueForProperty"]


EASTERN = '<t:StartTimeZone Id="Eastern Standard Time"/><t:EndTimeZone Id="Eastern Standard Time"/>'
CENTRAL = change("calendar:StartTimeZone", '<t:StartTimeZone Id="Central Standard Time"/>')
END_CENTRAL = change("calendar:EndTimeZone", '<t:EndTimeZone Id="Central Standard Time"/>')
START = change("calendar:Start", "<t:Start>2026-06-06T17:00:00Z</t:Start>")
END = change("calendar:End", "<t:End>2026-06-06T18:00:00Z</t:End>")


@pytest.mark.parametrize(
    ("stored", "changes", "start", "end"),
    [
        (EASTERN, CENTRAL + END_CENTRAL, 18, 19),
        (EASTERN, CENTRAL + END_CENTRAL + START + END, 17, 18),
        (EASTERN, END_CENTRAL, 17, 19),
        ("", CENTRAL + END_CENTRAL, 22, 23),
    ],
)
def test_a_new_zone_keeps_what_the_clock_shows_unless_times_come_with_it(
    ews: Ews, stored: str, changes: str, start: int, end: int
) -> None:
    item = appointment(ews, times("2026-06-06T17:00:00Z", "2026-06-06T18:00:00Z") + stored)
    assert ews(update_of(item, changes)).codes == ["NoError"]
    assert (item.get("start"), item.get("end")) == (utc(2026, 6, 6, start), utc(2026, 6, 6, end))


def test_a_new_zone_of_the_start_alone_may_put_it_behind_the_end(ews: Ews) -> None:
    item = appointment(ews, times("2026-06-06T17:00:00Z", "2026-06-06T17:30:00Z") + EASTERN)
    assert ews(update_of(item, CENTRAL)).codes == ["ErrorCalendarEndDateIsEarlierThanStartDate"]
    assert item.get("start") == utc(2026, 6, 6, 17)


def test_all_day_stays_so_in_another_zone(ews: Ews) -> None:
    item = appointment(ews, times("2026-06-06T04:00:00Z", "2026-06-07T04:00:00Z") + ALL_DAY + EASTERN)
    assert ews(update_of(item, CENTRAL + END_CENTRAL)).codes == ["NoError"]
    assert (item.get("start"), item.get("end")) == (utc(2026, 6, 6, 5), utc(2026, 6, 7, 5))


@pytest.mark.parametrize(
    ("zones", "header", "shown"),
    [
        ("", "", ("UTC", "UTC", "UTC", "2026-06-06T17:00:00Z", "2026-06-06T18:00:00Z")),
        (
            EASTERN,
            "",
            (
                "(UTC-05:00) Eastern Time (US & Canada)",
                "Eastern Standard Time",
                "Eastern Standard Time",
                "2026-06-06T13:00:00-04:00",
                "2026-06-06T14:00:00-04:00",
            ),
        ),
        (
            BERLIN + '<t:EndTimeZone Id="India Standard Time"/>',
            NEW_YORK,
            (
                "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
                "W. Europe Standard Time",
                "India Standard Time",
                "2026-06-06T19:00:00+02:00",
                "2026-06-06T23:30:00+05:30",
            ),
        ),
        (
            '<t:StartTimeZone Id="UTC"/>',
            "",
            (
                "(UTC) Coordinated Universal Time",
                "UTC",
                "UTC",
                "2026-06-06T17:00:00Z",
                "2026-06-06T18:00:00Z",
            ),
        ),
    ],
)
def test_zones_and_wall_clocks_are_shown(ews: Ews, zones: str, header: str, shown: tuple[str, ...]) -> None:
    item = appointment(ews, times("2026-06-06T17:00:00Z", "2026-06-06T18:00:00Z") + zones, header)
    names = "TimeZone StartTimeZoneId EndTimeZoneId StartWallClock EndWallClock".split()
    assert tuple(asked(ews, item, name).text for name in names) == shown
    whole = ews(get_item(item.item_id, base="AllProperties"))
    assert [whole.all(f".//t:{name}") for name in names[1:]] == [[]] * 4, "they come where they are asked for"


def test_the_zone_of_the_context_is_that_of_the_creation(ews: Ews) -> None:
    item = appointment(ews, times("2026-06-06T17:00:00Z", "2026-06-06T18:00:00Z"), NEW_YORK)
    for name in ("StartTimeZone", "EndTimeZone"):
        zone = asked(ews, item, name)
        assert (zone.get("Id"), zone.get("Name")) == ("Eastern Standard Time", "(UTC-05:00) Eastern Time (US & Canada)")
        assert len(zone.findall(".//{*}Period")) == 4, "it is written whole"


def test_a_zone_with_rules_of_its_own_comes_back_as_it_was_sent(ews: Ews) -> None:
    own = (
        '<t:StartTimeZone Id="Mine" Name="My zone"><t:Periods><t:Period Bias="-PT1H" Name="Standard" Id="s"/>'
        '</t:Periods><t:TransitionsGroups><t:TransitionsGroup Id="0"><t:Transition><t:To Kind="Period">s</t:To>'
        "</t:Transition></t:TransitionsGroup></t:TransitionsGroups><t:Transitions><t:Transition>"
        '<t:To Kind="Group">0</t:To></t:Transition></t:Transitions></t:StartTimeZone>'
    )
    item = appointment(ews, times("2026-06-06T17:00:00Z", "2026-06-06T18:00:00Z") + own)
    zone = asked(ews, item, "StartTimeZone")
    assert (zone.get("Id"), zone.findtext(".//{*}Transition/{*}To")) == ("Mine", "s")
    assert asked(ews, item, "TimeZone").text == "My zone"
    assert asked(ews, item, "StartWallClock").text == "2026-06-06T18:00:00+01:00"


def reminder(ews: Ews, item: Any) -> tuple[str, ...]:
    names = ("ReminderDueBy", "ReminderIsSet", "ReminderMinutesBeforeStart")
    answer = ews(get_item(item.item_id, paths=fields(*(f"item:{name}" for name in names))))
    return tuple(answer.value(f".//t:{name}") for name in names)


def test_a_reminder_is_due_at_the_start_wherever_that_goes(ews: Ews) -> None:
    hour = times("2026-06-06T17:00:00Z", "2026-06-06T18:00:00Z")
    item = appointment(ews, f"<t:ReminderMinutesBeforeStart>30</t:ReminderMinutesBeforeStart>{hour}")
    assert reminder(ews, item) == ("2026-06-06T17:00:00Z", "true", "30")
    assert ews(update_of(item, CENTRAL + END_CENTRAL)).codes == ["NoError"]
    assert reminder(ews, item) == ("2026-06-06T22:00:00Z", "true", "30")
    off = change("item:ReminderIsSet", "<t:ReminderIsSet>false</t:ReminderIsSet>")
    assert ews(update_of(item, off)).codes == ["NoError"]
    assert reminder(ews, item) == ("2026-06-06T22:00:00Z", "false", "30")


def test_without_times_it_is_in_the_next_half_hour(ews: Ews) -> None:
    item = appointment(ews, "<t:Subject>x</t:Subject>")
    now = ews.tenant.clock.now()
    assert timedelta() < item.get("start") - now <= timedelta(minutes=30)
    assert (item.get("start").minute % 30, item.get("start").second) == (0, 0)
    assert item.get("end") - item.get("start") == timedelta(minutes=30)


def test_the_time_that_is_missing_beside_another_is_of_the_next_half_hour_too(ews: Ews) -> None:
    ews.tenant.clock.freeze(datetime(2026, 6, 6, 18, 3, tzinfo=UTC))
    past = appointment(ews, "<t:Start>2026-06-06T17:59:00Z</t:Start>")
    assert past.get("end") == datetime(2026, 6, 6, 19, 0, tzinfo=UTC)
    ends = ews(APPOINTMENT.format("<t:End>2026-06-06T18:20:00Z</t:End>"))
    future = ews(APPOINTMENT.format("<t:Start>9999-12-31T23:59:00Z</t:Start>"))
    assert [*ends.codes, *future.codes] == ["ErrorCalendarEndDateIsEarlierThanStartDate"] * 2


def test_each_has_a_uid_of_its_own_that_stays(ews: Ews) -> None:
    uids = set()
    for _ in range(3):
        item = appointment(ews, times("2026-06-06T17:00:00Z", "2026-06-06T18:00:00Z"))
        uids.add(asked(ews, item, "UID").text)
        assert ews(update_of(item, START)).codes == ["NoError"]
        assert asked(ews, item, "UID").text in uids
        ews.mailbox.items.delete([item])
    assert len(uids) == 3
    assert all(len(uid) == 112 for uid in uids)
    item = appointment(ews, "<t:UID>mine</t:UID>")
    assert asked(ews, item, "UID").text == "mine"
