"""One appointment as a VEVENT: its lines in the order that Exchange writes them.

Sources: calendar objects that Exchange Online sent; [MS-OXCICAL] section 2.1.3.1.1.20.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from fakeserver.tenant.exchange.icalendar.clocks import WrittenZone, written_zone
from fakeserver.tenant.exchange.icalendar.conferences import conference_lines, teams_lines
from fakeserver.tenant.exchange.icalendar.lines import Lines, escaped
from fakeserver.tenant.exchange.icalendar.methods import Method
from fakeserver.tenant.exchange.icalendar.places import place_lines
from fakeserver.tenant.exchange.icalendar.rules import rule_text
from fakeserver.tenant.exchange.icalendar.series import deleted_of
from fakeserver.tenant.exchange.icalendar.words import BUSY_WORDS, CLASS_WORDS, INTENDED_WORDS, PARTICIPATIONS
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Attendee
from fakeserver.tenant.exchange.kinds.places import Place
from fakeserver.tenant.exchange.kinds.recurrence import EndsOn, Recurrence
from fakeserver.tenant.exchange.kinds.series import series_of
from fakeserver.tenant.exchange.mime.html import html_to_text
from fakeserver.tenant.exchange.values import Body, EmailAddress, Importance, Sensitivity, TextFormat

_LANGUAGE: Final = "en-US"
_PRIORITIES: Final = {Importance.LOW: ("9", "0"), Importance.NORMAL: ("5", "1"), Importance.HIGH: ("1", "2")}
#: List of attendees -> what its members are in iCalendar.
_ROLES: Final = {
    "required_attendees": {"ROLE": "REQ-PARTICIPANT"},
    "optional_attendees": {"ROLE": "OPT-PARTICIPANT"},
    "resources": {"CUTYPE": "RESOURCE", "ROLE": "NON-PARTICIPANT"},
}
#: X-MICROSOFT-CDO-INSTTYPE.
_SINGLE, _MASTER, _EXCEPTION = "0", "1", "3"


class Described(Protocol):
    """An appointment: an item, or whatever has its properties."""

    def get(self, name: Any) -> Any:
        """Return a property by its domain name, None where there is none."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What an event is written with besides the appointment itself."""

    method: Method
    #: when this is said; the appointment's own stamp where it is None
    stamp: datetime | None = None
    #: the appointment's own where it is None
    summary: str | None = None
    #: what is said with it; the appointment's body where it is None
    body: Body | None = field(default=None, repr=False)
    #: who replies, and what
    responder: Attendee | None = None
    proposed_start: datetime | None = None
    proposed_end: datetime | None = None


def event_lines(appointment: Described, written: Written, zone: WrittenZone, *, is_exception: bool) -> Lines:
    """Return the lines of one event.

    Args:
        zone: that of the times; a whole series has one.
        is_exception: it differs from the series that it is of.
    """
    lines = Lines()
    times = Times(appointment, zone)
    _add_people(lines, appointment, written)
    text = _text_of(appointment.get("body") if written.body is None else written.body)
    is_reply = written.method in (Method.REPLY, Method.COUNTER)
    lines.add_text("COMMENT" if is_reply else "DESCRIPTION", text, LANGUAGE=_LANGUAGE)
    is_series = _add_recurrence(lines, appointment, times)
    lines.add_text("UID", appointment.get("uid") or "")
    original: datetime | None = appointment.get("original_start") or appointment.get("recurrence_id")
    if original is not None and not is_series:
        lines.add("RECURRENCE-ID", times.text(original), **times.parameters)
    subject = appointment.get("subject") if written.summary is None else written.summary
    lines.add_text("SUMMARY", subject or "", LANGUAGE=_LANGUAGE)
    _add_times(lines, appointment, written, times)
    instance = _MASTER if is_series else _EXCEPTION if is_exception or original is not None else _SINGLE
    lines.extend(_state(appointment, written, instance))
    _add_alarm(lines, appointment)
    return lines


class Times:
    """How the times of an appointment are written."""

    def __init__(self, appointment: Described, zone: WrittenZone) -> None:
        self._zone = zone
        self._is_day = bool(appointment.get("is_all_day"))
        self.parameters: dict[str, str | None] = {"VALUE": "DATE"} if self._is_day else {"TZID": zone.id}

    def text(self, moment: datetime) -> str:
        """Return a time in the zone, or its day there."""
        local = self.local(moment)
        return f"{local:%Y%m%d}" if self._is_day else f"{local:%Y%m%dT%H%M%S}"

    def local(self, moment: datetime) -> datetime:
        """Return a time in the zone."""
        return moment.astimezone(self._zone.zone)


def main_zone(appointment: Described) -> WrittenZone:
    """Return the zone that an appointment is written in."""
    return written_zone(appointment.get("start_time_zone"))


# --- who -------------------------------------------------------------------------------------------------------------


def _add_people(lines: Lines, appointment: Described, written: Written) -> None:
    if written.method in (Method.REPLY, Method.COUNTER):
        # Exchange names no organizer in a reply, against RFC 5546 section 3.2.3.
        if written.responder is not None:
            _add_attendee(lines, written.responder, PARTSTAT=_participation(written.responder))
        return
    listed: list[tuple[str, Attendee]] = [
        (name, attendee) for name in _ROLES for attendee in appointment.get(name) or ()
    ]
    organizer: EmailAddress | None = appointment.get("organizer")
    if organizer is not None and (listed or written.method is not Method.PUBLISH):
        lines.add("ORGANIZER", f"mailto:{_one_word(organizer.address)}", CN=organizer.display)
    wanted = appointment.get("is_response_requested")
    reply = None if wanted is False or written.method is Method.CANCEL else "TRUE"
    for name, attendee in listed:
        said = _participation(attendee) if written.method is Method.PUBLISH else "NEEDS-ACTION"
        _add_attendee(lines, attendee, **_ROLES[name], PARTSTAT=said, RSVP=reply)


def _add_attendee(lines: Lines, attendee: Attendee, **parameters: str | None) -> None:
    address = attendee.address.address or ""
    lines.add("ATTENDEE", f"mailto:{_one_word(address)}", **parameters, CN=attendee.address.name or address)


def _participation(attendee: Attendee) -> str:
    return PARTICIPATIONS.get(attendee.response, "NEEDS-ACTION") if attendee.response else "NEEDS-ACTION"


def _one_word(address: str) -> str:
    """Return an address that cannot begin another line."""
    return "".join(address.split())


# --- when ------------------------------------------------------------------------------------------------------------


def _add_recurrence(lines: Lines, appointment: Described, times: Times) -> bool:
    """Add how it recurs; return whether it does."""
    recurrence: Recurrence | None = appointment.get("recurrence")
    if recurrence is None:
        return False
    rule = rule_text(recurrence, _last_start(appointment, recurrence))
    if rule is None:
        return False
    lines.add("RRULE", rule)
    if gone := deleted_of(appointment):
        lines.add("EXDATE", ",".join(map(times.text, gone)), **times.parameters)
    return True


def _last_start(appointment: Described, recurrence: Recurrence) -> datetime | None:
    """Return when the last appointment of a series begins that ends on a date."""
    series = series_of(appointment)
    if series is None or not isinstance(recurrence.range, EndsOn):
        return None
    last = series.days.last
    return series.planned(recurrence.range.end.day if last is None else last)[0]


def _add_times(lines: Lines, appointment: Described, written: Written, times: Times) -> None:
    start, end = appointment.get("start"), appointment.get("end")
    proposes = written.method is Method.COUNTER
    for name, moment, proposed in (
        ("DTSTART", start, written.proposed_start),
        ("DTEND", end, written.proposed_end),
    ):
        shown = proposed if proposes and proposed is not None else moment
        if shown is not None:
            lines.add(name, times.text(shown), **times.parameters)
    if proposes:
        for name, moment in (("X-MS-OLK-ORIGINALSTART", start), ("X-MS-OLK-ORIGINALEND", end)):
            if moment is not None:
                lines.add(name, times.text(moment), **times.parameters)


def _add_alarm(lines: Lines, appointment: Described) -> None:
    if not appointment.get("reminder_is_set"):
        return
    alarm = Lines()
    alarm.add("DESCRIPTION", "REMINDER")
    minutes = appointment.get("reminder_minutes_before_start")
    alarm.add("TRIGGER", _before(15 if minutes is None else minutes), RELATED="START")
    alarm.add("ACTION", "DISPLAY")
    lines.add_component("VALARM", alarm)


def _before(minutes: int) -> str:
    length = timedelta(minutes=minutes)
    if length and not length % timedelta(days=1):
        return f"-P{length.days}D"
    return f"-PT{minutes // 60}H" if minutes and not minutes % 60 else f"-PT{minutes}M"


# --- what is told besides --------------------------------------------------------------------------------------------


def _state(appointment: Described, written: Written, instance: str) -> Iterator[tuple[str, str]]:
    cancelled = written.method is Method.CANCEL
    intended: FreeBusyStatus = appointment.get("intended_free_busy_status") or (
        appointment.get("free_busy_status") or FreeBusyStatus.BUSY
    )
    status = {Method.REQUEST: FreeBusyStatus.TENTATIVE, Method.CANCEL: FreeBusyStatus.FREE}.get(
        written.method, appointment.get("free_busy_status") or FreeBusyStatus.BUSY
    )
    if written.method is Method.REQUEST and intended is FreeBusyStatus.FREE:
        # Whoever is free is free at once.
        status = FreeBusyStatus.FREE
    priority, importance = _PRIORITIES[appointment.get("importance") or Importance.NORMAL]
    sequence = str(appointment.get("appointment_sequence_number") or 0)
    stamp: datetime = written.stamp or appointment.get("date_time_stamp") or datetime(1601, 1, 1, tzinfo=UTC)
    location = appointment.get("location") or ""
    shown = FreeBusyStatus.FREE if cancelled else intended if written.method is Method.REQUEST else status
    yield "CLASS", CLASS_WORDS[appointment.get("sensitivity") or Sensitivity.NORMAL]
    yield "PRIORITY", priority
    yield "DTSTAMP", f"{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "TRANSP", "TRANSPARENT" if shown is FreeBusyStatus.FREE else "OPAQUE"
    yield "STATUS", "CANCELLED" if cancelled else "CONFIRMED"
    yield "SEQUENCE", sequence
    yield f"LOCATION;LANGUAGE={_LANGUAGE}", escaped(location)
    yield "X-MICROSOFT-CDO-APPT-SEQUENCE", sequence
    yield "X-MICROSOFT-CDO-OWNERAPPTID", _owner_id(appointment, written)
    yield "X-MICROSOFT-CDO-BUSYSTATUS", BUSY_WORDS.get(status, "BUSY")
    yield "X-MICROSOFT-CDO-INTENDEDSTATUS", INTENDED_WORDS[intended]
    yield "X-MICROSOFT-CDO-ALLDAYEVENT", _boolean(appointment.get("is_all_day"))
    yield "X-MICROSOFT-CDO-IMPORTANCE", importance
    yield "X-MICROSOFT-CDO-INSTTYPE", instance
    yield from teams_lines(appointment.get)
    yield "X-MICROSOFT-DONOTFORWARDMEETING", _boolean(appointment.get("do_not_forward_meeting"))
    yield "X-MICROSOFT-DISALLOW-COUNTER", _boolean(appointment.get("allow_new_time_proposal") is False)
    yield "X-MICROSOFT-REQUESTEDATTENDANCEMODE", "DEFAULT"
    yield "X-MICROSOFT-ISRESPONSEREQUESTED", _boolean(appointment.get("is_response_requested") is not False)
    place: Place | None = appointment.get("place")
    if place is not None:
        yield from place_lines(place)
    yield from conference_lines(appointment.get)
    if words := appointment.get("categories"):
        yield "CATEGORIES", ",".join(map(escaped, words))


def _owner_id(appointment: Described, written: Written) -> str:
    """Return a number that the messages of one meeting share; 0 for what nobody was asked to.

    Assumption: any 31 bits of the UID will do; Outlook makes it of the time.
    """
    if written.method is Method.PUBLISH:
        return "0"
    from zlib import crc32

    return str(crc32((appointment.get("uid") or "").encode("utf-8", "replace")) >> 1)


def _boolean(value: object) -> str:
    return "TRUE" if value else "FALSE"


def _text_of(body: Body | None) -> str:
    if body is None:
        return ""
    return html_to_text(body.content) if body.format is TextFormat.HTML else body.content
