"""Meetings that recur: the series, one of it that is another, and one that does not take place."""

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.attendees import Response
from tests.protocols.ews.client import Answer
from tests.protocols.ews.operations.meetings.meetings import BOB, CAROL, Meetings, at, attendees

WEEKLY = (
    "<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Tuesday</t:DaysOfWeek></t:WeeklyRecurrence>"
    "<t:NumberedRecurrence><t:StartDate>2027-01-05Z</t:StartDate><t:NumberOfOccurrences>4</t:NumberOfOccurrences>"
    "</t:NumberedRecurrence></t:Recurrence>"
)


@pytest.fixture
def series(meetings: Meetings) -> Item:
    return meetings.invite(BOB, last=WEEKLY)


def one_of(meetings: Meetings, series: Item, index: int, user: object = None) -> Answer:
    return meetings.ews(
        "<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds>"
        f'<t:OccurrenceItemId RecurringMasterId="{series.item_id}" InstanceIndex="{index}"/></m:ItemIds></m:GetItem>',
        user,  # type: ignore[arg-type]
    )


def update(meetings: Meetings, series: Item, index: int, send: str = "SendToAllAndSaveCopy") -> Answer:
    return meetings.ews(
        f'<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="{send}">'
        "<m:ItemChanges><t:ItemChange>"
        f'<t:OccurrenceItemId RecurringMasterId="{series.item_id}" InstanceIndex="{index}"/><t:Updates><t:SetItemField>'
        '<t:FieldURI FieldURI="calendar:Location"/><t:CalendarItem><t:Location>Room 2</t:Location></t:CalendarItem>'
        "</t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def delete(meetings: Meetings, series: Item, index: int, send: str = "SendToAllAndSaveCopy") -> Answer:
    return meetings.ews(
        f'<m:DeleteItem DeleteType="MoveToDeletedItems" SendMeetingCancellations="{send}"><m:ItemIds>'
        f'<t:OccurrenceItemId RecurringMasterId="{series.item_id}" InstanceIndex="{index}"/></m:ItemIds></m:DeleteItem>'
    )


def test_a_series_comes_as_one(meetings: Meetings, series: Item) -> None:
    request, theirs = meetings.the(meetings.bob), meetings.the(meetings.bob, "calendar")
    assert meetings.get(request, meetings.bob).value(".//t:CalendarItemType") == "RecurringMaster"
    assert theirs.get("recurrence").range == series.get("recurrence").range
    assert one_of(meetings, theirs, 4, meetings.bob).value(".//t:Start") == "2027-01-26T10:00:00Z"
    assert meetings.respond("AcceptItem", request).codes == ["NoError"]
    assert meetings.attendee(series, BOB).response is Response.ACCEPTED
    assert one_of(meetings, theirs, 2, meetings.bob).value(".//t:MyResponseType") == "Accept"


def test_one_of_a_series_is_updated(meetings: Meetings, series: Item) -> None:
    assert update(meetings, series, 2).codes == ["NoError"]
    [_, request] = meetings.items(meetings.bob)
    assert request.get("recurrence_id") == at(10).replace(day=12)
    assert request.get("uid") == series.get("uid")
    theirs = meetings.the(meetings.bob, "calendar")
    changed = one_of(meetings, theirs, 2, meetings.bob)
    assert (changed.value(".//t:CalendarItemType"), changed.value(".//t:Location")) == ("Exception", "Room 2")
    assert one_of(meetings, theirs, 3, meetings.bob).value(".//t:CalendarItemType") == "Occurrence"
    assert not theirs.get("location")
    associated = meetings.get(request, meetings.bob).attribute(".//t:AssociatedCalendarItemId", "Id")
    assert associated == changed.attribute(".//t:CalendarItem/t:ItemId", "Id")


def test_one_of_a_series_is_answered(meetings: Meetings, series: Item) -> None:
    update(meetings, series, 2)
    [_, request] = meetings.items(meetings.bob)
    assert meetings.respond("TentativelyAcceptItem", request).codes == ["NoError"]
    theirs = meetings.the(meetings.bob, "calendar")
    assert one_of(meetings, theirs, 2, meetings.bob).value(".//t:MyResponseType") == "Tentative"
    assert one_of(meetings, theirs, 3, meetings.bob).value(".//t:MyResponseType") == "NoResponseReceived"
    assert one_of(meetings, series, 2).texts(".//t:RequiredAttendees//t:ResponseType") == ["Tentative"]
    assert one_of(meetings, series, 3).texts(".//t:RequiredAttendees//t:ResponseType") == ["Unknown"]
    assert meetings.the(meetings.alice).get("recurrence_id") == at(10).replace(day=12)


def test_one_of_a_series_is_declined_by_its_id_in_the_calendar(meetings: Meetings, series: Item) -> None:
    theirs = meetings.the(meetings.bob, "calendar")
    occurrence = one_of(meetings, theirs, 3, meetings.bob).attribute(".//t:CalendarItem/t:ItemId", "Id")
    answer = meetings.ews(
        f'<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:DeclineItem><t:ReferenceItemId Id="{occurrence}"/>'
        "</t:DeclineItem></m:Items></m:CreateItem>",
        meetings.bob,
    )
    assert answer.codes == ["NoError"]
    gone = one_of(meetings, theirs, 3, meetings.bob)
    assert gone.codes == ["ErrorCalendarOccurrenceIsDeletedFromRecurrence"]
    assert one_of(meetings, series, 3).texts(".//t:RequiredAttendees//t:ResponseType") == ["Decline"]


def test_one_of_a_series_is_called_off(meetings: Meetings, series: Item) -> None:
    assert delete(meetings, series, 2).codes == ["NoError"]
    assert one_of(meetings, series, 2).codes == ["ErrorCalendarOccurrenceIsDeletedFromRecurrence"]
    cancellation = meetings.items(meetings.bob)[-1]
    assert cancellation.item_class == "IPM.Schedule.Meeting.Canceled"
    assert cancellation.get("recurrence_id") == at(10).replace(day=12)
    theirs = meetings.the(meetings.bob, "calendar")
    answer = one_of(meetings, theirs, 2, meetings.bob)
    assert (answer.value(".//t:IsCancelled"), answer.value(".//t:Subject")) == ("true", "Canceled: Plan")
    assert one_of(meetings, theirs, 3, meetings.bob).value(".//t:IsCancelled") == "false"
    assert not theirs.get("is_cancelled")
    # The invitation to the series still stands.
    assert meetings.items(meetings.bob)[0].item_class == "IPM.Schedule.Meeting.Request"
    assert meetings.respond("RemoveItem", cancellation).codes == ["NoError"]
    assert one_of(meetings, theirs, 2, meetings.bob).codes == ["ErrorCalendarOccurrenceIsDeletedFromRecurrence"]


def test_a_later_invitation_tells_of_what_is_different(meetings: Meetings, series: Item) -> None:
    update(meetings, series, 2)
    delete(meetings, series, 3)
    meetings.update(series, "calendar:RequiredAttendees", (
        "<t:RequiredAttendees>"
        + "".join(
            f"<t:Attendee><t:Mailbox><t:EmailAddress>{one}</t:EmailAddress></t:Mailbox></t:Attendee>"
            for one in (BOB, CAROL)
        )
        + "</t:RequiredAttendees>"
    ))  # fmt: skip
    theirs = meetings.the(meetings.carol, "calendar")
    assert one_of(meetings, theirs, 2, meetings.carol).value(".//t:Location") == "Room 2"
    assert one_of(meetings, theirs, 3, meetings.carol).codes == ["ErrorCalendarOccurrenceIsDeletedFromRecurrence"]
    answer = meetings.get(meetings.the(meetings.carol), meetings.carol)
    assert answer.texts(".//t:DeletedOccurrences/t:DeletedOccurrence/t:Start") == ["2027-01-19T10:00:00Z"]
    assert answer.texts(".//t:ModifiedOccurrences/t:Occurrence/t:OriginalStart") == ["2027-01-12T10:00:00Z"]
    # Bob has what he had.
    his = meetings.the(meetings.bob, "calendar")
    assert one_of(meetings, his, 2, meetings.bob).value(".//t:Location") == "Room 2"


def test_the_whole_series_is_called_off(meetings: Meetings, series: Item) -> None:
    assert meetings.respond("CancelCalendarItem", series, meetings.alice).codes == ["NoError"]
    theirs = meetings.the(meetings.bob, "calendar")
    assert one_of(meetings, theirs, 1, meetings.bob).value(".//t:IsCancelled") == "true"


def test_a_version_of_one_is_later_than_that_of_the_whole(meetings: Meetings, series: Item) -> None:
    update(meetings, series, 2)
    for subject in ("A", "B"):
        meetings.update(series, "item:Subject", f"<t:Subject>{subject}</t:Subject>")
    assert delete(meetings, series, 2).codes == ["NoError"]
    theirs = meetings.the(meetings.bob, "calendar")
    assert one_of(meetings, theirs, 2, meetings.bob).value(".//t:IsCancelled") == "true"
    assert meetings.items(meetings.bob)[-1].get("appointment_sequence_number") == 4


def test_who_is_invited_to_one_of_a_series_answers_that_one(meetings: Meetings, series: Item) -> None:
    occurrence = one_of(meetings, series, 2).attribute(".//t:CalendarItem/t:ItemId", "Id")
    changed = meetings.ews(
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendOnlyToAll">'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{occurrence}"/><t:Updates><t:SetItemField>'
        '<t:FieldURI FieldURI="calendar:OptionalAttendees"/><t:CalendarItem>'
        f"{attendees('OptionalAttendees', CAROL)}</t:CalendarItem></t:SetItemField></t:Updates></t:ItemChange>"
        "</m:ItemChanges></m:UpdateItem>"
    )
    assert changed.codes == ["NoError"]
    request = meetings.the(meetings.carol)
    shown = meetings.get(meetings.the(meetings.carol, "calendar"), meetings.carol)
    assert shown.value(".//t:RecurrenceId") == "2027-01-12T10:00:00Z"
    assert meetings.respond("AcceptItem", request, meetings.carol).codes == ["NoError"]
    assert one_of(meetings, series, 2).texts(".//t:OptionalAttendees//t:ResponseType") == ["Accept"]
    assert not series.get("optional_attendees")


def test_a_forwarded_series_tells_of_what_is_different(meetings: Meetings, series: Item) -> None:
    update(meetings, series, 2)
    answer = meetings.ews(
        '<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:ForwardItem><t:ToRecipients><t:Mailbox>'
        f"<t:EmailAddress>{CAROL}</t:EmailAddress></t:Mailbox></t:ToRecipients>"
        f'<t:ReferenceItemId Id="{series.item_id}"/></t:ForwardItem></m:Items></m:CreateItem>'
    )
    assert answer.codes == ["NoError"]
    theirs = meetings.the(meetings.carol, "calendar")
    assert one_of(meetings, theirs, 2, meetings.carol).value(".//t:Location") == "Room 2"
