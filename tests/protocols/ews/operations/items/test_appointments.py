"""What is checked of an appointment before it is stored."""

from typing import Any

import pytest

from tests.protocols.ews.client import Ews


def create(start: str, end: str) -> str:
    return (
        '<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem>'
        f"<t:Start>{start}</t:Start><t:End>{end}</t:End></t:CalendarItem></m:Items></m:CreateItem>"
    )


def appointments(ews: Ews) -> list[Any]:
    return list(ews.mailbox.messages("calendar"))


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", "ErrorCalendarEndDateIsEarlierThanStartDate"),
        ("2026-01-01T00:00:00Z", "2031-01-06T00:00:00Z", "ErrorCalendarDurationIsTooLong"),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "NoError"),
        ("2026-01-01T00:00:00Z", "2031-01-01T00:00:00Z", "NoError"),
    ],
)
def test_an_appointment_ends_after_it_begins(ews: Ews, start: str, end: str, code: str) -> None:
    assert ews(create(start, end)).codes == [code]
    assert len(appointments(ews)) == (code == "NoError")


def test_an_update_of_one_of_the_times_is_held_against_the_other(ews: Ews) -> None:
    ews(create("2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z"))
    (item,) = appointments(ews)
    before = item.get("start")
    update = (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{item.item_id}"/><t:Updates><t:SetItemField>'
        '<t:FieldURI FieldURI="calendar:Start"/><t:CalendarItem><t:Start>2026-01-01T12:00:00Z</t:Start>'
        "</t:CalendarItem></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )
    assert ews(update).codes == ["ErrorCalendarEndDateIsEarlierThanStartDate"]
    assert item.get("start") == before


@pytest.mark.parametrize("kind", ["CalendarItem", "Task"])
@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("2026-02-01", "NoError"),
        ("2026-01-01", "NoError"),
        ("2025-12-31", "ErrorRecurrenceHasNoOccurrence"),
        ("4500-09-02", "ErrorRecurrenceEndDateTooBig"),
    ],
)
def test_a_recurrence_ends_after_it_begins(ews: Ews, kind: str, end: str, code: str) -> None:
    recurrence = (
        "<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:EndDateRecurrence>"
        f"<t:StartDate>2026-01-01</t:StartDate><t:EndDate>{end}</t:EndDate></t:EndDateRecurrence></t:Recurrence>"
    )
    answer = ews(
        f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:{kind}>{recurrence}</t:{kind}></m:Items>'
        "</m:CreateItem>"
    )
    assert answer.codes == [code]
