"""AcceptItem, TentativelyAcceptItem, DeclineItem: what becomes of the meeting, and what the organizer hears."""

import pytest

from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from tests.protocols.ews.operations.meetings.meetings import BOB, CAROL, OUTSIDE, Meetings, at

CASES = [
    ("AcceptItem", Response.ACCEPTED, "Pos", "Accepted: ", FreeBusyStatus.BUSY),
    ("TentativelyAcceptItem", Response.TENTATIVE, "Tent", "Tentative: ", FreeBusyStatus.TENTATIVE),
    ("DeclineItem", Response.DECLINED, "Neg", "Declined: ", FreeBusyStatus.FREE),
]


@pytest.mark.parametrize("by", ["inbox", "calendar"])
@pytest.mark.parametrize(("name", "response", "kind", "prefix", "busy"), CASES)
def test_an_answer_changes_the_calendar_and_is_tracked(
    meetings: Meetings, name: str, response: Response, kind: str, prefix: str, busy: FreeBusyStatus, by: str
) -> None:
    item = meetings.invite(BOB)
    appointment, request = meetings.the(meetings.bob, "calendar"), meetings.the(meetings.bob)
    answer = meetings.respond(
        name, request if by == "inbox" else appointment, before='<t:Body BodyType="Text">See you.</t:Body>'
    )
    assert answer.codes == ["NoError"]
    where = "deleteditems" if response is Response.DECLINED else "calendar"
    assert appointment in meetings.items(meetings.bob, where)
    assert appointment.get("my_response") is response
    assert appointment.get("free_busy_status") is busy
    assert appointment.get("appointment_reply_time") == meetings.tenant.clock.now()
    assert answer.attribute(".//t:CalendarItem/t:ItemId", "Id") == appointment.item_id
    assert answer.attribute(".//t:CalendarItem/t:ItemId", "ChangeKey") == appointment.change_key
    if by == "inbox":
        assert request in meetings.items(meetings.bob, "deleteditems")
        assert request.is_read
        assert answer.attribute(".//t:MeetingRequest/t:ItemId", "Id") == request.item_id
    else:
        assert request in meetings.items(meetings.bob)
        assert not answer.all(".//t:MeetingRequest")
    arrived = meetings.the(meetings.alice)
    assert arrived.item_class == f"IPM.Schedule.Meeting.Resp.{kind}"
    assert arrived.subject == f"{prefix}Plan"
    assert arrived.body.strip() == "See you."
    tracked = meetings.attendee(item, BOB)
    assert (tracked.response, tracked.responded_at) == (response, meetings.tenant.clock.now().replace(microsecond=0))
    assert (tracked.proposed_start, tracked.proposed_end) == (None, None)


def test_a_response_says_all_that_the_schema_has_of_it(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    meetings.respond("AcceptItem", meetings.the(meetings.bob))
    answer = meetings.get(meetings.the(meetings.alice))
    expected = {
        "IsDelegated": "false",
        "IsOutOfDate": "false",
        "HasBeenProcessed": "true",
        "ResponseType": "Accept",
        "UID": item.get("uid"),
        "Start": "2027-01-05T10:00:00Z",
        "End": "2027-01-05T11:00:00Z",
        "CalendarItemType": "Single",
    }
    assert {name: answer.value(f".//t:MeetingResponse/t:{name}") for name in expected} == expected
    assert answer.attribute(".//t:AssociatedCalendarItemId", "Id") == item.item_id
    assert meetings.words(answer) == ["ReplyToItem", "ReplyAllToItem", "ForwardItem"]
    assert meetings.get(item).texts(".//t:RequiredAttendees//t:ResponseType") == ["Accept"]


@pytest.mark.parametrize(("disposition", "sent", "copies", "drafts"), [
    ("SendAndSaveCopy", 1, 1, 0), ("SendOnly", 1, 0, 0), ("SaveOnly", 0, 0, 1),
])  # fmt: skip
def test_where_the_answer_is_kept(meetings: Meetings, disposition: str, sent: int, copies: int, drafts: int) -> None:
    meetings.invite(BOB)
    request = meetings.the(meetings.bob)
    answer = meetings.respond("AcceptItem", request, disposition=f' MessageDisposition="{disposition}"')
    assert answer.codes == ["NoError"]
    assert len(meetings.items(meetings.alice)) == sent
    assert len(meetings.items(meetings.bob, "sentitems")) == copies
    assert [item.is_draft for item in meetings.items(meetings.bob, "drafts")] == [True] * drafts
    assert meetings.the(meetings.bob, "calendar").get("my_response") is Response.ACCEPTED


@pytest.mark.parametrize(("name", "response"), [(case[0], case[1]) for case in CASES])
def test_another_time_is_proposed(meetings: Meetings, name: str, response: Response) -> None:
    item = meetings.invite(BOB)
    proposal = (
        "<t:ProposedStart>2027-01-05T14:00:00Z</t:ProposedStart><t:ProposedEnd>2027-01-05T15:30:00Z</t:ProposedEnd>"
    )
    assert meetings.respond(name, meetings.the(meetings.bob), after=proposal).codes == ["NoError"]
    arrived = meetings.the(meetings.alice)
    assert arrived.subject == "New Time Proposed: Plan"
    assert arrived.get("response") is response
    answer = meetings.get(arrived)
    assert answer.value(".//t:MeetingResponse/t:ProposedStart") == "2027-01-05T14:00:00Z"
    assert answer.value(".//t:MeetingResponse/t:ProposedEnd") == "2027-01-05T15:30:00Z"
    tracked = meetings.attendee(item, BOB)
    assert (tracked.response, tracked.proposed_start, tracked.proposed_end) == (response, at(14), at(15, 30))
    # The meeting itself is where it was.
    assert item.get("start") == at(10)
    assert meetings.get(item).value(".//t:Attendee/t:ProposedStart") == "2027-01-05T14:00:00Z"


def test_a_later_answer_counts_and_takes_the_former_out_of_the_inbox(meetings: Meetings) -> None:
    item = meetings.invite(BOB, CAROL)
    meetings.respond("AcceptItem", meetings.the(meetings.carol), meetings.carol)
    meetings.respond("AcceptItem", meetings.the(meetings.bob))
    meetings.tenant.clock.advance(60)
    meetings.respond("TentativelyAcceptItem", meetings.the(meetings.bob, "calendar"))
    assert meetings.attendee(item, BOB).response is Response.TENTATIVE
    assert meetings.attendee(item, CAROL).response is Response.ACCEPTED
    assert sorted(one.item_class[-4:] for one in meetings.items(meetings.alice)) == [".Pos", "Tent"]
    assert [one.item_class[-4:] for one in meetings.items(meetings.alice, "deleteditems")] == [".Pos"]


def test_a_request_without_an_appointment_makes_one_when_it_is_answered(meetings: Meetings) -> None:
    meetings.bob.add_new_requests_tentatively = False
    meetings.invite(BOB)
    assert meetings.items(meetings.bob, "calendar") == []
    request = meetings.the(meetings.bob)
    assert not meetings.get(request, meetings.bob).all(".//t:AssociatedCalendarItemId")
    assert meetings.respond("AcceptItem", request).codes == ["NoError"]
    appointment = meetings.the(meetings.bob, "calendar")
    assert appointment.get("my_response") is Response.ACCEPTED
    assert meetings.get(request, meetings.bob).attribute(".//t:AssociatedCalendarItemId", "Id") == appointment.item_id


def test_an_organizer_elsewhere_hears_of_it(meetings: Meetings) -> None:
    invitation = (
        f"From: Zoe <{OUTSIDE}>\r\nTo: {BOB}\r\nSubject: Talk\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/calendar; method=REQUEST\r\n\r\n"
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
        f"UID:1234@example.com\r\nDTSTAMP:20261201T000000Z\r\nORGANIZER:mailto:{OUTSIDE}\r\n"
        f"ATTENDEE;RSVP=TRUE:mailto:{BOB}\r\nDTSTART:20270105T100000Z\r\nDTEND:20270105T110000Z\r\nSUMMARY:Talk\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    meetings.tenant.mailbox("bob").deliver(invitation)
    assert meetings.respond("AcceptItem", meetings.the(meetings.bob)).codes == ["NoError"]
    [left] = meetings.tenant.outbound
    assert left.recipients == (OUTSIDE,)
    assert left.subject == "Accepted: Talk"
    text = next(part for part in left.message.root.walk() if part.content_type == "text/calendar").text
    assert "METHOD:REPLY" in text
    assert "PARTSTAT=ACCEPTED" in text
    assert "UID:1234@example.com" in text
    assert "ORGANIZER" not in text


def test_a_delegate_answers_for_the_owner(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    meetings.tenant.rights.add_mailbox_permission("bob", "carol", "FullAccess")
    appointment = meetings.the(meetings.bob, "calendar")
    assert meetings.respond("AcceptItem", appointment, meetings.carol).codes == ["ErrorSendAsDenied"]
    assert appointment.get("my_response") is Response.NONE_RECEIVED
    meetings.tenant.rights.add_mailbox_permission("bob", "carol", "SendOnBehalf")
    assert meetings.respond("AcceptItem", appointment, meetings.carol).codes == ["NoError"]
    assert meetings.attendee(item, BOB).response is Response.ACCEPTED
    assert meetings.the(meetings.alice).get("sender").address == CAROL


def test_what_an_answer_says_of_itself(meetings: Meetings) -> None:
    meetings.invite(BOB)
    request = meetings.the(meetings.bob)
    asked = (
        "<t:Sensitivity>Private</t:Sensitivity><t:IsReadReceiptRequested>true</t:IsReadReceiptRequested>"
        "<t:IsDeliveryReceiptRequested>true</t:IsDeliveryReceiptRequested>"
    )
    assert meetings.respond("AcceptItem", request, before=asked).codes == ["NoError"]
    shown = meetings.get(meetings.the(meetings.alice))
    assert shown.value(".//t:Sensitivity") == "Private"
    assert shown.value(".//t:IsReadReceiptRequested") == "true"
    assert shown.value(".//t:IsDeliveryReceiptRequested") == "true"


@pytest.mark.parametrize("by", ["inbox", "calendar"])
def test_an_answer_goes_on_with_the_conversation(meetings: Meetings, by: str) -> None:
    meetings.invite(BOB)
    request = meetings.the(meetings.bob)
    assert meetings.respond("AcceptItem", meetings.the(meetings.bob, by)).codes == ["NoError"]
    response = meetings.the(meetings.alice)
    assert response.get("conversation_index") == request.get("conversation_index")
    assert ("Thread-Topic", "Plan") in response.get("internet_message_headers")
