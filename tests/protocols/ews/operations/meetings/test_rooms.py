"""A room answers at once: what it accepts, what it declines, and what its calendar shows."""

from datetime import UTC, datetime

import pytest

from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from tests.protocols.ews.operations.meetings.meetings import BOB, Meetings

ROOM = "room@contoso.onmicrosoft.com"


@pytest.fixture
def room(meetings: Meetings) -> object:
    return meetings.tenant.add_room("room")


def answer_of(meetings: Meetings) -> Response | None:
    [item] = [one for one in meetings.items(meetings.alice, "calendar") if one.subject == "Plan"]
    [resource] = item.get("resources")
    response: Response | None = resource.response
    return response


def test_a_room_that_is_free_is_booked(meetings: Meetings, room: object) -> None:
    item = meetings.invite(BOB, resources=[ROOM])
    assert answer_of(meetings) is Response.ACCEPTED
    [booked] = meetings.tenant.mailbox("room").messages("calendar")
    assert (booked.subject, booked.body.strip()) == ("Alice", "")
    assert booked.get("free_busy_status") is FreeBusyStatus.BUSY
    response = meetings.the(meetings.alice)
    assert (response.subject, response.sender) == ("Accepted: Plan", ROOM)
    assert meetings.tenant.mailbox("room").messages() == []
    # A room that is taken out is free again.
    meetings.delete(item, "SendOnlyToAll")
    assert booked.get("free_busy_status") is FreeBusyStatus.FREE


def test_a_room_that_is_taken_declines(meetings: Meetings, room: object) -> None:
    meetings.invite(resources=[ROOM])
    answer = meetings.create(
        resources=[ROOM], times="<t:Start>2027-01-05T10:30:00Z</t:Start><t:End>2027-01-05T11:30:00Z</t:End>"
    )
    assert answer.codes == ["NoError"]
    assert [one.subject for one in meetings.items(meetings.alice)] == ["Accepted: Plan", "Declined: Plan"]
    assert len(meetings.tenant.mailbox("room").messages("calendar")) == 1
    # Right behind it there is nobody.
    meetings.create(
        resources=[ROOM], times="<t:Start>2027-01-05T11:00:00Z</t:Start><t:End>2027-01-05T12:00:00Z</t:End>"
    )
    assert [one.subject for one in meetings.items(meetings.alice)][-1] == "Accepted: Plan"


@pytest.mark.parametrize(("times", "reason"), [
    ("<t:Start>2027-01-05T10:00:00Z</t:Start><t:End>2027-01-07T10:00:00Z</t:End>", "longer than 1440 minutes"),
    ("<t:Start>2029-01-05T10:00:00Z</t:Start><t:End>2029-01-05T11:00:00Z</t:End>", "more than 180 days"),
    ("<t:Start>2020-01-05T10:00:00Z</t:Start><t:End>2020-01-05T11:00:00Z</t:End>", "in the past"),
])  # fmt: skip
def test_what_a_room_does_not_take(meetings: Meetings, room: object, times: str, reason: str) -> None:
    meetings.invite(resources=[ROOM], times=times)
    assert answer_of(meetings) is Response.DECLINED
    assert reason in meetings.the(meetings.alice).body


def test_switches_change_that(meetings: Meetings) -> None:
    meetings.tenant.add_room("room", allow_conflicts=True, delete_subject=False, delete_comments=False)
    meetings.invite(resources=[ROOM])
    meetings.create(resources=[ROOM])
    booked = meetings.tenant.mailbox("room").messages("calendar")
    assert [one.subject for one in booked] == ["Alice Plan", "Alice Plan"]
    assert booked[0].body.strip() == "Bring ideas."


def test_a_person_may_answer_like_a_room(meetings: Meetings) -> None:
    meetings.bob.automate_processing = "AutoAccept"
    item = meetings.invite(BOB)
    assert meetings.attendee(item, BOB).response is Response.ACCEPTED


def series(days: int | None = 5) -> str:
    """Return a recurrence from the day of the meeting on; None: without end."""
    range_, count = ("NoEndRecurrence", "") if days is None else (
        "NumberedRecurrence", f"<t:NumberOfOccurrences>{days}</t:NumberOfOccurrences>"
    )  # fmt: skip
    return (
        "<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>"
        f"<t:{range_}><t:StartDate>2027-01-05</t:StartDate>{count}</t:{range_}></t:Recurrence>"
    )


@pytest.mark.parametrize(("begins", "ends", "expected"), [
    ("10:30", "11:30", "Declined: Plan"), ("09:00", "12:00", "Declined: Plan"), ("11:00", "12:00", "Accepted: Plan"),
])  # fmt: skip
def test_a_series_is_declined_when_the_room_is_taken_at_one_of_it(
    meetings: Meetings, room: object, begins: str, ends: str, expected: str
) -> None:
    times = f"<t:Start>2027-01-08T{begins}:00Z</t:Start><t:End>2027-01-08T{ends}:00Z</t:End>"
    meetings.create(resources=[ROOM], times=times)
    meetings.create(resources=[ROOM], last=series())
    assert [one.subject for one in meetings.items(meetings.alice)] == ["Accepted: Plan", expected]


@pytest.mark.parametrize(("days", "expected"), [
    (140, Response.ACCEPTED), (200, Response.DECLINED), (None, Response.DECLINED)
])  # fmt: skip
def test_a_series_is_declined_when_it_goes_on_for_too_long(
    meetings: Meetings, room: object, days: int | None, expected: Response
) -> None:
    # The booking window ends 180 days from now.
    meetings.tenant.clock.freeze(datetime(2026, 12, 1, tzinfo=UTC))
    meetings.invite(resources=[ROOM], last=series(days))
    assert answer_of(meetings) is expected
