"""Series of others in a reader's calendar: what was done with single ones of it, and what comes by mail."""

from datetime import UTC, datetime

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.scheduling.series import take_in
from tests.tenant.exchange.scheduling.invitation import meeting_message
from tests.world import World

DAILY = "RRULE:FREQ=DAILY;COUNT=5\n"


@pytest.fixture
def world() -> World:
    return World.of("bob", frozen=True)


@pytest.fixture
def bob(world: World) -> Mailbox:
    return world.mailbox("bob")


def start_on(day: int) -> datetime:
    return datetime(2027, 1, day, 10, tzinfo=UTC)


def one(day: int, more: str = "", **options: object) -> bytes:
    """Return a request for one of the series."""
    at = f"202701{day:02d}T100000Z"
    options = {"start": at, "end": f"202701{day:02d}T110000Z", **options}
    return meeting_message(more=f"RECURRENCE-ID:{at}\n{more}", **options)  # type: ignore[arg-type]


def shown(bob: Mailbox, day: int) -> Item | None:
    return bob.meetings.appointment("1234@example.com", start_on(day))


def answer(world: World, bob: Mailbox, day: int, response: Response) -> None:
    item = shown(bob, day)
    assert item is not None
    if response is Response.DECLINED:
        bob.calendar.delete(item)
    else:
        bob.calendar.update(item, {"my_response": response})


def test_what_was_declined_stays_out_and_what_was_answered_stays_answered(world: World, bob: Mailbox) -> None:
    bob.deliver(meeting_message(more=DAILY))
    answer(world, bob, 6, Response.DECLINED)
    answer(world, bob, 7, Response.TENTATIVE)
    bob.deliver(meeting_message(more=DAILY, summary="Speech", sequence=1))
    assert shown(bob, 6) is None
    kept = shown(bob, 7)
    assert kept is not None
    assert (kept.subject, kept.get("my_response")) == ("Speech", Response.TENTATIVE)


def test_another_time_of_the_series_asks_anew(world: World, bob: Mailbox) -> None:
    bob.deliver(meeting_message(more=DAILY))
    answer(world, bob, 6, Response.DECLINED)
    answer(world, bob, 7, Response.TENTATIVE)
    bob.deliver(meeting_message(more=DAILY, end="20270105T120000Z", sequence=1))
    assert [item.get("my_response") for day in (6, 7) if (item := shown(bob, day))] == [Response.NONE_RECEIVED] * 2


def test_what_the_organizer_changes_in_one_comes_back(world: World, bob: Mailbox) -> None:
    bob.deliver(meeting_message(more=DAILY))
    answer(world, bob, 6, Response.DECLINED)
    # Neither an old one nor somebody else's brings it back.
    bob.deliver(one(6))
    bob.deliver(one(6, sequence=1, sender="mallory@example.com", organizer="mallory@example.com"))
    assert shown(bob, 6) is None
    bob.deliver(one(6, "LOCATION:Room 2\n", sequence=1))
    back = shown(bob, 6)
    assert back is not None
    assert (back.get("location"), back.get("my_response")) == ("Room 2", Response.NONE_RECEIVED)
    assert len(bob.messages("calendar")) == 1


def test_two_of_a_series_without_the_others_are_two(bob: Mailbox) -> None:
    bob.deliver(one(6))
    bob.deliver(one(8))
    bob.deliver(one(8, "LOCATION:Room 2\n", sequence=1))
    found = {item.get("recurrence_id"): item.get("location") for item in bob.messages("calendar")}
    assert found == {start_on(6): None, start_on(8): "Room 2"}
    bob.deliver(meeting_message("CANCEL", sequence=2, more="RECURRENCE-ID:20270106T100000Z\n"))
    assert {item.get("recurrence_id"): item.get("is_cancelled") for item in bob.messages("calendar")} == {
        start_on(6): True,
        start_on(8): False,
    }


def test_the_whole_takes_them_in(world: World, bob: Mailbox) -> None:
    bob.deliver(one(6))
    answer(world, bob, 6, Response.ACCEPTED)
    bob.deliver(meeting_message(more=DAILY, sequence=1))
    [whole] = bob.messages("calendar")
    taken = shown(bob, 6)
    assert taken is not None
    assert taken.get("my_response") is Response.ACCEPTED
    take_in(bob, whole)
    assert bob.messages("calendar") == [whole]
