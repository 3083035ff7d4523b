"""What items mean: what goes together, and what does not."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.addresses import AddressEntry
from fakeserver.tenant.exchange.kinds.appointment import Appointment
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.kinds.contact import Contact, FileAs, PersonName, PostalAddress
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.distribution_list import DistributionList
from fakeserver.tenant.exchange.kinds.follow_up import FollowUpFlag, FollowUpStatus, shown_flag
from fakeserver.tenant.exchange.kinds.meeting_message import MeetingMessage
from fakeserver.tenant.exchange.kinds.of_item import KINDS, Kind, kind_of
from fakeserver.tenant.exchange.kinds.places import Place
from fakeserver.tenant.exchange.kinds.post import Post
from fakeserver.tenant.exchange.kinds.recurrence import (
    AbsoluteMonthly,
    AbsoluteYearly,
    Daily,
    DayOfWeek,
    NoEnd,
    Numbered,
    Regenerating,
    RelativeYearly,
    Unit,
    Weekly,
    WeekOfMonth,
)
from fakeserver.tenant.exchange.kinds.reminders import EmailReminder
from fakeserver.tenant.exchange.kinds.task import Task
from fakeserver.tenant.exchange.kinds.time_zones import (
    BasicTimeZone,
    Target,
    TargetKind,
    TimeChange,
    YearlyTransitionOnWeekday,
)
from fakeserver.tenant.exchange.mailbox import Mailbox

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = ZonedDate(date(2026, 1, 1))


@pytest.mark.parametrize(
    "made",
    [
        lambda: Daily(0),
        lambda: Daily(1000),
        lambda: Weekly(1, ()),
        lambda: Weekly(100, (DayOfWeek.MONDAY,)),
        lambda: Weekly(1, (DayOfWeek.WEEKDAY,)),
        lambda: Weekly(1, (DayOfWeek.MONDAY,), DayOfWeek.DAY),
        lambda: AbsoluteMonthly(1, 32),
        lambda: AbsoluteYearly(1, 13),
        lambda: RelativeYearly(DayOfWeek.DAY, WeekOfMonth.LAST, 0),
        lambda: Regenerating(Unit.WEEK, 0),
        lambda: NoEnd(ZonedDate(date(1601, 3, 31))),
        lambda: Numbered(TODAY, 0),
        lambda: YearlyTransitionOnWeekday(Target(TargetKind.PERIOD, "d"), timedelta(), 3, DayOfWeek.WEEKEND_DAY, -1),
        lambda: FollowUpFlag(FollowUpStatus.FLAGGED, start=NOW),
        lambda: FollowUpFlag(FollowUpStatus.FLAGGED, completed=NOW),
        lambda: FollowUpFlag(FollowUpStatus.COMPLETE, start=NOW, due=NOW),
        lambda: FollowUpFlag(due=NOW),
        lambda: FollowUpFlag(completed=NOW),
    ],
)
def test_what_means_nothing_cannot_be_made(made: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        made()


def test_the_bounds_themselves_are_values() -> None:
    assert Daily(999).interval == 999
    assert AbsoluteYearly(31, 12).month == 12
    assert Numbered(ZonedDate(date(1601, 4, 1)), 999).count == 999


def test_a_flag_without_dates_counts_before_an_earlier_one() -> None:
    due = FollowUpFlag(FollowUpStatus.FLAGGED, NOW, NOW)
    done = FollowUpFlag(FollowUpStatus.COMPLETE, completed=NOW)
    assert shown_flag(True, due) == due
    assert shown_flag(False, due) == FollowUpFlag()
    assert shown_flag(False, done) == done
    assert shown_flag(True, done) == FollowUpFlag(FollowUpStatus.FLAGGED)
    assert shown_flag(False, None) == FollowUpFlag()


def meaning(mailbox: Mailbox, item_class: str, **properties: Any) -> Kind | None:
    """Return the kind of a new item."""
    return kind_of(mailbox.items.add(mailbox.folders.distinguished("inbox"), item_class, properties))


def test_the_class_says_the_kind(alice: Mailbox) -> None:
    appointment = meaning(alice, "IPM.Appointment.Occurrence", start=NOW, subject="x")
    assert isinstance(appointment, Appointment)
    assert appointment == meaning(alice, "IPM.Appointment", start=NOW)
    assert (appointment.start, appointment.location) == (NOW, None)
    task = meaning(alice, "IPM.Task", start=NOW)
    assert isinstance(task, Task)
    assert task == meaning(alice, "IPM.Task")
    assert meaning(alice, "IPM.Contact", surname="S") == Contact(
        surname="S",
        display_name="S",
        file_as_mapping=FileAs.NONE,
        complete_name=PersonName(last="S", full="S"),
    )
    accepted = meaning(alice, "IPM.Schedule.Meeting.Resp.Pos", start=NOW, response=Response.ACCEPTED)
    assert isinstance(accepted, MeetingMessage)
    assert (accepted.meeting.start, accepted.response) == (NOW, Response.ACCEPTED)
    assert meaning(alice, "IPM.Note", start=NOW) is None


def test_every_kind_can_be_empty(alice: Mailbox) -> None:
    for item_class, kind in KINDS:
        assert isinstance(meaning(alice, item_class), kind)
    assert meaning(alice, "IPM.DistList") == DistributionList()
    assert meaning(alice, "IPM.Post") == Post()


def test_values_are_equal_by_what_they_say() -> None:
    bob = AddressEntry("Bob", "bob@example.com")
    assert Attendee(bob) == Attendee(AddressEntry("Bob", "bob@example.com"))
    assert Place("Room") == Place("Room")
    assert EmailReminder(minutes=15) != EmailReminder(minutes=5)
    assert PostalAddress(city="Rome") == PostalAddress(city="Rome")
    change = TimeChange(None, timedelta(), TODAY, time(2))
    assert BasicTimeZone("x", timedelta(), change, change).standard == change


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(ValueError, match="interval"):
        Weekly(100, (DayOfWeek.MONDAY,))


def test_a_recurrence_that_starts_too_early_says_when_it_may() -> None:
    with pytest.raises(ValueError, match=r"^a recurrence starts on \d{4}-\d\d-\d\d or later$"):
        NoEnd(ZonedDate(date(1500, 1, 1)))
