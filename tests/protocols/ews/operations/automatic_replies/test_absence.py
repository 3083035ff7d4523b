"""What the newer settings of automatic replies do to a calendar."""

from datetime import UTC, datetime, timedelta

import pytest

from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.operations.meetings.meetings import BOB, Meetings
from tests.world import World

AWAY = (
    "<t:Duration><t:StartTime>2027-01-04T00:00:00Z</t:StartTime>"
    "<t:EndTime>2027-01-09T00:00:00Z</t:EndTime></t:Duration>"
)
REPLIES = (
    "<t:InternalReply><t:Message>Away</t:Message></t:InternalReply>"
    "<t:ExternalReply><t:Message>Away</t:Message></t:ExternalReply>"
)
WORDS = "<t:DeclineMeetingReply><t:Message>On holiday</t:Message></t:DeclineMeetingReply>"
DECLINES = "<t:DeclineEventsForScheduledOOF>true</t:DeclineEventsForScheduledOOF>"
ALL = f"{DECLINES}<t:DeclineAllEventsForScheduledOOF>true</t:DeclineAllEventsForScheduledOOF>"
EVENT = "<t:CreateOOFEvent>true</t:CreateOOFEvent><t:OOFEventSubject>Holiday</t:OOFEventSubject>"
FUTURE = "<t:AutoDeclineFutureRequestsWhenOOF>true</t:AutoDeclineFutureRequestsWhenOOF>"


@pytest.fixture
def world() -> World:
    world = World.of("alice", "bob", "carol")
    world.tenant.clock.freeze(datetime(2027, 1, 1, tzinfo=UTC))
    return world


@pytest.fixture
def meetings(ews: Ews) -> Meetings:
    return Meetings(ews)


def put(meetings: Meetings, rest: str, state: str = "Scheduled") -> Answer:
    """Bob is away."""
    return meetings.ews(
        f"<m:SetUserOofSettingsRequest><t:Mailbox><t:Address>{BOB}</t:Address></t:Mailbox><t:UserOofSettings>"
        f"<t:OofState>{state}</t:OofState><t:ExternalAudience>All</t:ExternalAudience>{AWAY}{REPLIES}{rest}"
        "</t:UserOofSettings></m:SetUserOofSettingsRequest>",
        meetings.bob,
    )


def got(meetings: Meetings) -> Answer:
    return meetings.ews(
        f"<m:GetUserOofSettingsRequest><t:Mailbox><t:Address>{BOB}</t:Address></t:Mailbox>"
        "</m:GetUserOofSettingsRequest>",
        meetings.bob,
    )


def test_all_that_is_in_the_calendar_is_declined(meetings: Meetings) -> None:
    plan = meetings.invite(BOB)
    meetings.create(meetings.carol.address, user=meetings.bob)
    meetings.create(user=meetings.bob, send="SendToNone")
    later = "<t:Start>2027-01-09T00:00:00Z</t:Start><t:End>2027-01-09T01:00:00Z</t:End>"
    meetings.create(user=meetings.bob, send="SendToNone", times=later)
    assert put(meetings, WORDS + ALL).codes == ["NoError"]
    assert meetings.the(meetings.bob, "calendar").get("start") == datetime(2027, 1, 9, tzinfo=UTC)
    assert meetings.attendee(plan, BOB).response.value == "declined"
    [told] = meetings.items(meetings.alice)
    assert "On holiday" in told.get("text_body")
    assert meetings.items(meetings.carol)[-1].get("subject") == "Canceled: Plan"


def named(event_id: str) -> str:
    return f"<t:EventsToDeleteIDs><t:EventToDeleteID>{event_id}</t:EventToDeleteID></t:EventsToDeleteIDs>"


def test_single_events_are_declined(meetings: Meetings) -> None:
    meetings.create(user=meetings.bob, send="SendToNone")
    meetings.create(user=meetings.bob, send="SendToNone")
    one, other = meetings.items(meetings.bob, "calendar")
    ids = named(one.item_id)
    assert put(meetings, DECLINES + ids).codes == ["NoError"]
    assert meetings.items(meetings.bob, "calendar") == [other]
    assert put(meetings, DECLINES + ids).codes == ["ErrorItemNotFound"]
    folder = meetings.tenant.mailbox("bob").folders.distinguished("calendar").folder_id
    assert put(meetings, DECLINES + named(folder)).codes == ["ErrorInvalidIdMalformed"]


def test_one_of_a_series_is_declined(meetings: Meetings) -> None:
    weekly = (
        "<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence>"
        "<t:StartDate>2027-01-05</t:StartDate><t:NumberOfOccurrences>9</t:NumberOfOccurrences></t:NumberedRecurrence>"
        "</t:Recurrence>"
    )
    meetings.create(BOB, last=weekly)
    assert put(meetings, ALL).codes == ["NoError"]
    start = datetime(2027, 1, 1, tzinfo=UTC)
    left = meetings.tenant.mailbox("bob").calendar.view("calendar", start, start + timedelta(days=30))
    assert [one.get("start").day for one in left] == [9, 10, 11, 12, 13]


def test_the_absence_is_in_the_calendar_as_long_as_it_is_planned(meetings: Meetings) -> None:
    assert put(meetings, EVENT).codes == ["NoError"]
    event = meetings.the(meetings.bob, "calendar")
    assert (event.get("subject"), event.get("free_busy_status")) == ("Holiday", FreeBusyStatus.OUT_OF_OFFICE)
    assert (event.get("start").day, event.get("end").day) == (4, 9)
    told = got(meetings)
    assert told.texts(".//t:OOFEventID") == [event.item_id]
    assert told.texts(".//t:CreateOOFEvent") == ["true"]
    assert told.texts(".//t:OOFEventSubject") == ["Holiday"]
    # It is not declined itself, and there is one.
    named = f"<t:OOFEventID>{event.item_id}</t:OOFEventID>"
    assert put(meetings, ALL + EVENT.replace("Holiday", "Ski") + named).codes == ["NoError"]
    assert meetings.the(meetings.bob, "calendar").get("subject") == "Ski"
    assert put(meetings, "", state="Disabled").codes == ["NoError"]
    assert meetings.items(meetings.bob, "calendar") == []
    assert got(meetings).texts(".//t:OOFEventID") == []


def test_an_event_that_its_owner_has_removed_is_made_again(meetings: Meetings) -> None:
    put(meetings, EVENT)
    meetings.delete(meetings.the(meetings.bob, "calendar"), "SendToNone", meetings.bob, mode="HardDelete")
    assert put(meetings, EVENT).codes == ["NoError"]
    assert len(meetings.items(meetings.bob, "calendar")) == 1


def test_new_requests_are_declined_during_the_absence(meetings: Meetings) -> None:
    put(meetings, WORDS + FUTURE)
    plan = meetings.invite(BOB)
    assert meetings.attendee(plan, BOB).response.value == "unknown"
    meetings.tenant.clock.freeze(datetime(2027, 1, 4, tzinfo=UTC))
    meetings.create(BOB)
    second = meetings.items(meetings.alice, "calendar")[-1]
    assert meetings.attendee(second, BOB).response.value == "declined"
    assert meetings.items(meetings.bob, "deleteditems")[-1].get("subject") == "Plan"
    assert got(meetings).texts(".//t:AutoDeclineFutureRequestsWhenOOF") == ["true"]


@pytest.mark.parametrize(
    ("state", "rest"),
    [
        ("Enabled", EVENT),
        ("Enabled", FUTURE),
        ("Disabled", ALL),
        ("Scheduled", "<t:DeclineAllEventsForScheduledOOF>true</t:DeclineAllEventsForScheduledOOF>"),
        ("Scheduled", named("AAAA")),
        ("Scheduled", f"{EVENT}<t:OOFEventID>AAAA</t:OOFEventID>"),
    ],
)
def test_what_does_not_go_together(meetings: Meetings, state: str, rest: str) -> None:
    assert put(meetings, rest, state).codes == ["ErrorInvalidUserOofSettings"]
    assert got(meetings).value(".//t:OofState") == "Disabled"


def test_what_is_not_asked_for_is_not_returned(meetings: Meetings) -> None:
    off = "<t:CreateOOFEvent>false</t:CreateOOFEvent>"
    assert put(meetings, "").codes == ["NoError"]
    assert got(meetings).all(".//t:OofSettings/t:CreateOOFEvent") == []
    assert put(meetings, off, "Enabled").codes == ["NoError"]
    assert got(meetings).texts(".//t:CreateOOFEvent") == ["false"]
    assert put(meetings, "<t:CreateOOFEvent>perhaps</t:CreateOOFEvent>").status == 500
