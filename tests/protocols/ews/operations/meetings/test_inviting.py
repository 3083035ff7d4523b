"""SendMeetingInvitations: a meeting, the messages about it, and what attendees find."""

import base64

import pytest

from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from tests.protocols.ews.operations.meetings.meetings import BOB, CAROL, OUTSIDE, Meetings, at


def test_nobody_hears_of_a_meeting_that_is_sent_to_none(meetings: Meetings) -> None:
    item = meetings.invite(BOB, send="SendToNone")
    assert (item.get("is_meeting"), item.get("appointment_state")) == (True, 1)
    assert item.get("meeting_request_was_sent") is False
    assert item.get("my_response") is Response.ORGANIZER
    assert len(item.get("uid")) == 112
    assert meetings.items(meetings.bob) == meetings.items(meetings.bob, "calendar") == []
    assert meetings.items(meetings.alice, "sentitems") == []


@pytest.mark.parametrize(("send", "copies"), [("SendOnlyToAll", 0), ("SendToAllAndSaveCopy", 1)])
def test_all_get_a_request_and_a_tentative_appointment(meetings: Meetings, send: str, copies: int) -> None:
    item = meetings.invite(BOB, optional=[CAROL], send=send)
    assert item.get("meeting_request_was_sent") is True
    assert len(meetings.items(meetings.alice, "sentitems")) == copies
    for user in (meetings.bob, meetings.carol):
        request, appointment = meetings.the(user), meetings.the(user, "calendar")
        assert request.item_class == "IPM.Schedule.Meeting.Request"
        assert (request.subject, request.is_read) == ("Plan", False)
        assert appointment.subject == "Plan"
        assert appointment.body.strip() == "Bring ideas."
        assert appointment.get("uid") == request.get("uid") == item.get("uid")
        assert (appointment.get("start"), appointment.get("end")) == (at(10), at(11))
        assert appointment.get("free_busy_status") is FreeBusyStatus.TENTATIVE
        assert appointment.get("intended_free_busy_status") is FreeBusyStatus.BUSY
        assert appointment.get("my_response") is Response.NONE_RECEIVED
        assert appointment.get("appointment_state") == 3
        assert appointment.get("organizer").address == meetings.alice.address
        assert appointment.get("is_organizer") is False


def test_a_request_says_all_that_the_schema_has_of_it(meetings: Meetings) -> None:
    meetings.invite(BOB, optional=[CAROL], more="<t:Location>Room 1</t:Location>")
    request = meetings.the(meetings.bob)
    answer = meetings.get(request, meetings.bob)
    appointment = meetings.the(meetings.bob, "calendar")
    assert answer.attribute(".//t:AssociatedCalendarItemId", "Id") == appointment.item_id
    expected = {
        "IsDelegated": "false",
        "IsOutOfDate": "false",
        "HasBeenProcessed": "true",
        "ResponseType": "NoResponseReceived",
        "UID": appointment.get("uid"),
        "IsOrganizer": "false",
        "MeetingRequestType": "NewMeetingRequest",
        "IntendedFreeBusyStatus": "Busy",
        "Start": "2027-01-05T10:00:00Z",
        "End": "2027-01-05T11:00:00Z",
        "LegacyFreeBusyStatus": "Tentative",
        "Location": "Room 1",
        "IsMeeting": "true",
        "IsCancelled": "false",
        "MeetingRequestWasSent": "true",
        "CalendarItemType": "Single",
        "MyResponseType": "NoResponseReceived",
        "ConflictingMeetingCount": "0",
        "AdjacentMeetingCount": "0",
        "Duration": "PT1H",
        "AppointmentSequenceNumber": "0",
        "AppointmentState": "3",
    }
    assert {name: answer.value(f".//t:MeetingRequest/t:{name}") for name in expected} == expected
    assert answer.value(".//t:Organizer/t:Mailbox/t:EmailAddress") == meetings.alice.address
    assert answer.texts(".//t:RequiredAttendees//t:EmailAddress") == [BOB]
    assert answer.texts(".//t:OptionalAttendees//t:EmailAddress") == [CAROL]
    assert meetings.words(answer) == [
        "AcceptItem", "TentativelyAcceptItem", "DeclineItem", "ProposeNewTime", "ReplyToItem", "ReplyAllToItem",
        "ForwardItem",
    ]  # fmt: skip


def test_the_organizers_copy_is_not_to_be_answered(meetings: Meetings) -> None:
    meetings.invite(BOB)
    sent = meetings.the(meetings.alice, "sentitems")
    answer = meetings.get(sent)
    assert answer.value(".//t:MyResponseType") == "Organizer"
    assert answer.value(".//t:IsOrganizer") == "true"
    assert meetings.words(answer) == ["ReplyToItem", "ReplyAllToItem", "ForwardItem"]
    assert meetings.respond("AcceptItem", sent, meetings.alice).codes == ["ErrorCalendarIsOrganizerForAccept"]


def test_nothing_is_known_of_answers_that_have_not_come(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    assert meetings.get(item).texts(".//t:RequiredAttendees//t:ResponseType") == ["Unknown"]


def test_what_an_organizer_intends_is_kept(meetings: Meetings) -> None:
    meetings.invite(BOB, more="<t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus>")
    appointment = meetings.the(meetings.bob, "calendar")
    assert appointment.get("free_busy_status") is FreeBusyStatus.TENTATIVE
    assert appointment.get("intended_free_busy_status") is FreeBusyStatus.OUT_OF_OFFICE


def test_an_attendee_elsewhere_gets_the_same_message(meetings: Meetings) -> None:
    meetings.invite(BOB, OUTSIDE)
    [left] = meetings.tenant.outbound
    assert left.recipients == (OUTSIDE,)
    assert left.subject == "Plan"
    assert b"method=REQUEST" in left.mime
    assert meetings.the(meetings.bob).mime().endswith(left.mime)


def test_resources_get_it_and_others_do_not_see_them(meetings: Meetings) -> None:
    item = meetings.invite(BOB, resources=[CAROL])
    assert meetings.the(meetings.carol).subject == "Plan"
    request = meetings.the(meetings.bob)
    assert not meetings.get(request, meetings.bob).all(".//t:Resources")
    assert not meetings.the(meetings.bob, "calendar").get("resources")
    assert CAROL not in [one.address for one in request.get("to_recipients")]
    assert meetings.get(item).texts(".//t:Resources//t:EmailAddress") == [CAROL]


def test_a_group_is_an_attendee_and_its_members_are_invited(meetings: Meetings) -> None:
    group = meetings.tenant.add_distribution_group("team", [meetings.bob, meetings.carol])
    item = meetings.invite(group.address)
    request = meetings.the(meetings.carol)
    meetings.respond("AcceptItem", request, meetings.carol)
    assert [one.address.address for one in item.get("required_attendees")] == [group.address]
    # Nobody of this name was invited, but the organizer is to know who comes.
    assert meetings.attendee(item, CAROL).response is Response.ACCEPTED


def test_an_appointment_of_ones_own_sends_nothing(meetings: Meetings) -> None:
    item = meetings.invite()
    assert not item.get("is_meeting")
    assert meetings.items(meetings.alice, "sentitems") == []
    assert meetings.words(meetings.get(item)) == ["ForwardItem"]


def test_an_organizer_does_not_invite_herself(meetings: Meetings) -> None:
    item = meetings.invite(meetings.alice.address)
    assert item.get("meeting_request_was_sent") is False
    assert meetings.items(meetings.alice) == []


@pytest.mark.parametrize("address", ["nobody", "two words@example.com", "@example.com"])
def test_who_has_no_address_spoils_it_and_nothing_is_stored(meetings: Meetings, address: str) -> None:
    assert meetings.create(BOB, address).codes == ["ErrorInvalidRecipients"]
    assert meetings.items(meetings.alice, "calendar") == meetings.items(meetings.bob) == []


def test_who_may_not_send_as_the_owner_of_the_calendar_leaves_nothing_there(meetings: Meetings) -> None:
    meetings.tenant.rights.add_mailbox_permission("alice", "bob", "FullAccess")
    folder = (
        '<m:SavedItemFolderId><t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>'
        f"{meetings.alice.address}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:SavedItemFolderId>"
    )
    assert meetings.create(CAROL, user=meetings.bob, folder=folder).codes == ["ErrorSendAsDenied"]
    assert meetings.items(meetings.alice, "calendar") == meetings.items(meetings.carol) == []
    meetings.tenant.rights.add_mailbox_permission("alice", "bob", "SendOnBehalf")
    assert meetings.create(CAROL, user=meetings.bob, folder=folder).codes == ["NoError"]
    request = meetings.the(meetings.carol)
    assert request.get("from_").address == request.get("organizer").address == meetings.alice.address
    assert request.get("sender").address == BOB


def test_whoever_does_not_exist_is_reported_to_the_organizer(meetings: Meetings) -> None:
    meetings.invite(BOB, "nobody@contoso.onmicrosoft.com")
    assert meetings.the(meetings.bob).subject == "Plan"
    assert meetings.the(meetings.alice).item_class.startswith("REPORT")


def test_attachments_come_along(meetings: Meetings) -> None:
    files = (
        "<t:Attachments><t:FileAttachment><t:Name>plan.txt</t:Name><t:Content>eA==</t:Content></t:FileAttachment>"
        "</t:Attachments>"
    )
    answer = meetings.ews(
        '<m:CreateItem SendMeetingInvitations="SendOnlyToAll"><m:Items><t:CalendarItem><t:Subject>Plan</t:Subject>'
        f"{files}<t:Start>2027-01-05T10:00:00Z</t:Start><t:End>2027-01-05T11:00:00Z</t:End><t:RequiredAttendees>"
        f"<t:Attendee><t:Mailbox><t:EmailAddress>{BOB}</t:EmailAddress></t:Mailbox></t:Attendee></t:RequiredAttendees>"
        "</t:CalendarItem></m:Items></m:CreateItem>"
    )
    assert answer.codes == ["NoError"]
    for folder in ("inbox", "calendar"):
        [file] = meetings.the(meetings.bob, folder).attachments
        assert (file.name, file.content) == ("plan.txt", b"x")


def of_zoe(organizer: str = "zoe@example.com") -> str:
    """Return the base64 of a calendar object with bob as attendee."""
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", "BEGIN:VEVENT", "UID:1@example.com"),
        *("DTSTAMP:20260101T000000Z", "DTSTART:20270105T100000Z", "DTEND:20270105T110000Z", "SUMMARY:Hers"),
        *(f"ORGANIZER:mailto:{organizer}", f"ATTENDEE:mailto:{BOB}", "END:VEVENT", "END:VCALENDAR", ""),
    ]
    return base64.b64encode("\r\n".join(lines).encode()).decode()


def put(meetings: Meetings, content: str) -> list[str]:
    return meetings.ews(
        f'<m:CreateItem SendMeetingInvitations="SendToAllAndSaveCopy"><m:Items><t:CalendarItem><t:MimeContent>{content}'
        "</t:MimeContent></t:CalendarItem></m:Items></m:CreateItem>"
    ).codes


def test_an_appointment_of_somebody_elses_invites_nobody_and_can_be_answered(meetings: Meetings) -> None:
    assert put(meetings, of_zoe()) == ["NoError"]
    assert meetings.items(meetings.bob) == []
    mine = meetings.the(meetings.alice, "calendar")
    assert (mine.get("is_organizer"), mine.get("my_response").value, mine.get("appointment_state")) == (
        False,
        "none_received",
        3,
    )
    assert meetings.respond("AcceptItem", mine, meetings.alice).codes == ["NoError"]
    assert meetings.tenant.outbound[-1].recipients == ("zoe@example.com",)


def test_one_of_ones_own_invites(meetings: Meetings) -> None:
    assert put(meetings, of_zoe(meetings.alice.address)) == ["NoError"]
    assert meetings.the(meetings.bob).get("subject") == "Hers"
