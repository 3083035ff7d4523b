"""CancelCalendarItem, DeleteItem with SendMeetingCancellations, and RemoveItem."""

import pytest

from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from tests.protocols.ews.operations.meetings.meetings import BOB, CAROL, OUTSIDE, Meetings


def is_off(meetings: Meetings) -> None:
    """See that bob's calendar says that the meeting is called off."""
    appointment = meetings.the(meetings.bob, "calendar")
    assert (appointment.get("is_cancelled"), appointment.get("appointment_state")) == (True, 7)
    assert appointment.subject == "Canceled: Plan"
    assert appointment.get("free_busy_status") is FreeBusyStatus.FREE


def test_cancel_calendar_item(meetings: Meetings) -> None:
    item = meetings.invite(BOB, OUTSIDE)
    answer = meetings.respond(
        "CancelCalendarItem", item, meetings.alice, after='<t:NewBodyContent BodyType="Text">Hail.</t:NewBodyContent>'
    )
    assert answer.codes == ["NoError"]
    assert meetings.the(meetings.alice, "deleteditems") is item
    assert answer.attribute(".//t:CalendarItem/t:ItemId", "Id") == item.item_id
    assert (item.get("appointment_state"), item.get("is_cancelled")) == (5, True)
    cancellation = meetings.the(meetings.bob)
    assert cancellation.item_class == "IPM.Schedule.Meeting.Canceled"
    assert (cancellation.subject, cancellation.body.strip()) == ("Canceled: Plan", "Hail.")
    is_off(meetings)
    kept = [one.item_class for one in meetings.items(meetings.alice, "sentitems")]
    assert kept == ["IPM.Schedule.Meeting.Request", "IPM.Schedule.Meeting.Canceled"]
    assert [left.subject for left in meetings.tenant.outbound] == ["Plan", "Canceled: Plan"]
    # The request that it has overtaken is out of the way.
    assert [one.item_class for one in meetings.items(meetings.bob, "deleteditems")] == ["IPM.Schedule.Meeting.Request"]


def test_a_cancellation_says_all_that_the_schema_has_of_it(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    meetings.respond("CancelCalendarItem", item, meetings.alice)
    answer = meetings.get(meetings.the(meetings.bob), meetings.bob)
    expected = {
        "IsDelegated": "false",
        "IsOutOfDate": "false",
        "HasBeenProcessed": "true",
        "UID": item.get("uid"),
        "IsOrganizer": "false",
        "Start": "2027-01-05T10:00:00Z",
        "End": "2027-01-05T11:00:00Z",
        "CalendarItemType": "Single",
    }
    assert {name: answer.value(f".//t:MeetingCancellation/t:{name}") for name in expected} == expected
    appointment = meetings.the(meetings.bob, "calendar")
    assert answer.attribute(".//t:AssociatedCalendarItemId", "Id") == appointment.item_id
    assert meetings.words(answer) == ["RemoveItem", "ReplyToItem", "ReplyAllToItem", "ForwardItem"]
    assert meetings.words(meetings.get(appointment, meetings.bob)) == ["ReplyToItem", "ReplyAllToItem", "ForwardItem"]
    assert meetings.words(meetings.get(item)) == ["ForwardItem"]


def test_save_only_leaves_the_cancellation_in_drafts(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    answer = meetings.respond("CancelCalendarItem", item, meetings.alice, disposition=' MessageDisposition="SaveOnly"')
    draft = meetings.the(meetings.alice, "drafts")
    assert answer.attribute(".//t:MeetingCancellation/t:ItemId", "Id") == draft.item_id
    assert item.get("is_cancelled")
    assert [one.item_class for one in meetings.items(meetings.bob)] == ["IPM.Schedule.Meeting.Request"]


def test_others_are_told_too(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    recipients = f"<t:CcRecipients><t:Mailbox><t:EmailAddress>{CAROL}</t:EmailAddress></t:Mailbox></t:CcRecipients>"
    subject = "<t:Subject>No plan</t:Subject>"
    assert meetings.respond("CancelCalendarItem", item, meetings.alice, before=subject + recipients).codes == [
        "NoError"
    ]
    assert meetings.the(meetings.carol).subject == meetings.the(meetings.bob).subject == "Canceled: No plan"
    assert meetings.items(meetings.carol, "calendar") == []


@pytest.mark.parametrize(("send", "copies"), [("SendToNone", 0), ("SendOnlyToAll", 0), ("SendToAllAndSaveCopy", 1)])
@pytest.mark.parametrize("mode", ["HardDelete", "SoftDelete", "MoveToDeletedItems"])
def test_deleting_a_meeting(meetings: Meetings, send: str, copies: int, mode: str) -> None:
    item = meetings.invite(BOB, send="SendOnlyToAll")
    assert meetings.delete(item, send, mode=mode).codes == ["NoError"]
    assert meetings.items(meetings.alice, "calendar") == []
    assert len(meetings.items(meetings.alice, "sentitems")) == copies
    if send == "SendToNone":
        assert meetings.the(meetings.bob).item_class == "IPM.Schedule.Meeting.Request"
    else:
        assert meetings.the(meetings.bob).item_class == "IPM.Schedule.Meeting.Canceled"
        is_off(meetings)
    if mode == "MoveToDeletedItems":
        assert meetings.the(meetings.alice, "deleteditems").get("appointment_state") == (
            1 if send == "SendToNone" else 5
        )


def test_what_was_called_off_is_so_once(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    meetings.respond("CancelCalendarItem", item, meetings.alice)
    assert meetings.respond("CancelCalendarItem", item, meetings.alice).codes == ["ErrorInvalidReferenceItem"]
    assert meetings.delete(item, "SendToAllAndSaveCopy").codes == ["NoError"]
    assert len(meetings.items(meetings.bob)) == 1


def test_what_an_attendee_deletes_is_told_to_nobody(meetings: Meetings) -> None:
    meetings.invite(BOB)
    appointment = meetings.the(meetings.bob, "calendar")
    assert meetings.delete(appointment, "SendToAllAndSaveCopy", meetings.bob).codes == ["NoError"]
    assert meetings.items(meetings.alice) == []


def test_remove_item(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    meetings.respond("CancelCalendarItem", item, meetings.alice)
    cancellation, appointment = meetings.the(meetings.bob), meetings.the(meetings.bob, "calendar")
    answer = meetings.respond("RemoveItem", cancellation)
    assert answer.codes == ["NoError"]
    assert meetings.items(meetings.bob) == meetings.items(meetings.bob, "calendar") == []
    assert {appointment, cancellation} <= set(meetings.items(meetings.bob, "deleteditems"))
    assert answer.attribute(".//t:CalendarItem/t:ItemId", "Id") == appointment.item_id
    assert answer.attribute(".//t:MeetingCancellation/t:ItemId", "Id") == cancellation.item_id


def test_a_cancellation_can_be_removed_without_its_appointment(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    meetings.respond("CancelCalendarItem", item, meetings.alice)
    meetings.delete(meetings.the(meetings.bob, "calendar"), "SendToNone", meetings.bob, mode="HardDelete")
    answer = meetings.respond("RemoveItem", meetings.the(meetings.bob), disposition="")
    assert answer.codes == ["NoError"]
    assert not answer.all(".//t:CalendarItem")
    assert meetings.items(meetings.bob) == []
