"""SendMeetingInvitationsOrCancellations: who hears of what an organizer changes, and what it is to them."""

import pytest

from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.meeting_message import RequestKind
from tests.protocols.ews.operations.meetings.meetings import BOB, CAROL, Meetings, at, attendees

LOCATION = ("calendar:Location", "<t:Location>Room 2</t:Location>")
LATER = ("calendar:End", "<t:End>2027-01-05T12:00:00Z</t:End>")
CAROL_TOO = ("calendar:RequiredAttendees", attendees("RequiredAttendees", BOB, CAROL))
CAROL_ALONE = ("calendar:RequiredAttendees", attendees("RequiredAttendees", CAROL))


@pytest.mark.parametrize(("send", "bobs", "carols", "copies"), [
    ("SendToNone", 1, 0, 0),
    ("SendOnlyToAll", 1, 1, 0),
    ("SendToAllAndSaveCopy", 1, 1, 1),
    ("SendOnlyToChanged", 1, 1, 0),
    ("SendToChangedAndSaveCopy", 1, 1, 1),
])  # fmt: skip
def test_who_is_added_is_invited(meetings: Meetings, send: str, bobs: int, carols: int, copies: int) -> None:
    item = meetings.invite(BOB, send="SendOnlyToAll")
    before = meetings.the(meetings.bob)
    assert meetings.update(item, *CAROL_TOO, send=send).codes == ["NoError"]
    assert [one.address.address for one in item.get("required_attendees")] == [BOB, CAROL]
    assert len(meetings.items(meetings.bob)) == bobs
    # Where all are told, the later request has taken the place of the first.
    assert (meetings.the(meetings.bob) is before) == (send not in ("SendOnlyToAll", "SendToAllAndSaveCopy"))
    assert len(meetings.items(meetings.carol)) == len(meetings.items(meetings.carol, "calendar")) == carols
    assert len(meetings.items(meetings.alice, "sentitems")) == copies


@pytest.mark.parametrize("send", ["SendOnlyToAll", "SendOnlyToChanged"])
def test_who_is_taken_out_gets_a_cancellation(meetings: Meetings, send: str) -> None:
    item = meetings.invite(BOB)
    assert meetings.update(item, *CAROL_ALONE, send=send).codes == ["NoError"]
    cancellation = meetings.the(meetings.bob)
    assert cancellation.item_class == "IPM.Schedule.Meeting.Canceled"
    assert meetings.the(meetings.bob, "calendar").get("appointment_state") == 7
    assert meetings.the(meetings.carol).item_class == "IPM.Schedule.Meeting.Request"
    assert item.get("appointment_state") == 1


def test_those_who_have_not_answered_get_a_full_update(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    first = meetings.the(meetings.bob)
    assert meetings.update(item, *LOCATION).codes == ["NoError"]
    assert item.get("appointment_sequence_number") == 1
    later, appointment = meetings.the(meetings.bob), meetings.the(meetings.bob, "calendar")
    assert later.get("request_kind") is RequestKind.FULL_UPDATE
    assert (appointment.get("location"), appointment.get("appointment_sequence_number")) == ("Room 2", 1)
    # What it has overtaken is out of the way and cannot be accepted any longer.
    assert meetings.items(meetings.bob, "deleteditems") == [first]
    assert meetings.get(first, meetings.bob).value(".//t:IsOutOfDate") == "true"
    assert meetings.get(later, meetings.bob).value(".//t:IsOutOfDate") == "false"
    assert meetings.words(meetings.get(first, meetings.bob)) == ["ReplyToItem", "ReplyAllToItem", "ForwardItem"]
    answer = meetings.respond("AcceptItem", first)
    assert answer.codes == ["ErrorCalendarMeetingRequestIsOutOfDate"]
    assert answer.value(".//m:MessageText") == "The meeting request is out of date. The calendar couldn't be updated."
    assert appointment.get("my_response") is Response.NONE_RECEIVED


def test_those_who_have_accepted_are_informed(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    meetings.respond("AcceptItem", meetings.the(meetings.bob))
    meetings.update(item, *LOCATION)
    assert meetings.get(meetings.the(meetings.bob), meetings.bob).value(".//t:MeetingRequestType") == (
        "InformationalUpdate"
    )
    appointment = meetings.the(meetings.bob, "calendar")
    assert appointment.get("location") == "Room 2"
    assert appointment.get("my_response") is Response.ACCEPTED
    assert appointment.get("free_busy_status") is FreeBusyStatus.BUSY
    assert meetings.attendee(item, BOB).response is Response.ACCEPTED


def test_a_meeting_at_another_time_is_answered_anew(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    meetings.respond("AcceptItem", meetings.the(meetings.bob))
    meetings.update(item, *LATER)
    assert meetings.attendee(item, BOB).response is Response.NONE_RECEIVED
    appointment = meetings.the(meetings.bob, "calendar")
    assert appointment.get("end") == at(12)
    assert appointment.get("my_response") is Response.NONE_RECEIVED
    assert appointment.get("free_busy_status") is FreeBusyStatus.TENTATIVE
    assert meetings.the(meetings.bob).get("request_kind") is RequestKind.FULL_UPDATE
    meetings.respond("AcceptItem", meetings.the(meetings.bob))
    assert meetings.attendee(item, BOB).response is Response.ACCEPTED


def test_an_answer_to_a_former_version_changes_nothing(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    former = {name: item.properties.get(name) for name in ("appointment_sequence_number", "date_time_stamp")}
    meetings.tenant.mailbox("alice").items.update(item, {**former, "appointment_sequence_number": 3})
    meetings.respond("AcceptItem", meetings.the(meetings.bob))
    assert meetings.attendee(item, BOB).response is Response.UNKNOWN
    answer = meetings.get(meetings.the(meetings.alice))
    assert (answer.value(".//t:IsOutOfDate"), answer.value(".//t:HasBeenProcessed")) == ("true", "false")


def test_a_list_of_attendees_that_is_set_anew_keeps_their_answers(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    meetings.respond("AcceptItem", meetings.the(meetings.bob))
    meetings.update(item, *CAROL_TOO, send="SendToNone")
    assert [one.response for one in item.get("required_attendees")] == [Response.ACCEPTED, Response.UNKNOWN]


def test_what_was_sent_to_none_invites_at_the_first_update(meetings: Meetings) -> None:
    item = meetings.invite(BOB, send="SendToNone")
    meetings.update(item, *LOCATION)
    request = meetings.the(meetings.bob)
    assert request.get("request_kind") is RequestKind.NEW_MEETING_REQUEST
    assert request.get("appointment_sequence_number") == 0
    assert item.get("meeting_request_was_sent") is True


def test_an_update_that_cannot_be_sent_changes_nothing(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    meetings.respond("AcceptItem", meetings.the(meetings.bob))
    before = {name: item.get(name) for name in (
        "required_attendees", "appointment_sequence_number", "location", "date_time_stamp"
    )}  # fmt: skip
    answer = meetings.update(item, "calendar:RequiredAttendees", attendees("RequiredAttendees", BOB, "nobody"))
    assert answer.codes == ["ErrorInvalidRecipients"]
    assert {name: item.get(name) for name in before} == before
    assert len(meetings.items(meetings.bob)) == 0


def test_what_an_attendee_changes_is_told_to_nobody(meetings: Meetings) -> None:
    meetings.invite(BOB)
    appointment = meetings.the(meetings.bob, "calendar")
    assert meetings.update(appointment, *LOCATION, user=meetings.bob).codes == ["NoError"]
    assert appointment.get("location") == "Room 2"
    assert appointment.get("appointment_state") == 3
    assert meetings.items(meetings.alice) == []


def test_a_deleted_meeting_sends_no_updates(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    meetings.delete(item, "SendToNone")
    answer = meetings.update(item, *LOCATION)
    assert answer.codes == ["ErrorCalendarCannotUpdateDeletedItem"]
    assert meetings.update(item, *LOCATION, send="SendToNone").codes == ["NoError"]


def test_nobody_is_invited_to_what_is_deleted(meetings: Meetings) -> None:
    item = meetings.invite()
    assert meetings.delete(item, "SendToNone").codes == ["NoError"]
    answer = meetings.update(item, "calendar:RequiredAttendees", attendees("RequiredAttendees", BOB))
    assert answer.codes == ["ErrorCalendarCannotUpdateDeletedItem"]
    assert meetings.items(meetings.bob) == []


def test_a_request_says_what_was_sent(meetings: Meetings) -> None:
    meetings.invite(BOB)
    request = meetings.the(meetings.bob)
    answer = meetings.update(request, *LOCATION, user=meetings.bob)
    assert answer.codes == ["ErrorSentMeetingRequestUpdate"]
    assert answer.attribute(".//m:MessageXml/t:FieldURI", "FieldURI") == "calendar:Location"
    subject = meetings.update(request, "item:Subject", "<t:Subject>x</t:Subject>", user=meetings.bob)
    assert subject.codes == ["ErrorSentMeetingRequestUpdate"]
    read = meetings.update(request, "message:IsRead", "<t:IsRead>true</t:IsRead>", user=meetings.bob)
    assert read.codes == ["NoError"]
    assert request.is_read
    own = meetings.update(
        request, "item:Categories", "<t:Categories><t:String>a</t:String></t:Categories>", user=meetings.bob
    )
    assert own.codes == ["NoError"]
