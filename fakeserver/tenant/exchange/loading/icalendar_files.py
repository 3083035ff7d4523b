"""iCalendar files (RFC 5545): events become appointments, to-dos become tasks.

The package icalendar reads them. What an appointment cannot hold is named in the remarks.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import takewhile
from pathlib import Path
from typing import Any

from fakeserver.tenant.exchange.kinds.addresses import AddressEntry
from fakeserver.tenant.exchange.kinds.appointment import DeletedOccurrence, FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.kinds.task import TaskStatus
from fakeserver.tenant.exchange.kinds.time_zones import TimeZone
from fakeserver.tenant.exchange.kinds.zone_rules import creation_zone
from fakeserver.tenant.exchange.loading.icalendar_package import package, whole
from fakeserver.tenant.exchange.loading.loaded import NotLoaded
from fakeserver.tenant.exchange.loading.recurrences import recurrence
from fakeserver.tenant.exchange.values import Body, EmailAddress, Importance, Sensitivity, TextFormat

_RESPONSES = {
    "ACCEPTED": Response.ACCEPTED, "DECLINED": Response.DECLINED, "TENTATIVE": Response.TENTATIVE,
    "NEEDS-ACTION": Response.NONE_RECEIVED,
}  # fmt: skip
#: What says how busy one is; where there are several, the first that can be read decides
#: ([MS-OXCICAL] sections 2.1.3.1.1.20.31, 2.1.3.1.1.20.25, 2.1.3.1.1.20.23).
_BUSY = {
    "X-MICROSOFT-CDO-BUSYSTATUS": {
        "FREE": FreeBusyStatus.FREE, "TENTATIVE": FreeBusyStatus.TENTATIVE, "BUSY": FreeBusyStatus.BUSY,
        "OOF": FreeBusyStatus.OUT_OF_OFFICE, "WORKINGELSEWHERE": FreeBusyStatus.WORKING_ELSEWHERE,
    },
    "TRANSP": {"OPAQUE": FreeBusyStatus.BUSY, "TRANSPARENT": FreeBusyStatus.FREE},
    "STATUS": {
        "CANCELLED": FreeBusyStatus.FREE, "TENTATIVE": FreeBusyStatus.TENTATIVE, "CONFIRMED": FreeBusyStatus.BUSY,
    },
}  # fmt: skip
_CLASSES = {
    "PUBLIC": Sensitivity.NORMAL, "PRIVATE": Sensitivity.PRIVATE, "CONFIDENTIAL": Sensitivity.CONFIDENTIAL,
    "X-PERSONAL": Sensitivity.PERSONAL,
}  # fmt: skip
_TASK_STATES = {
    "NEEDS-ACTION": TaskStatus.NOT_STARTED, "IN-PROCESS": TaskStatus.IN_PROGRESS, "COMPLETED": TaskStatus.COMPLETED,
}  # fmt: skip
#: Read together with another property, or said anew by the mailbox.
_BESIDE = {"BEGIN", "END", "DTEND", "DURATION", "EXDATE", "LAST-MODIFIED"}
#: How a calendar is written, which is understood.
_OF_THE_CALENDAR = {"VERSION", "PRODID", "CALSCALE"}


@dataclass
class Entry:
    """An item to be made."""

    item_class: str
    properties: dict[str, Any] = field(default_factory=dict)


class _Reader:
    """Reads one component; what has no place is noted."""

    def __init__(self, component: Any, item_class: str, place: str, remarks: list[str]) -> None:
        self.component = component
        self.entry = Entry(item_class)
        self._name = f"{place}: {str(component.get('SUMMARY') or component.get('UID') or component.name)!r}"
        self._remarks = remarks

    def read(self, table: Mapping[str, Callable[["_Reader", Any], None]]) -> Entry:
        """Return the item, by a table of what each property sets."""
        for name, value in self.component.property_items(recursive=False, sorted=False):
            if name in table:
                try:
                    table[name](self, value)
                except (ValueError, KeyError, AttributeError):
                    self.remark(f"{name}:{_text(value)} is not taken")
            elif name not in _BESIDE:
                self.remark(f"{name} is not taken")
        for error in self.component.errors:
            self.remark(f"{error[0]} cannot be read: {error[1]}")
        return self.entry

    def set(self, **properties: Any) -> None:
        """Give the item properties."""
        self.entry.properties |= properties

    def remark(self, what: str) -> None:
        """Note what is not taken."""
        self._remarks.append(f"{self._name}: {what}")


def read_icalendar(path: Path, remarks: list[str]) -> Iterator[Entry]:
    """Yield what the events and to-dos of a file are in a mailbox.

    Raises:
        NotLoaded: icalendar is not installed, or the file is none of its kind.
    """
    icalendar = package()
    try:
        calendars = icalendar.Calendar.from_ical(path.read_bytes(), multiple=True)
    except (ValueError, IndexError) as problem:
        raise NotLoaded(f"{path} is no iCalendar file: {problem}") from problem
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        raise NotLoaded(f"{path} is no iCalendar file: it does not begin with BEGIN:VCALENDAR")
    series = _series(component for calendar in calendars for component in calendar.subcomponents)
    for calendar in calendars:
        told = [*calendar.keys(), *(f"{name} ({problem})" for name, problem in calendar.errors)]
        remarks += [f"{path}: {name} of the calendar is not taken" for name in told if name not in _OF_THE_CALENDAR]
        for component in calendar.subcomponents:
            if component.name in _KINDS:
                if _is_of(series, component):
                    if not _is_cancelled(component):
                        remarks.append(_said_of_exception(path, component))
                    continue
                item_class, table = _KINDS[component.name]
                reader = _Reader(component, item_class, str(path), remarks)
                entry = reader.read(table)
                gone = tuple(map(DeletedOccurrence, series.get(str(component.get("UID")), ())))
                if gone and "recurrence" in entry.properties:
                    reader.set(deleted_occurrences=(*entry.properties.get("deleted_occurrences", ()), *gone))
                for alarm in component.subcomponents:
                    _read_alarm(reader, alarm)
                _name_by_dates(entry.properties)
                yield entry
            elif component.name != "VTIMEZONE":
                remarks.append(f"{path}: {component.name} is not taken")


# --- the appointments of a series ------------------------------------------------------------------------------------


def _series(components: Iterable[Any]) -> dict[str, list[datetime]]:
    """Return when each series of a file does not take place, by its UID, as far as its exceptions say so."""
    events = [component for component in components if component.name in _KINDS]
    series: dict[str, list[datetime]] = {str(event.get("UID")): [] for event in events if "RECURRENCE-ID" not in event}
    for event in events:
        if _is_of(series, event) and _is_cancelled(event):
            series[str(event.get("UID"))].append(_replaced(event["RECURRENCE-ID"]))
    return series


def _is_of(series: Container[str], component: Any) -> bool:
    """Say whether a component is an exception of a series.

    One whose series is not there, an orphan instance, is an appointment by itself. Source: [MS-OXCICAL] 1.1.
    """
    return "RECURRENCE-ID" in component and (component.name != "VEVENT" or str(component.get("UID")) in series)


def _is_cancelled(component: Any) -> bool:
    """Say whether one appointment of a series does not take place."""
    if component.name != "VEVENT" or str(component.get("STATUS", "")).upper() != "CANCELLED":
        return False
    try:
        _replaced(component["RECURRENCE-ID"])
    except ValueError:
        return False
    return True


def _replaced(value: Any) -> datetime:
    """Return when a series has the appointment that an exception takes the place of.

    Raises:
        ValueError: it is no time, or means all that come after it as well.
    """
    at = getattr(value, "dt", None)
    if not isinstance(at, date) or "RANGE" in value.params:
        raise ValueError(_text(value))
    return _moment(at)


def _said_of_exception(path: Path, component: Any) -> str:
    return (
        f"{path}: what is different on {_text(component['RECURRENCE-ID'])} in the series {component.get('UID')} is not "
        "taken: of the appointments of a series, mailboxes here know only which do not take place"
    )


# --- what each property sets -----------------------------------------------------------------------------------------


def _begin(reader: _Reader, value: Any) -> None:
    start, is_all_day = value.dt, not isinstance(value.dt, datetime)
    end = reader.component.get("DTEND")
    length = reader.component.get("DURATION")
    usual = timedelta(days=1) if is_all_day else timedelta()
    last = end.dt if end is not None else start + (length.dt if length is not None else usual)
    reader.set(start=_moment(start), end=_moment(last), is_all_day=is_all_day)
    for name, given in (("start_time_zone", value), ("end_time_zone", end if end is not None else value)):
        zone = _zone(reader, given)
        if zone is not None:
            reader.set(**{name: zone})


def _zone(reader: _Reader, value: Any) -> TimeZone | None:
    """Return a time's zone by its Windows id; None for UTC and for local time."""
    name = str(value.params.get("TZID", "")) if value.params else ""
    if not name:
        return None
    from tzlocal.windows_tz import tz_win

    windows = tz_win.get(name)
    if windows is None:
        reader.remark(f"the zone {name} is none that Exchange knows; its times are kept in UTC")
        return None
    return TimeZone(id=windows)


def _name_by_dates(properties: dict[Any, Any]) -> None:
    """Name the appointments that do not take place as a series does: by their local dates."""
    gone: tuple[DeletedOccurrence, ...] = properties.pop("deleted_occurrences", ())
    if gone:
        zone = creation_zone(properties)
        properties["deleted_dates"] = tuple(sorted({each.start.astimezone(zone).date() for each in gone}))


def _repeat(reader: _Reader, value: Any) -> None:
    start = reader.component["DTSTART"].dt
    reader.set(recurrence=recurrence(value, start))
    excluded = reader.component.get("EXDATE")
    lists = excluded if isinstance(excluded, list) else [] if excluded is None else [excluded]
    gone = tuple(DeletedOccurrence(_moment(each.dt)) for dates in lists for each in dates.dts)
    if gone:
        reader.set(deleted_occurrences=gone)


def _organizer(reader: _Reader, value: Any) -> None:
    reader.set(organizer=EmailAddress(str(value.params.get("CN", "")), _address(value)))


def _attendee(reader: _Reader, value: Any) -> None:
    address = AddressEntry(str(value.params.get("CN", "")) or None, _address(value), "SMTP")
    attendee = Attendee(address, _RESPONSES.get(str(value.params.get("PARTSTAT", "NEEDS-ACTION"))))
    kind, role = str(value.params.get("CUTYPE", "")), str(value.params.get("ROLE", ""))
    is_room = kind in ("ROOM", "RESOURCE") or role == "NON-PARTICIPANT"
    name = "resources" if is_room else "optional_attendees" if role == "OPT-PARTICIPANT" else "required_attendees"
    reader.set(**{name: (*reader.entry.properties.get(name, ()), attendee)})


def _categories(reader: _Reader, value: Any) -> None:
    words = [str(word) for word in getattr(value, "cats", [value])]
    reader.set(categories=[*reader.entry.properties.get("categories", []), *words])


def _priority(reader: _Reader, value: Any) -> None:
    # RFC 5545 section 3.8.1.9: 1 is the highest, 5 the middle, 0 undefined.
    number = whole(value)
    reader.set(importance=Importance.HIGH if 0 < number < 5 else Importance.LOW if number > 5 else Importance.NORMAL)


def _state(reader: _Reader, value: Any) -> None:
    _busy(reader, "STATUS", value)
    if str(value).upper() == "CANCELLED":
        reader.set(is_cancelled=True)


def _busy(reader: _Reader, name: str, value: Any) -> None:
    status = _BUSY[name][str(value).upper()]
    before = takewhile(lambda other: other != name, _BUSY)
    if not any(str(reader.component.get(other)).upper() in _BUSY[other] for other in before):
        reader.set(free_busy_status=status)


def _read_alarm(reader: _Reader, alarm: Any) -> None:
    trigger = alarm.get("TRIGGER")
    before = getattr(trigger, "dt", None)
    if not isinstance(before, timedelta) or before > timedelta() or trigger.params.get("RELATED") == "END":
        reader.remark("an alarm that is not before the start is not taken")
    elif "reminder_is_set" in reader.entry.properties:
        reader.remark("another alarm is not taken: an item has one reminder")
    else:
        reader.set(reminder_is_set=True, reminder_minutes_before_start=-before // timedelta(minutes=1))


def _text(value: Any) -> str:
    ical = value.to_ical() if hasattr(value, "to_ical") else str(value)
    return ical.decode() if isinstance(ical, bytes) else str(ical)


def _address(value: Any) -> str:
    text = str(value)
    return text[len("mailto:") :] if text.lower().startswith("mailto:") else text


def _moment(value: date) -> datetime:
    """Return a time in UTC; a day begins at midnight, and a time without a zone counts as UTC.

    Assumption: a file is read where nobody's zone is known.
    """
    at = value if isinstance(value, datetime) else datetime.combine(value, time())
    zone: tzinfo = at.tzinfo or UTC
    return at.replace(tzinfo=zone).astimezone(UTC)


_SAME: dict[str, Callable[[_Reader, Any], None]] = {
    "SUMMARY": lambda reader, value: reader.set(subject=str(value)),
    "DESCRIPTION": lambda reader, value: reader.set(body=Body(TextFormat.PLAIN, str(value))),
    "CLASS": lambda reader, value: reader.set(sensitivity=_CLASSES[str(value).upper()]),
    "CATEGORIES": _categories,
    "PRIORITY": _priority,
    "CREATED": lambda reader, value: reader.set(date_time_created=_moment(value.dt)),
}
_EVENT = _SAME | {
    "UID": lambda reader, value: reader.set(uid=str(value)),
    "DTSTAMP": lambda reader, value: reader.set(date_time_stamp=_moment(value.dt)),
    "DTSTART": _begin,
    "LOCATION": lambda reader, value: reader.set(location=str(value)),
    "TRANSP": lambda reader, value: _busy(reader, "TRANSP", value),
    "X-MICROSOFT-CDO-BUSYSTATUS": lambda reader, value: _busy(reader, "X-MICROSOFT-CDO-BUSYSTATUS", value),
    "STATUS": _state,
    "SEQUENCE": lambda reader, value: reader.set(appointment_sequence_number=whole(value)),
    "ORGANIZER": _organizer,
    "ATTENDEE": _attendee,
    "RRULE": _repeat,
    "RECURRENCE-ID": lambda reader, value: reader.set(recurrence_id=_replaced(value)),
}
_TO_DO = _SAME | {
    # Assumption: a task has neither of the two.
    "UID": lambda reader, value: None,
    "DTSTAMP": lambda reader, value: None,
    "DTSTART": lambda reader, value: reader.set(start_date=_moment(value.dt)),
    "DUE": lambda reader, value: reader.set(due_date=_moment(value.dt)),
    "COMPLETED": lambda reader, value: reader.set(complete_date=_moment(value.dt)),
    "STATUS": lambda reader, value: reader.set(status=_TASK_STATES[str(value).upper()]),
    "PERCENT-COMPLETE": lambda reader, value: reader.set(percent_complete=float(whole(value))),
    "RRULE": lambda reader, value: reader.set(recurrence=recurrence(value, reader.component["DTSTART"].dt)),
}
_KINDS = {"VEVENT": ("IPM.Appointment", _EVENT), "VTODO": ("IPM.Task", _TO_DO)}
