"""Delegates get copies of meeting messages, as the owner of the mailbox has chosen."""

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.meeting_message import RequestKind
from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.meetings.meetings import BOB, Meetings
from tests.world import World


@pytest.fixture
def world() -> World:
    """Alice invites bob, whose delegate is carol."""
    return World.of("alice", "bob", "carol", frozen=True)


@pytest.fixture
def meetings(ews: Ews) -> Meetings:
    ews.tenant.rights.add_delegate("bob", "carol", receives_meeting_messages=True)
    return Meetings(ews)


def kinds(items: list[Item]) -> list[object]:
    return [item.get("request_kind") for item in items]


#: DeliverMeetingRequests -> what bob's inbox has, what his Deleted Items have, how many copies carol gets
DELIVERED = {
    "DelegatesOnly": ([], [RequestKind.NEW_MEETING_REQUEST], 1),
    "DelegatesAndMe": ([RequestKind.NEW_MEETING_REQUEST], [], 1),
    "DelegatesAndSendInformationToMe": ([RequestKind.PRINCIPAL_WANTS_COPY], [], 1),
    "NoForward": ([RequestKind.NEW_MEETING_REQUEST], [], 0),
}


@pytest.mark.parametrize("delivery", DELIVERED)
def test_a_request_is_delivered_as_chosen(meetings: Meetings, delivery: str) -> None:
    chosen = meetings.ews(
        f"<m:UpdateDelegate><m:Mailbox><t:EmailAddress>{BOB}</t:EmailAddress></m:Mailbox>"
        f"<m:DeliverMeetingRequests>{delivery}</m:DeliverMeetingRequests></m:UpdateDelegate>",
        meetings.bob,
    )
    assert chosen.codes == ["NoError"]
    meetings.invite(BOB)
    in_inbox, deleted, copies = DELIVERED[delivery]
    assert kinds(meetings.items(meetings.bob)) == in_inbox
    assert kinds(meetings.items(meetings.bob, "deleteditems")) == deleted
    assert len(meetings.items(meetings.carol)) == copies
    assert meetings.the(meetings.bob, "calendar").get("my_response").value == "none_received"
    assert meetings.items(meetings.carol, "calendar") == []


def test_the_copy_says_for_whom_it_was_received(meetings: Meetings) -> None:
    meetings.invite(BOB)
    answer = meetings.get(meetings.the(meetings.carol), meetings.carol)
    assert answer.texts(".//t:IsDelegated") == ["true"]
    assert answer.texts(".//t:MeetingRequestType") == ["NewMeetingRequest"]
    assert answer.texts(".//t:ReceivedBy//t:EmailAddress") == [meetings.carol.address]
    assert answer.texts(".//t:ReceivedRepresenting//t:EmailAddress") == [BOB]
    assert answer.texts(".//t:From//t:EmailAddress") == [meetings.alice.address]
    assert answer.all(".//t:ResponseObjects/t:AcceptItem") == []
    own = meetings.get(meetings.the(meetings.bob), meetings.bob)
    assert own.texts(".//t:MeetingRequestType") == ["PrincipalWantsCopy"]
    assert own.texts(".//t:ReceivedRepresenting//t:EmailAddress") == [BOB]


@pytest.mark.parametrize("name", ["AcceptItem", "TentativelyAcceptItem", "DeclineItem"])
def test_the_copy_itself_is_not_answered(meetings: Meetings, name: str) -> None:
    meetings.invite(BOB)
    answer = meetings.respond(name, meetings.the(meetings.carol), meetings.carol)
    verb = name.removesuffix("Item").removesuffix("lyAccept")
    assert answer.codes == [f"ErrorCalendarIsDelegatedFor{verb}"]
    assert meetings.the(meetings.bob, "calendar").get("my_response").value == "none_received"


@pytest.mark.parametrize(("name", "response"), [("AcceptItem", "Accept"), ("DeclineItem", "Decline")])
def test_the_delegate_answers_for_the_owner(meetings: Meetings, name: str, response: str) -> None:
    plan = meetings.invite(BOB)
    answer = meetings.respond(name, meetings.the(meetings.bob, "calendar"), meetings.carol)
    assert answer.codes == ["NoError"]
    [told] = meetings.items(meetings.alice)
    assert (told.get("from_").address, told.get("sender").address) == (BOB, meetings.carol.address)
    assert meetings.attendee(plan, BOB).response.value == {"Accept": "accepted", "Decline": "declined"}[response]
    assert len(meetings.items(meetings.bob, "calendar")) == (name == "AcceptItem")


def test_who_may_only_look_at_the_calendar_answers_nothing(meetings: Meetings) -> None:
    meetings.tenant.rights.add_folder_permission("bob", "calendar", "carol", "Reviewer")
    meetings.invite(BOB)
    answer = meetings.respond("AcceptItem", meetings.the(meetings.bob, "calendar"), meetings.carol)
    assert answer.codes == ["ErrorAccessDenied"]


def test_cancellations_and_answers_are_copied_too(meetings: Meetings) -> None:
    plan = meetings.invite(BOB)
    meetings.delete(plan, "SendToAllAndSaveCopy")
    assert [item.item_class for item in meetings.items(meetings.carol)] == [
        "IPM.Schedule.Meeting.Request",
        "IPM.Schedule.Meeting.Canceled",
    ]
    removed = meetings.respond("RemoveItem", meetings.items(meetings.carol)[1], meetings.carol)
    assert removed.codes == ["ErrorCalendarIsDelegatedForRemove"]


def test_a_private_meeting_is_for_its_owner(meetings: Meetings) -> None:
    meetings.invite(BOB, times="<t:Sensitivity>Private</t:Sensitivity>" + times())
    assert meetings.items(meetings.carol) == []
    assert kinds(meetings.items(meetings.bob)) == [RequestKind.NEW_MEETING_REQUEST]


def times() -> str:
    return "<t:Start>2027-01-05T10:00:00Z</t:Start><t:End>2027-01-05T11:00:00Z</t:End>"


def test_mail_and_delegates_who_want_none_are_left_alone(meetings: Meetings) -> None:
    meetings.tenant.rights.deliver_meeting_messages("bob", "delegates_only")
    meetings.tenant.rights.add_delegate("bob", "carol")
    meetings.invite(BOB)
    assert meetings.items(meetings.carol) == []
    # Without anybody who gets it, the owner does not lose it.
    assert len(meetings.items(meetings.bob)) == 1


def test_a_copy_is_not_copied_again(meetings: Meetings) -> None:
    meetings.tenant.rights.add_delegate("carol", "bob", receives_meeting_messages=True)
    meetings.invite(BOB)
    assert len(meetings.items(meetings.carol)) == len(meetings.items(meetings.bob)) == 1


def test_a_full_mailbox_of_a_delegate_stays_without(meetings: Meetings) -> None:
    meetings.tenant.mailbox("carol").receive_limit = 10
    meetings.invite(BOB)
    assert meetings.items(meetings.carol) == []
    assert len(meetings.items(meetings.bob)) == 1


def test_there_is_no_other_choice(meetings: Meetings) -> None:
    with pytest.raises(ValueError, match="delegates_only"):
        meetings.tenant.rights.deliver_meeting_messages("bob", "delegates_alone")
