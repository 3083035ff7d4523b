"""Answers to meetings that are refused: by whom, of what, and how."""

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.meetings.meetings import BOB, Meetings

ANSWERS = ["AcceptItem", "TentativelyAcceptItem", "DeclineItem"]
ALL = [*ANSWERS, "CancelCalendarItem", "RemoveItem"]
SUFFIXES = {"AcceptItem": "Accept", "TentativelyAcceptItem": "Tentative", "DeclineItem": "Decline"}


@pytest.mark.parametrize("name", ALL)
def test_without_a_reference(ews: Ews, name: str) -> None:
    answer = ews(f'<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:{name}/></m:Items></m:CreateItem>')
    assert answer.codes == ["ErrorMissingInformationReferenceItemId"]


@pytest.mark.parametrize("name", [*ANSWERS, "CancelCalendarItem"])
def test_without_a_disposition(meetings: Meetings, name: str) -> None:
    item = meetings.invite(BOB)
    assert meetings.respond(name, item, meetings.alice, disposition="").codes == ["ErrorMessageDispositionRequired"]


@pytest.mark.parametrize("name", ALL)
def test_of_what_is_gone(meetings: Meetings, name: str) -> None:
    meetings.invite(BOB)
    request = meetings.the(meetings.bob)
    meetings.tenant.mailbox("bob").items.delete([request])
    assert meetings.respond(name, request).codes == ["ErrorItemNotFound"]


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("invited", [(BOB,), ()])
def test_by_the_organizer(meetings: Meetings, name: str, invited: tuple[str, ...]) -> None:
    item = meetings.invite(*invited)
    answer = meetings.respond(name, item, meetings.alice)
    assert answer.codes == [f"ErrorCalendarIsOrganizerFor{SUFFIXES[name]}"]
    assert "organizer" in answer.value(".//m:MessageText")
    assert item in meetings.items(meetings.alice, "calendar")


def test_removed_by_the_organizer(meetings: Meetings) -> None:
    item = meetings.invite(BOB)
    meetings.respond("CancelCalendarItem", item, meetings.alice)
    assert meetings.respond("RemoveItem", item, meetings.alice).codes == ["ErrorCalendarIsOrganizerForRemove"]
    sent = meetings.items(meetings.alice, "sentitems")[-1]
    assert meetings.respond("RemoveItem", sent, meetings.alice).codes == ["ErrorCalendarIsOrganizerForRemove"]


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("by", ["deleteditems", "calendar"])
def test_after_a_cancellation(meetings: Meetings, name: str, by: str) -> None:
    item = meetings.invite(BOB)
    meetings.respond("CancelCalendarItem", item, meetings.alice)
    answer = meetings.respond(name, meetings.the(meetings.bob, by))
    assert answer.codes == [f"ErrorCalendarIsCancelledFor{SUFFIXES[name]}"]


@pytest.mark.parametrize(("name", "code"), [
    ("AcceptItem", "ErrorInvalidItemForOperationAcceptItem"),
    ("TentativelyAcceptItem", "ErrorInvalidItemForOperationTentative"),
    ("DeclineItem", "ErrorInvalidItemForOperationDeclineItem"),
    ("CancelCalendarItem", "ErrorInvalidItemForOperationCancelItem"),
    ("RemoveItem", "ErrorInvalidItemForOperationRemoveItem"),
])  # fmt: skip
def test_of_another_kind(meetings: Meetings, name: str, code: str) -> None:
    mail = meetings.tenant.mailbox("bob").deliver(subject="Hello")
    assert meetings.respond(name, mail).codes == [code]


def test_of_the_other_kind_of_meeting_item(meetings: Meetings) -> None:
    meetings.invite(BOB)
    request, appointment = meetings.the(meetings.bob), meetings.the(meetings.bob, "calendar")
    assert meetings.respond("CancelCalendarItem", request).codes == ["ErrorInvalidItemForOperationCancelItem"]
    assert meetings.respond("CancelCalendarItem", appointment).codes == ["ErrorCalendarIsNotOrganizer"]
    assert meetings.respond("RemoveItem", appointment).codes == ["ErrorInvalidItemForOperationRemoveItem"]


def test_cancelled_without_attendees(meetings: Meetings) -> None:
    item = meetings.invite()
    assert meetings.respond("CancelCalendarItem", item, meetings.alice).codes == ["ErrorInvalidRecipients"]
    assert meetings.the(meetings.alice, "calendar") is item


@pytest.mark.parametrize(("proposal", "code"), [
    ("<t:ProposedStart>2027-01-05T14:00:00Z</t:ProposedStart>", "ErrorInvalidRequest"),
    (
        "<t:ProposedStart>2027-01-05T14:00:00Z</t:ProposedStart><t:ProposedEnd>2027-01-05T13:00:00Z</t:ProposedEnd>",
        "ErrorCalendarEndDateIsEarlierThanStartDate",
    ),
])  # fmt: skip
def test_with_half_a_proposal_or_one_that_cannot_be(meetings: Meetings, proposal: str, code: str) -> None:
    meetings.invite(BOB)
    assert meetings.respond("TentativelyAcceptItem", meetings.the(meetings.bob), after=proposal).codes == [code]


def test_with_a_proposal_where_none_is_wanted(meetings: Meetings) -> None:
    meetings.invite(BOB, last="<t:AllowNewTimeProposal>false</t:AllowNewTimeProposal>")
    request = meetings.the(meetings.bob)
    assert "ProposeNewTime" not in meetings.words(meetings.get(request, meetings.bob))
    times = "<t:ProposedStart>2027-01-05T14:00:00Z</t:ProposedStart><t:ProposedEnd>2027-01-05T15:00:00Z</t:ProposedEnd>"
    assert meetings.respond("AcceptItem", request, after=times).codes == ["ErrorInvalidOperation"]
    assert meetings.respond("AcceptItem", request).codes == ["NoError"]


@pytest.mark.parametrize("name", ["MeetingRequest", "MeetingResponse", "MeetingCancellation", "MeetingMessage"])
def test_made_by_a_client(ews: Ews, name: str) -> None:
    answer = ews(
        f'<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:{name}><t:Subject>x</t:Subject></t:{name}></m:Items>'
        "</m:CreateItem>"
    )
    assert answer.codes == ["ErrorInvalidItemForOperationCreateItem"]


def test_with_an_item_attached(meetings: Meetings) -> None:
    meetings.invite(BOB)
    attached = (
        "<t:Attachments><t:ItemAttachment><t:Name>n</t:Name><t:Message><t:Subject>x</t:Subject></t:Message>"
        "</t:ItemAttachment></t:Attachments>"
    )
    answer = meetings.respond("AcceptItem", meetings.the(meetings.bob), before=attached)
    assert answer.codes == ["ErrorInvalidOperation"]


def test_with_a_file_attached(meetings: Meetings) -> None:
    meetings.invite(BOB)
    attached = (
        "<t:Attachments><t:FileAttachment><t:Name>map.txt</t:Name><t:Content>eA==</t:Content></t:FileAttachment>"
        "</t:Attachments>"
    )
    assert meetings.respond("AcceptItem", meetings.the(meetings.bob), before=attached).codes == ["NoError"]
    assert [file.name for file in meetings.the(meetings.alice).attachments] == ["map.txt"]


def test_by_who_may_only_read(meetings: Meetings) -> None:
    meetings.invite(BOB)
    appointment = meetings.the(meetings.bob, "calendar")
    meetings.tenant.rights.add_folder_permission("bob", "calendar", "carol", "Reviewer")
    assert meetings.respond("AcceptItem", appointment, meetings.carol).codes == ["ErrorAccessDenied"]
