"""Any value of each kind of structure, as hypothesis strategies."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind, ItemReference
from fakeserver.tenant.exchange.kinds.appointment import DeletedOccurrence, Occurrence
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.kinds.contact import (
    ContactAddress,
    PersonName,
    PhoneKind,
    PostalAddress,
    PostalAddressKind,
)
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.distribution_list import Member, MemberStatus
from fakeserver.tenant.exchange.kinds.follow_up import FollowUpFlag, FollowUpStatus
from fakeserver.tenant.exchange.kinds.meeting_message import ChangeHighlights
from fakeserver.tenant.exchange.kinds.places import Place, PlaceAddress, PlaceSource
from fakeserver.tenant.exchange.kinds.recurrence import (
    AbsoluteMonthly,
    AbsoluteYearly,
    Daily,
    DayOfWeek,
    EndsOn,
    NoEnd,
    Numbered,
    Recurrence,
    Regenerating,
    RelativeMonthly,
    RelativeYearly,
    Unit,
    Weekly,
    WeekOfMonth,
)
from fakeserver.tenant.exchange.kinds.reminders import EmailReminder, ReminderChange, ReminderRecipients
from fakeserver.tenant.exchange.kinds.time_zones import (
    BasicTimeZone,
    Period,
    Target,
    TargetKind,
    TimeChange,
    TimeZone,
    Transition,
    TransitionAt,
    Transitions,
    YearlyTransitionOnDate,
    YearlyTransitionOnWeekday,
)

#: What XML carries, a bare CR included.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.just("\r"), max_size=20
)
WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=10)
MOMENTS = st.datetimes(datetime(1601, 1, 1), datetime(4500, 1, 1)).map(
    lambda value: value.replace(microsecond=0, tzinfo=UTC)
)
MINUTES = st.integers(-720, 720).map(lambda minutes: timedelta(minutes=minutes))
DURATIONS = st.timedeltas(timedelta(days=-2), timedelta(days=2))
DATES = st.builds(ZonedDate, st.dates(date(1601, 4, 1), date(4500, 1, 1)), MINUTES)
INTEGERS = st.integers(-(2**31), 2**31 - 1)
DOUBLES = st.floats(allow_nan=False, allow_infinity=False)
DAYS = st.sampled_from(DayOfWeek)
SINGLE_DAYS = st.sampled_from([day for day in DayOfWeek if day.is_single])


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return what may be missing."""
    return st.none() | strategy


def tuples(strategy: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return several."""
    return st.lists(strategy, min_size=least, max_size=3).map(tuple)


REFERENCES = st.builds(ItemReference, WORDS, some(WORDS))
ADDRESSES = st.builds(
    AddressEntry,
    some(TEXTS),
    some(WORDS),
    some(WORDS),
    some(st.sampled_from(AddressKind)),
    some(REFERENCES),
    some(TEXTS),
)
REACHABLE = ADDRESSES.filter(lambda entry: bool((entry.address or "").strip() or entry.item))
ATTENDEES = tuples(
    st.builds(Attendee, REACHABLE, some(st.sampled_from(Response)), some(MOMENTS), some(MOMENTS), some(MOMENTS)), 1
)

RELATIVE_YEARLY = st.builds(RelativeYearly, DAYS, st.sampled_from(WeekOfMonth), st.integers(1, 12))
PATTERNS = st.one_of(
    st.builds(Daily, st.integers(1, 999)),
    st.builds(Weekly, st.integers(1, 99), tuples(SINGLE_DAYS, 1), some(SINGLE_DAYS)),
    st.builds(AbsoluteMonthly, st.integers(1, 99), st.integers(1, 31)),
    st.builds(RelativeMonthly, st.integers(1, 99), DAYS, st.sampled_from(WeekOfMonth)),
    st.builds(AbsoluteYearly, st.integers(1, 31), st.integers(1, 12)),
    RELATIVE_YEARLY,
)
RANGES = st.one_of(
    st.builds(NoEnd, DATES), st.builds(EndsOn, DATES, DATES), st.builds(Numbered, DATES, st.integers(1, 999))
)
RECURRENCES = st.builds(Recurrence, PATTERNS, RANGES)
TASK_RECURRENCES = st.builds(
    Recurrence, PATTERNS | st.builds(Regenerating, st.sampled_from(Unit), st.integers(1, 999)), RANGES
)

OCCURRENCES = st.builds(Occurrence, REFERENCES, MOMENTS, MOMENTS, MOMENTS)
DELETED_OCCURRENCES = tuples(st.builds(DeletedOccurrence, MOMENTS), 1)

TARGETS = st.builds(Target, st.sampled_from(TargetKind), WORDS)
LOCAL_TIMES = st.datetimes(datetime(1601, 1, 1), datetime(4500, 1, 1)).map(lambda value: value.replace(microsecond=0))
TRANSITIONS = st.builds(
    Transitions,
    some(WORDS),
    tuples(
        st.one_of(
            st.builds(Transition, TARGETS),
            st.builds(TransitionAt, TARGETS, LOCAL_TIMES | MOMENTS),
            st.builds(YearlyTransitionOnDate, TARGETS, DURATIONS, INTEGERS, INTEGERS),
            st.builds(YearlyTransitionOnWeekday, TARGETS, DURATIONS, INTEGERS, SINGLE_DAYS, INTEGERS),
        ),
        1,
    ),
)
PERIODS = st.builds(Period, some(TEXTS), some(TEXTS), some(DURATIONS))
TIME_ZONES = st.builds(TimeZone, some(TEXTS), some(TEXTS)) | st.builds(
    TimeZone, some(TEXTS), some(TEXTS), tuples(PERIODS, 1), tuples(TRANSITIONS), some(TRANSITIONS)
)
CHANGES = st.builds(
    TimeChange,
    some(TEXTS),
    DURATIONS,
    st.none() | DATES | RELATIVE_YEARLY.filter(lambda yearly: yearly.day.is_single),
    st.times().map(lambda value: value.replace(microsecond=value.microsecond // 1000 * 1000)),
)
BASIC_TIME_ZONES = (
    st.builds(BasicTimeZone, some(TEXTS))
    | st.builds(BasicTimeZone, some(TEXTS), DURATIONS)
    | st.builds(BasicTimeZone, some(TEXTS), DURATIONS, CHANGES, CHANGES)
)

HIGHLIGHTS = st.builds(
    ChangeHighlights,
    location_changed=st.booleans(),
    location=some(TEXTS),
    start_changed=st.booleans(),
    start=some(MOMENTS),
    end_changed=st.booleans(),
    end=some(MOMENTS),
)
PLACES = st.builds(
    Place,
    TEXTS,
    some(TEXTS),
    some(
        st.builds(
            PlaceAddress,
            *[some(TEXTS)] * 7,
            *[some(DOUBLES)] * 5,
            some(TEXTS),
            some(TEXTS),
            some(st.sampled_from(PlaceSource)),
        )
    ),
)
REMINDERS = tuples(
    st.builds(
        EmailReminder,
        some(st.uuids()),
        some(INTEGERS),
        some(TEXTS),
        some(st.booleans()),
        some(st.sampled_from(ReminderChange)),
        some(st.sampled_from(ReminderRecipients)),
    )
)
MEMBERS = tuples(st.builds(Member, some(ADDRESSES), some(st.sampled_from(MemberStatus)), some(TEXTS)))
NAMES = st.builds(PersonName, *[some(TEXTS)] * 10)
CERTIFICATES = tuples(st.binary(max_size=20))
EMAIL_ADDRESSES = st.dictionaries(
    st.integers(1, 3),
    st.builds(ContactAddress, WORDS, some(TEXTS), some(TEXTS), some(st.sampled_from(AddressKind))),
    min_size=1,
)
IM_ADDRESSES = st.dictionaries(st.integers(1, 3), WORDS, min_size=1)
PHONE_NUMBERS = st.dictionaries(st.sampled_from(PhoneKind), WORDS, min_size=1, max_size=5)
POSTAL_ADDRESSES = st.dictionaries(
    st.sampled_from(PostalAddressKind), st.builds(PostalAddress, WORDS, TEXTS, TEXTS, TEXTS, TEXTS), min_size=1
)
FLAGS = st.one_of(
    st.just(FollowUpFlag()),
    st.builds(
        lambda start, due: FollowUpFlag(FollowUpStatus.FLAGGED, start, due if start else None), some(MOMENTS), MOMENTS
    ),
    st.builds(lambda done: FollowUpFlag(FollowUpStatus.COMPLETE, completed=done), some(MOMENTS)),
)
