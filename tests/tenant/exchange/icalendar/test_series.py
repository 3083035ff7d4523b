"""Series between calendar objects, which name times, and mailboxes, which name days."""

from datetime import date, timedelta

from fakeserver.tenant.exchange.icalendar.component import Entry
from fakeserver.tenant.exchange.icalendar.series import deleted_of, exceptions_of, stored
from fakeserver.tenant.exchange.kinds.appointment import DeletedOccurrence
from tests.tenant.exchange.icalendar.made import START
from tests.tenant.exchange.icalendar.test_writing import MEETING, series


def planned() -> dict[str, object]:
    return {name: value for name, value in series().items() if name not in ("deleted_dates", "exceptions")}


def test_what_lies_outside_the_pattern_is_not_kept() -> None:
    other_day = START + timedelta(days=1)
    strange = Entry("IPM.Appointment", {"recurrence_id": other_day, "subject": "Strange"})
    entry = Entry("IPM.Appointment", {**planned(), "deleted_occurrences": (DeletedOccurrence(other_day),)}, [strange])
    assert stored(entry) == planned()


def test_one_that_was_moved_is_not_gone() -> None:
    week = START + timedelta(days=7)
    moved = Entry("IPM.Appointment", {"recurrence_id": week, "start": week, "location": "Room"})
    entry = Entry("IPM.Appointment", {**planned(), "deleted_occurrences": (DeletedOccurrence(week),)}, [moved])
    kept = stored(entry)
    assert "deleted_dates" not in kept
    # What it does not say any longer is gone; what is the same is no difference.
    assert dict(kept["exceptions"][date(2026, 3, 9)].changes) == {"start": week, "body": None}


def test_a_single_appointment_has_none() -> None:
    assert (exceptions_of(MEETING), deleted_of(MEETING)) == ([], ())
    entry = Entry("IPM.Appointment", {**MEETING, "deleted_occurrences": (DeletedOccurrence(START),)})
    assert stored(entry) == MEETING


def test_times_of_those_that_are_gone_are_told_once() -> None:
    third = START + timedelta(days=14)
    assert deleted_of(series()) == (third,)
    assert deleted_of({**series(), "deleted_occurrences": (DeletedOccurrence(third),)}) == (third,)
