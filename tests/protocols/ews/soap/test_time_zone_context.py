"""Dates and times without an offset are in the zone that the request names."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import Recurrence
from tests.protocols.ews.client import Ews

NEW_YORK = '<t:TimeZoneContext><t:TimeZoneDefinition Id="Eastern Standard Time"/></t:TimeZoneContext>'
#: An hour behind UTC, always.
RULES = (
    '<t:Periods><t:Period Bias="PT1H" Name="Standard" Id="s"/></t:Periods><t:TransitionsGroups>'
    '<t:TransitionsGroup Id="0"><t:Transition><t:To Kind="Period">s</t:To></t:Transition></t:TransitionsGroup>'
    '</t:TransitionsGroups><t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions>'
)
OWN_RULES = f'<t:TimeZoneContext><t:TimeZoneDefinition Id="Mars">{RULES}</t:TimeZoneDefinition></t:TimeZoneContext>'
HALF_RULES = RULES.partition("<t:Transitions>")[0]
TASK = (
    "<m:CreateItem><m:Items><t:Task><t:Subject>x</t:Subject><t:ReminderDueBy>{}</t:ReminderDueBy></t:Task></m:Items>"
    "</m:CreateItem>"
)
APPOINTMENT = (
    '<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem>{}</t:CalendarItem></m:Items>'
    "</m:CreateItem>"
)


def one_of(ews: Ews, folder: str) -> Any:
    (item,) = ews.mailbox.messages(folder)
    return item


@pytest.mark.parametrize(
    ("header", "given", "stored"),
    [
        ("", "2026-07-01T12:00:00", datetime(2026, 7, 1, 12, tzinfo=UTC)),
        (NEW_YORK, "2026-07-01T12:00:00", datetime(2026, 7, 1, 16, tzinfo=UTC)),
        (NEW_YORK, "2026-01-01T12:00:00", datetime(2026, 1, 1, 17, tzinfo=UTC)),
        (NEW_YORK, "2026-01-01", datetime(2026, 1, 1, 5, tzinfo=UTC)),
        (NEW_YORK, "2026-01-01T12:00:00Z", datetime(2026, 1, 1, 12, tzinfo=UTC)),
        (NEW_YORK, "2026-01-01T12:00:00+01:00", datetime(2026, 1, 1, 11, tzinfo=UTC)),
        (NEW_YORK, "9999-12-31T23:00:00", datetime(9999, 12, 31, 23, tzinfo=UTC)),
        # The context came with Exchange 2010.
        (
            '<t:RequestServerVersion Version="Exchange2007_SP1"/>' + NEW_YORK,
            "2026-01-01T12:00:00",
            datetime(2026, 1, 1, 12, tzinfo=UTC),
        ),
        (OWN_RULES, "2026-01-01T12:00:00Z", datetime(2026, 1, 1, 12, tzinfo=UTC)),
        (OWN_RULES, "2026-01-01T12:00:00", datetime(2026, 1, 1, 13, tzinfo=UTC)),
    ],
)
def test_a_time_without_an_offset_is_in_the_zone_of_the_context(
    ews: Ews, header: str, given: str, stored: datetime
) -> None:
    assert ews(TASK.format(given), header=header).codes == ["NoError"]
    assert one_of(ews, "tasks").get("reminder_due_by") == stored


def test_an_update_is_read_likewise(ews: Ews) -> None:
    ews(TASK.format("2026-01-01T00:00:00Z"))
    task = one_of(ews, "tasks")
    update = (
        f'<m:UpdateItem ConflictResolution="AlwaysOverwrite"><m:ItemChanges><t:ItemChange>'
        f'<t:ItemId Id="{task.item_id}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="item:Flag"/><t:Task><t:Flag>'
        "<t:FlagStatus>Flagged</t:FlagStatus><t:StartDate>2026-07-01T12:00:00</t:StartDate>"
        "<t:DueDate>2026-07-02T12:00:00</t:DueDate></t:Flag></t:Task></t:SetItemField></t:Updates></t:ItemChange>"
        "</m:ItemChanges></m:UpdateItem>"
    )
    assert ews(update, header=NEW_YORK).codes == ["NoError"]
    assert task.get("follow_up").start == datetime(2026, 7, 1, 16, tzinfo=UTC)


def test_a_restriction_compares_in_the_zone_of_the_context(ews: Ews) -> None:
    ews(TASK.format("2026-07-01T15:00:00Z"))
    find = (
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:Restriction>'
        '<t:IsLessThan><t:FieldURI FieldURI="item:ReminderDueBy"/><t:FieldURIOrConstant>'
        '<t:Constant Value="2026-07-01T12:00:00"/></t:FieldURIOrConstant></t:IsLessThan></m:Restriction>'
        '<m:ParentFolderIds><t:DistinguishedFolderId Id="tasks"/></m:ParentFolderIds></m:FindItem>'
    )
    assert len(ews(find, header=NEW_YORK).all(".//t:Task")) == 1
    assert ews(find).all(".//t:Task") == []


def test_an_extended_property_is_read_likewise(ews: Ews) -> None:
    task = TASK.replace("<t:ReminderDueBy>{}</t:ReminderDueBy>", "{}").format(
        '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x6601" PropertyType="SystemTime"/>'
        "<t:Value>2026-07-01T12:00:00</t:Value></t:ExtendedProperty>"
    )
    assert ews(task, header=NEW_YORK).codes == ["NoError"]
    (stored,) = [value for value in one_of(ews, "tasks").properties.values() if isinstance(value, datetime)]
    assert stored == datetime(2026, 7, 1, 16, tzinfo=UTC)


def test_an_appointments_own_zone_comes_before_the_context(ews: Ews) -> None:
    times = (
        "<t:Start>2026-07-01T12:00:00</t:Start><t:End>2026-07-01T13:00:00</t:End>"
        '<t:StartTimeZone Id="W. Europe Standard Time"/>'
    )
    assert ews(APPOINTMENT.format(times), header=NEW_YORK).codes == ["NoError"]
    appointment = one_of(ews, "calendar")
    assert appointment.get("start") == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert appointment.get("end") == datetime(2026, 7, 1, 17, tzinfo=UTC), "there is no EndTimeZone"


def change(uri: str, content: str) -> str:
    return f'<t:SetItemField><t:FieldURI FieldURI="{uri}"/><t:CalendarItem>{content}</t:CalendarItem></t:SetItemField>'


START = change("calendar:Start", "<t:Start>2026-07-01T12:00:00</t:Start>")
END = change("calendar:End", "<t:End>2026-07-01T13:00:00</t:End>")
DUE = change("item:ReminderDueBy", "<t:ReminderDueBy>2026-07-01T12:00:00</t:ReminderDueBy>")
TOKYO = change("calendar:StartTimeZone", '<t:StartTimeZone Id="Tokyo Standard Time"/>')
END_TOKYO = change("calendar:EndTimeZone", '<t:EndTimeZone Id="Tokyo Standard Time"/>')
MARS = change("calendar:StartTimeZone", f'<t:StartTimeZone Id="Mars">{RULES}</t:StartTimeZone>')
BERLIN = '<t:StartTimeZone Id="W. Europe Standard Time"/>'


@pytest.mark.parametrize(
    ("stored", "changes", "name", "moment"),
    [
        ("", START, "start", datetime(2026, 7, 1, 16, tzinfo=UTC)),
        (BERLIN, START, "start", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        (BERLIN, DUE, "reminder_due_by", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        (BERLIN, START + TOKYO, "start", datetime(2026, 7, 1, 3, tzinfo=UTC)),
        (BERLIN, TOKYO + START, "start", datetime(2026, 7, 1, 3, tzinfo=UTC)),
        (BERLIN, TOKYO + DUE, "reminder_due_by", datetime(2026, 7, 1, 3, tzinfo=UTC)),
        ("", START + TOKYO + END, "end", datetime(2026, 7, 1, 17, tzinfo=UTC)),
        ("", END + END_TOKYO, "end", datetime(2026, 7, 1, 4, tzinfo=UTC)),
        (BERLIN.replace("Start", "End"), END, "end", datetime(2026, 7, 1, 11, tzinfo=UTC)),
        (BERLIN, START.replace("12:00:00<", "12:00:00Z<"), "start", datetime(2026, 7, 1, 12, tzinfo=UTC)),
    ],
)
def test_an_updated_time_is_in_the_zone_that_the_appointment_has_then(
    ews: Ews, stored: str, changes: str, name: str, moment: datetime
) -> None:
    appointment = appointment_with(ews, stored)
    assert ews(update_of(appointment, changes), header=NEW_YORK).codes == ["NoError"]
    assert appointment.get(name) == moment


def test_a_stored_zone_may_have_rules_of_its_own(ews: Ews) -> None:
    appointment = appointment_with(ews, "")
    assert ews(update_of(appointment, MARS)).codes == ["NoError"]
    assert ews(update_of(appointment, START)).codes == ["NoError"]
    assert appointment.get("start") == datetime(2026, 7, 1, 13, tzinfo=UTC)


@pytest.mark.parametrize("name", ["StartTimeZone", "EndTimeZone"])
@pytest.mark.parametrize("zone", ['Id="Europe/Berlin"', "", 'Id=""'])
def test_a_zone_that_nobody_knows_is_refused(ews: Ews, name: str, zone: str) -> None:
    times = f"<t:Start>2026-07-01T12:00:00Z</t:Start><t:End>2026-07-01T13:00:00Z</t:End><t:{name} {zone}/>"
    assert ews(APPOINTMENT.format(times)).codes == ["ErrorTimeZone"]
    appointment = appointment_with(ews, "")
    assert ews(update_of(appointment, change(f"calendar:{name}", f"<t:{name} {zone}/>"))).codes == ["ErrorTimeZone"]


def appointment_with(ews: Ews, zone: str) -> Any:
    """Return a stored appointment with a zone's element, or none."""
    times = f"<t:Start>2026-06-01T12:00:00Z</t:Start><t:End>2026-07-01T20:00:00Z</t:End>{zone}"
    assert ews(APPOINTMENT.format(times)).codes == ["NoError"]
    return one_of(ews, "calendar")


def update_of(appointment: Any, changes: str) -> str:
    return (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{appointment.item_id}"/><t:Updates>{changes}</t:Updates>'
        "</t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


RECURRENCE = (
    "<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:EndDateRecurrence>"
    "<t:StartDate>2026-07-01</t:StartDate><t:EndDate>2026-12-01+02:00</t:EndDate></t:EndDateRecurrence></t:Recurrence>"
)


@pytest.mark.parametrize(("zone", "hours"), [("", -4), (BERLIN, 2), (BERLIN.replace("Start", "End"), -4)])
@pytest.mark.parametrize("updated", [False, True])
def test_a_date_has_the_offset_of_that_day(ews: Ews, zone: str, hours: int, updated: bool) -> None:
    times = "<t:Start>2026-07-01T12:00:00Z</t:Start><t:End>2026-07-01T13:00:00Z</t:End>"
    given = f"{times}{zone}" if updated else f"{times}{RECURRENCE}{zone}"
    assert ews(APPOINTMENT.format(given), header=NEW_YORK).codes == ["NoError"]
    appointment = one_of(ews, "calendar")
    if updated:
        change_dates = update_of(appointment, change("calendar:Recurrence", RECURRENCE))
        assert ews(change_dates, header=NEW_YORK).codes == ["NoError"]
    recurrence: Recurrence = appointment.get("recurrence")
    assert recurrence.range.start == ZonedDate(date(2026, 7, 1), timedelta(hours=hours))


GET_INBOX = (
    "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
    '<t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>'
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('<t:TimeZoneDefinition Id="Central European Time"/>', "ErrorTimeZone"),
        ('<t:TimeZoneDefinition Id="Europe/Berlin"/>', "ErrorTimeZone"),
        ("<t:TimeZoneDefinition/>", "ErrorTimeZone"),
        (f'<t:TimeZoneDefinition Id="Mars">{HALF_RULES}</t:TimeZoneDefinition>', "ErrorTimeZone"),
        ("", "ErrorSchemaValidation"),
        ('<t:TimeZoneDefinition Id="UTC"/><t:TimeZoneDefinition Id="UTC"/>', "ErrorSchemaValidation"),
    ],
)
def test_a_context_that_names_no_zone_is_refused_whatever_is_asked(ews: Ews, content: str, code: str) -> None:
    answer = ews(GET_INBOX, header=f"<t:TimeZoneContext>{content}</t:TimeZoneContext>")
    assert (answer.status, answer.element.findtext("faultcode")) == (500, f"a:{code}")


OF_2007 = '<t:RequestServerVersion Version="Exchange2007_SP1"/>'
TIMES = "<t:Start>2026-07-01T12:00:00</t:Start><t:End>2026-07-01T13:00:00</t:End>"
PARIS = (
    '<t:MeetingTimeZone TimeZoneName="Paris"><t:BaseOffset>-PT1H</t:BaseOffset><t:Standard><t:Offset>PT0S</t:Offset>'
    "<t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek><t:DayOfWeekIndex>Last</t:DayOfWeekIndex>"
    "<t:Month>October</t:Month></t:RelativeYearlyRecurrence><t:Time>03:00:00</t:Time></t:Standard><t:Daylight>"
    "<t:Offset>-PT1H</t:Offset><t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek>"
    "<t:DayOfWeekIndex>Last</t:DayOfWeekIndex><t:Month>March</t:Month></t:RelativeYearlyRecurrence>"
    "<t:Time>02:00:00</t:Time></t:Daylight></t:MeetingTimeZone>"
)


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        (PARIS, 10),
        ('<t:MeetingTimeZone TimeZoneName="Pacific Standard Time"/>', 19),
        ("<t:MeetingTimeZone><t:BaseOffset>PT5H</t:BaseOffset></t:MeetingTimeZone>", 17),
        ("", 12),
    ],
)
def test_requests_of_2007_have_the_zone_of_the_meeting(ews: Ews, zone: str, hour: int) -> None:
    assert ews(APPOINTMENT.format(TIMES + zone), header=OF_2007 + NEW_YORK).codes == ["NoError"]
    appointment = one_of(ews, "calendar")
    assert appointment.get("start") == datetime(2026, 7, 1, hour, tzinfo=UTC)
    assert appointment.get("end") == datetime(2026, 7, 1, hour + 1, tzinfo=UTC)


def test_a_zone_of_a_meeting_that_nobody_knows_is_refused(ews: Ews) -> None:
    given = TIMES + '<t:MeetingTimeZone TimeZoneName="Nowhere"/>'
    assert ews(APPOINTMENT.format(given), header=OF_2007).codes == ["ErrorCalendarInvalidTimeZone"]
    assert ews.mailbox.messages("calendar") == []


def test_the_journal_says_which_id_was_meant(ews: Ews) -> None:
    wrong = '<t:Start>2027-01-05T09:00:00</t:Start><t:End>2027-01-05T10:00:00</t:End><t:StartTimeZone Id="{}"/>'
    assert ews(APPOINTMENT.format(wrong.format("Europe/Berlin"))).codes == ["ErrorTimeZone"]
    [refused] = ews.tenant.journal.entries[-1].refusals
    assert "'W. Europe Standard Time'" in refused.fix
