"""Appointments of all forms, for what is written and read again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from fakeserver.tenant.exchange.kinds import recurrence as rules
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import DayOfWeek, WeekOfMonth
from fakeserver.tenant.exchange.kinds.time_zones import TimeZone
from fakeserver.tenant.exchange.values import Body, EmailAddress, Importance, Sensitivity, TextFormat

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
STAMP = datetime(2026, 1, 1, tzinfo=UTC)
ORGANIZER = EmailAddress("Org", "org@contoso.example")
BERLIN = TimeZone(id="W. Europe Standard Time")

_SINGLE_DAYS = [day for day in DayOfWeek if day.is_single]
_BEGIN = ZonedDate(date(2026, 3, 2))
PATTERNS = st.one_of(
    st.builds(rules.Daily, st.integers(1, 999)),
    st.builds(
        rules.Weekly,
        st.integers(1, 99),
        st.lists(st.sampled_from(_SINGLE_DAYS), min_size=1, unique=True).map(tuple),
        st.none() | st.sampled_from(_SINGLE_DAYS),
    ),
    st.builds(rules.AbsoluteMonthly, st.integers(1, 99), st.integers(1, 31)),
    st.builds(rules.RelativeMonthly, st.integers(1, 99), st.sampled_from(DayOfWeek), st.sampled_from(WeekOfMonth)),
    st.builds(rules.AbsoluteYearly, st.integers(1, 31), st.integers(1, 12)),
    st.builds(rules.RelativeYearly, st.sampled_from(DayOfWeek), st.sampled_from(WeekOfMonth), st.integers(1, 12)),
)
RANGES = st.one_of(
    st.just(rules.NoEnd(_BEGIN)),
    st.builds(rules.Numbered, st.just(_BEGIN), st.integers(1, 999)),
    st.dates(date(2026, 3, 2), date(2090, 1, 1)).map(lambda end: rules.EndsOn(_BEGIN, ZonedDate(end))),
)

#: Text as iCalendar can hold it: no control characters, and one way to end a line.
_TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n"), max_size=200)
_WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], exclude_characters='"^'), min_size=1, max_size=30
)
_ADDRESSES = st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.example", fullmatch=True)


def attendee(name: str, address: str, response: Response = Response.NONE_RECEIVED) -> Attendee:
    """Return somebody who is invited."""
    return Attendee(AddressEntry(name, address, "SMTP", AddressKind.MAILBOX), response)


_ATTENDEES = st.lists(
    st.builds(
        attendee,
        _WORDS,
        _ADDRESSES,
        st.sampled_from([Response.NONE_RECEIVED, Response.ACCEPTED, Response.TENTATIVE, Response.DECLINED]),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
_ZONES = st.sampled_from(
    ["UTC", "W. Europe Standard Time", "Eastern Standard Time", "India Standard Time", "Cape Verde Standard Time",
     "Nepal Standard Time", "AUS Eastern Standard Time", "Chatham Islands Standard Time", "Morocco Standard Time"]
).map(lambda windows: TimeZone(id=windows))  # fmt: skip
_MINUTES = st.integers(0, 60 * 24 * 365 * 20)


@st.composite
def appointments(draw: st.DrawFn) -> dict[str, Any]:
    """Return an appointment with everything that a calendar object says of it."""
    start = START + timedelta(minutes=draw(_MINUTES))
    zone = draw(_ZONES)
    return {
        "uid": draw(_WORDS),
        "subject": draw(_TEXTS),
        "body": Body(TextFormat.PLAIN, draw(_TEXTS)),
        "location": draw(_TEXTS),
        "start": start,
        "end": start + timedelta(minutes=draw(st.integers(0, 60 * 24 * 20))),
        "is_all_day": False,
        "start_time_zone": zone,
        "end_time_zone": zone,
        "organizer": EmailAddress(draw(_WORDS), "organizer@contoso.com"),
        "required_attendees": draw(_ATTENDEES),
        "optional_attendees": draw(_ATTENDEES),
        "resources": draw(_ATTENDEES),
        "is_response_requested": draw(st.booleans()),
        "allow_new_time_proposal": draw(st.booleans()),
        "do_not_forward_meeting": draw(st.booleans()),
        "appointment_sequence_number": draw(st.integers(0, 2**31 - 1)),
        "date_time_stamp": STAMP,
        "free_busy_status": draw(
            st.sampled_from([status for status in FreeBusyStatus if status is not FreeBusyStatus.NO_DATA])
        ),
        "sensitivity": draw(st.sampled_from(Sensitivity)),
        "importance": draw(st.sampled_from(Importance)),
        "reminder_is_set": True,
        "reminder_minutes_before_start": draw(st.integers(0, 60 * 24 * 14)),
        "categories": draw(st.lists(_WORDS, min_size=1, max_size=3)),
    }
