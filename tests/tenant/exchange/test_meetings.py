"""Which items are about the same meeting."""

from datetime import UTC, datetime, timedelta

from fakeserver.tenant.exchange.mailbox import Mailbox
from tests.world import World

START = datetime(2027, 1, 5, 10, tzinfo=UTC)


def appointment(mailbox: Mailbox, uid: str = "u", folder: str = "calendar", **properties: object) -> object:
    times = {"start": START, "end": START + timedelta(hours=1)}
    where = mailbox.folders.distinguished(folder)
    return mailbox.items.add(where, "IPM.Appointment", {"uid": uid, **times, **properties})


def test_an_appointment_is_found_by_its_uid_wherever_it_came_from() -> None:
    mailbox = World.of("alice").mailbox()
    assert mailbox.meetings.appointment("u") is None
    first = appointment(mailbox)
    assert mailbox.meetings.appointment("u") is first
    assert mailbox.meetings.appointment("other") is None
    second = appointment(mailbox)
    assert mailbox.meetings.appointment("u") is second
    mailbox.items.delete([second])  # type: ignore[list-item]
    assert mailbox.meetings.appointment("u") is first


def test_what_lies_elsewhere_is_in_no_calendar() -> None:
    mailbox = World.of("alice").mailbox()
    item = appointment(mailbox, folder="deleteditems")
    assert mailbox.meetings.appointment("u") is None
    assert mailbox.meetings.appointments("u") == [item]
    mailbox.items.move([item], mailbox.folders.distinguished("calendar"))  # type: ignore[list-item]
    assert mailbox.meetings.appointment("u") is item


def test_another_uid_is_noticed() -> None:
    mailbox = World.of("alice").mailbox()
    item = appointment(mailbox)
    assert mailbox.meetings.appointment("u") is item
    mailbox.items.update(item, {"uid": "v"})  # type: ignore[arg-type]
    assert mailbox.meetings.appointment("u") is None
    assert mailbox.meetings.appointment("v") is item


def test_the_index_is_right_after_the_tenant_was_put_back() -> None:
    world = World.of("alice")
    mailbox = world.mailbox()
    kept = appointment(mailbox)
    assert mailbox.meetings.appointment("u") is kept
    snapshot = world.tenant.snapshot()
    mailbox.items.delete([kept])  # type: ignore[list-item]
    later = appointment(mailbox, "v")
    assert mailbox.meetings.appointment("v") is later
    world.tenant.restore(snapshot)
    assert world.mailbox().meetings.appointment("u") is kept
    assert world.mailbox().meetings.appointment("v") is None


def test_neighbours_of_what_has_no_time_are_none() -> None:
    mailbox = World.of("alice").mailbox()
    item = mailbox.items.add(mailbox.folders.distinguished("calendar"), "IPM.Appointment", {"subject": "some day"})
    assert mailbox.meetings.neighbours(item) == ([], [])


def test_what_is_cancelled_takes_no_time() -> None:
    mailbox = World.of("alice").mailbox()
    appointment(mailbox, "off", is_cancelled=True)
    item = appointment(mailbox)
    assert mailbox.meetings.neighbours(item).conflicting == []  # type: ignore[arg-type]
