"""ForwardItem of meetings, and rooms that answer by themselves."""

import pytest

from fakeserver.tenant.exchange.kinds.attendees import Response
from tests.protocols.ews.operations.meetings.meetings import BOB, CAROL, OUTSIDE, Meetings

TO_CAROL = f"<t:ToRecipients><t:Mailbox><t:EmailAddress>{CAROL}</t:EmailAddress></t:Mailbox></t:ToRecipients>"


@pytest.mark.parametrize("folder", ["inbox", "calendar"])
def test_who_is_invited_lets_others_know(meetings: Meetings, folder: str) -> None:
    item = meetings.invite(BOB)
    answer = meetings.respond("ForwardItem", meetings.the(meetings.bob, folder), before=TO_CAROL)
    assert answer.codes == ["NoError"]
    request = meetings.the(meetings.carol)
    assert request.item_class == "IPM.Schedule.Meeting.Request"
    assert (request.sender, request.get("organizer").address) == (BOB, meetings.alice.address)
    assert request.subject == "FW: Plan"
    assert [one.address.address for one in item.get("optional_attendees")] == [CAROL]
    notification = meetings.the(meetings.alice)
    assert notification.item_class == "IPM.Schedule.Meeting.Notification.Forward"
    assert notification.subject == "Meeting Forward Notification: Plan"
    # It is shown, and can be asked for in full.
    assert meetings.get(notification).all(".//t:MeetingMessage")
    assert meetings.respond("AcceptItem", request, meetings.carol).codes == ["NoError"]
    assert meetings.attendee(item, CAROL).response is Response.ACCEPTED


def test_an_organizer_who_forwards_her_meeting_adds_attendees(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    assert meetings.respond("ForwardItem", item, meetings.alice, before=TO_CAROL).codes == ["NoError"]
    assert [one.address.address for one in item.get("optional_attendees")] == [CAROL]
    assert meetings.the(meetings.carol, "calendar").get("organizer").address == meetings.alice.address
    assert meetings.items(meetings.alice) == []


def test_a_draft_tells_nobody(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    answer = meetings.respond(
        "ForwardItem", meetings.the(meetings.bob), before=TO_CAROL, disposition=' MessageDisposition="SaveOnly"'
    )
    assert answer.attribute(".//t:MeetingRequest/t:ItemId", "Id") == meetings.the(meetings.bob, "drafts").item_id
    assert not item.get("optional_attendees")
    assert meetings.items(meetings.alice) == meetings.items(meetings.carol) == []


def test_forwarding_to_nobody_is_refused(meetings: Meetings) -> None:
    meetings.invite(BOB)
    assert meetings.respond("ForwardItem", meetings.the(meetings.bob)).codes == ["ErrorInvalidRecipients"]


RESERVED = "<t:DoNotForwardMeeting>true</t:DoNotForwardMeeting>"


@pytest.mark.parametrize("folder", ["inbox", "calendar"])
def test_an_organizer_may_reserve_it(meetings: Meetings, folder: str) -> None:
    item = meetings.invite(BOB, last=RESERVED)
    theirs = meetings.the(meetings.bob, folder)
    shown = meetings.get(theirs, meetings.bob)
    assert shown.value(".//t:DoNotForwardMeeting") == "true"
    assert "ForwardItem" not in meetings.words(shown)
    assert {"AcceptItem", "ReplyToItem"} < set(meetings.words(shown))
    assert meetings.respond("ForwardItem", theirs, before=TO_CAROL).codes == ["ErrorCalendarForwardActionNotAllowed"]
    assert meetings.items(meetings.carol) == meetings.items(meetings.alice) == []
    # The organizer forwards it all the same, and allows it to others again.
    assert "ForwardItem" in meetings.words(meetings.get(item))
    assert meetings.respond("ForwardItem", item, meetings.alice, before=TO_CAROL).codes == ["NoError"]
    allowed = RESERVED.replace("true", "false")
    assert meetings.update(item, "calendar:DoNotForwardMeeting", allowed).codes == ["NoError"]
    again = meetings.respond("ForwardItem", meetings.the(meetings.bob, folder), before=TO_CAROL)
    assert again.codes == ["NoError"]


def test_it_leaves_for_others(meetings: Meetings) -> None:
    meetings.invite(BOB)
    outside = TO_CAROL.replace(CAROL, OUTSIDE)
    assert meetings.respond("ForwardItem", meetings.the(meetings.bob), before=outside).codes == ["NoError"]
    assert [left.recipients for left in meetings.tenant.outbound] == [(OUTSIDE,)]
