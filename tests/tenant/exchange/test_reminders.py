"""Reminders as tests without EWS ask for them."""

from datetime import timedelta

from fakeserver.steps import finish
from fakeserver.tenant.exchange.reminders import ReminderKind, dismiss, reminder_of, reminders_in_steps, snooze
from tests.world import World

HOUR = timedelta(hours=1)


def test_an_appointment_waits_until_it_is_dismissed() -> None:
    world = World.of("alice", frozen=True)
    mailbox, now = world.mailbox("alice"), world.tenant.clock.now()
    start = now + HOUR
    item = mailbox.items.add(
        mailbox.folders.distinguished("calendar"),
        "IPM.Appointment",
        {"subject": "Walk", "start": start, "end": start + HOUR, "reminder_is_set": True},
    )
    [found] = finish(reminders_in_steps(mailbox, now))
    assert (found.item, found.time, found.kind) == (item, start - timedelta(minutes=15), ReminderKind.CALENDAR)
    assert not snooze(mailbox, item, found.time, now)
    assert snooze(mailbox, item, start, now)
    assert item.get("reminder_next_time") == start
    assert dismiss(mailbox, item, now)
    assert (dismiss(mailbox, item, now), reminder_of(item, now)) == (False, None)


def test_what_is_no_appointment_and_no_task_has_none() -> None:
    world = World.of("alice", frozen=True)
    mailbox, now = world.mailbox("alice"), world.tenant.clock.now()
    contacts = mailbox.folders.distinguished("contacts")
    item = mailbox.items.add(contacts, "IPM.Contact", {"reminder_is_set": True, "reminder_due_by": now})
    assert reminder_of(item, now) is None
