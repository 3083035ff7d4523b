"""What an attendee answers, and what the organizer then sees (MS-OXWSMTGS, first scenario)."""

import pytest

from tests.protocols.ews.requirements.asking import get
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.meetings import FRIDAYS, invited, only, response, seen, within
from tests.protocols.ews.requirements.wire import EwsOverTls

#: Response object -> the response that it makes.
RESPONSES = {"AcceptItem": "Accept", "TentativelyAcceptItem": "Tentative", "DeclineItem": "Decline"}
PROPOSAL = "<t:ProposedStart>2030-03-02T09:00:00Z</t:ProposedStart><t:ProposedEnd>2030-03-02T11:00:00Z</t:ProposedEnd>"


@pytest.mark.parametrize("name", RESPONSES)
@holds("MS-OXWSMTGS", 81, 82, 83, 138, 139, 140, 141, 204, 205, 271, 365, 489, 512)
def test_an_answer_is_tracked(ews: EwsOverTls, name: str) -> None:
    item = invited(ews)
    request = only(ews, "inbox", ews.bob)
    assert ews(response(name, request), ews.bob).codes == ["NoError"]
    if name == "DeclineItem":
        assert within(ews, "calendar", ews.bob) == []
    else:
        theirs = seen(ews, "calendar", ews.bob)
        assert theirs.value(".//t:MyResponseType") == RESPONSES[name]
        assert theirs.value(".//t:AppointmentReplyTime").endswith("Z")
    arrived = seen(ews, "inbox")
    assert arrived.value(".//t:MeetingResponse/t:ResponseType") == RESPONSES[name]
    mine = ews(get(item))
    assert mine.value(".//t:Attendee/t:ResponseType") == RESPONSES[name]
    assert mine.value(".//t:Attendee/t:LastResponseTime").endswith("Z")
    assert mine.value(".//t:Attendee/t:Mailbox/t:EmailAddress") == ews.bob.address
    assert len(within(ews, "sentitems", ews.bob)) == 1


@holds("MS-OXWSMTGS", 79, 80, 84, 137, 1282)
def test_before_anybody_has_answered(ews: EwsOverTls) -> None:
    invited(ews)
    mine, theirs = seen(ews, "calendar"), seen(ews, "calendar", ews.bob)
    assert mine.value(".//t:MyResponseType") == "Organizer"
    assert mine.texts(".//t:Attendee/t:ResponseType") == ["Unknown"]
    assert theirs.value(".//t:MyResponseType") == "NoResponseReceived"
    assert seen(ews, "inbox", ews.bob).value(".//t:MeetingRequest/t:ResponseType") == "NoResponseReceived"
    for shown in (mine, theirs):
        assert shown.value(".//t:Attendee/t:Mailbox/t:EmailAddress") == ews.bob.address
        assert shown.value(".//t:Attendee/t:Mailbox/t:RoutingType") == "SMTP"
        assert shown.value(".//t:Attendee/t:Mailbox/t:MailboxType") == "Mailbox"
        assert shown.value(".//t:DisplayTo") == shown.value(".//t:Attendee/t:Mailbox/t:Name") != ""


@pytest.mark.parametrize("name", RESPONSES)
@holds("MS-OXWSMTGS", 1042, 1044, 1284, 1334, 1336)
def test_another_time_is_proposed(ews: EwsOverTls, name: str) -> None:
    item = invited(ews)
    assert ews(response(name, only(ews, "inbox", ews.bob), PROPOSAL), ews.bob).codes == ["NoError"]
    for shown in (seen(ews, "inbox").find(".//t:MeetingResponse"), ews(get(item)).find(".//t:Attendee")):
        kept = {child.tag.rpartition("}")[2]: child.text for child in shown}
        assert (kept["ProposedStart"], kept["ProposedEnd"]) == ("2030-03-02T09:00:00Z", "2030-03-02T11:00:00Z")


@holds("MS-OXWSMTGS", 1292, 1355)
@holds("MS-OXWSCORE", 2135, 2302)
def test_a_request_may_be_answered_with_another_time(ews: EwsOverTls) -> None:
    invited(ews)
    offered = [one.tag.rpartition("}")[2] for one in seen(ews, "inbox", ews.bob).all(".//t:ResponseObjects/*")]
    assert "ProposeNewTime" in offered
    assert {"AcceptItem", "TentativelyAcceptItem", "DeclineItem"} < set(offered)


@holds("MS-OXWSMTGS", 906, 907, 908)
def test_what_an_answer_says_of_the_meeting(ews: EwsOverTls) -> None:
    invited(ews, before="<t:Location>Lake</t:Location>")
    ews(response("AcceptItem", only(ews, "inbox", ews.bob)), ews.bob)
    shown = seen(ews, "inbox")
    assert shown.value(".//t:MeetingResponse/t:Start") == "2030-03-01T09:00:00Z"
    assert shown.value(".//t:MeetingResponse/t:End") == "2030-03-01T10:00:00Z"
    assert shown.value(".//t:MeetingResponse/t:Location") == "Lake"
    assert shown.value(".//t:MeetingResponse/t:CalendarItemType") == "Single"


@holds("MS-OXWSMTGS", 909)
def test_a_series_is_answered(ews: EwsOverTls) -> None:
    invited(ews, after=FRIDAYS)
    ews(response("AcceptItem", only(ews, "inbox", ews.bob)), ews.bob)
    shown = seen(ews, "inbox")
    assert shown.value(".//t:MeetingResponse/t:Recurrence//t:DaysOfWeek") == "Friday"
    assert shown.value(".//t:MeetingResponse/t:CalendarItemType") == "RecurringMaster"
