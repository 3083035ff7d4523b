"""Calendar objects read: the appointments and tasks that are in them, by the properties that items have.

The package icalendar reads the lines. What no item can hold is named in the remarks.
Source: [MS-OXCICAL] section 2.1.3; RFC 5545.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, Final

from fakeserver.tenant.exchange.icalendar.alarms import only_triggers, read_alarms
from fakeserver.tenant.exchange.icalendar.component import (
    NO_VALUE,
    ZONE_PARAMETER,
    Entry,
    Reader,
    Surroundings,
    shown,
)
from fakeserver.tenant.exchange.icalendar.event_fields import BESIDE, EVENT, replaced
from fakeserver.tenant.exchange.icalendar.foreign_zones import ForeignZones
from fakeserver.tenant.exchange.icalendar.to_do_fields import TO_DO
from fakeserver.tenant.exchange.kinds.appointment import DeletedOccurrence

#: How a calendar is written, which is understood, or said of all of it.
_OF_THE_CALENDAR: Final = frozenset({"VERSION", "PRODID", "CALSCALE", "METHOD", "X-WR-TIMEZONE"})
_KINDS: Final = {"VEVENT": ("IPM.Appointment", EVENT), "VTODO": ("IPM.Task", TO_DO)}
#: Components within each other; iCalendar has three.
_MAX_DEPTH: Final = 8
_FOLD: Final = re.compile(r"(?<![\r\n])[\r\n]++[ \t]")
#: Definitions of zones, under a name by which the package does not know them: it would keep them for other files.
_ZONE: Final = re.compile(r"^(BEGIN|END)((?:;[^:\n]*)?):VTIMEZONE[ \t]*$", re.IGNORECASE | re.MULTILINE)
_ZONE_NAME: Final = "X-ZONE"
#: The zone of a time, which it would look for as well.
_NAMED_ZONE: Final = re.compile(
    r"^((?:DTSTART|DTEND|DUE|EXDATE|RDATE|RECURRENCE-ID|X-MS-OLK-ORIGINAL(?:START|END))(?:;[^:\n]*?)?);TZID=",
    re.IGNORECASE | re.MULTILINE,
)
_COMPONENT: Final = re.compile(r"^(BEGIN|END)\b", re.IGNORECASE | re.MULTILINE)


class NotCalendar(ValueError):
    """Something is no calendar object; the text says why."""


@dataclass
class Calendar:
    """What a calendar object holds."""

    #: what it is sent for, in upper case; empty where it does not say
    method: str = ""
    entries: list[Entry] = field(default_factory=list)
    #: a sentence for each thing that was read and has no place: "'Standup': X-COLOR is not taken"
    remarks: list[str] = field(default_factory=list)

    @property
    def event(self) -> Entry | None:
        """The first appointment; None where there is none."""
        return next((entry for entry in self.entries if entry.item_class == "IPM.Appointment"), None)


def read(octets: bytes | str) -> Calendar:
    """Return what a calendar object holds: its events and to-dos, in order.

    Raises:
        NotCalendar: it is none.
    """
    result = Calendar()
    readers: list[Reader] = []
    for calendar in _parsed(octets):
        around = _around(calendar, result)
        result.method = result.method or around.method
        told = [*calendar.keys(), *(f"{name} ({problem})" for name, problem in calendar.errors)]
        result.remarks += [f"{name} of the calendar is not taken" for name in told if name not in _OF_THE_CALENDAR]
        for component in calendar.subcomponents:
            if component.name in _KINDS:
                readers.append(Reader(component, _KINDS[component.name][0], around))
            elif component.name != _ZONE_NAME:
                result.remarks.append(f"{component.name} is not taken")
    result.entries = _entries(readers)
    return result


def _parsed(octets: bytes | str) -> list[Any]:
    from icalendar import Calendar as Package

    text = octets.decode("utf-8-sig", "replace") if isinstance(octets, bytes) else octets
    text = _ZONE.sub(rf"\1\2:{_ZONE_NAME}", _FOLD.sub("", text).replace("\r\n", "\n"))
    text = _NAMED_ZONE.sub(rf"\1;{ZONE_PARAMETER}=", text)
    _check_depth(text)
    try:
        objects = Package.from_ical(only_triggers(text), multiple=True)
    except NO_VALUE as problem:
        raise NotCalendar(str(problem)) from problem
    if not objects or any(each.name != "VCALENDAR" for each in objects):
        raise NotCalendar("it does not begin with BEGIN:VCALENDAR")
    return list(objects)


def _check_depth(text: str) -> None:
    depth = 0
    for found in _COMPONENT.finditer(text):
        depth += 1 if found[1].upper() == "BEGIN" else -1
        if depth > _MAX_DEPTH:
            raise NotCalendar("its components lie too deep within each other")


def _around(calendar: Any, result: Calendar) -> Surroundings:
    zones = ForeignZones(each for each in calendar.subcomponents if each.name == _ZONE_NAME)
    told = calendar.get("X-WR-TIMEZONE")
    local = zones.named(told) if told else zones.only()
    return Surroundings(zones, local, result.remarks, str(calendar.get("METHOD", "")).strip().upper())


def _entries(readers: list[Reader]) -> list[Entry]:
    """Return what components are, those with exceptions before them or behind them."""
    uids = {_uid(reader) for reader in readers if "RECURRENCE-ID" not in reader.component}
    alone: list[Entry] = []
    series: dict[str, Entry] = {}
    exceptions: list[Reader] = []
    for reader in readers:
        if _is_of(uids, reader.component):
            exceptions.append(reader)
        else:
            alone.append(_entry(reader))
            series.setdefault(_uid(reader), alone[-1])
    for reader in exceptions:
        _add_exception(series.get(_uid(reader)), reader)
    return alone


def _entry(reader: Reader) -> Entry:
    entry = reader.read(_KINDS[reader.component.name][1], BESIDE)
    read_alarms(reader)
    return entry


def _add_exception(series: Entry | None, reader: Reader) -> None:
    """Take an appointment of a series for what it says: that it does not take place, or what is different."""
    which = reader.component["RECURRENCE-ID"]
    try:
        at = replaced(reader, which)
    except ValueError:
        series = None
    if series is None or reader.component.name != "VEVENT":
        reader.remark(f"what is different on {shown(which)} in the series {_uid(reader)} is not taken")
    elif str(reader.component.get("STATUS", "")).upper() != "CANCELLED":
        series.exceptions.append(_entry(reader))
    elif "recurrence" in series.properties:
        gone = series.properties.get("deleted_occurrences", ())
        series.properties["deleted_occurrences"] = (*gone, DeletedOccurrence(at))


def _uid(reader: Reader) -> str:
    return str(reader.component.get("UID"))


def _is_of(series: Container[str], component: Any) -> bool:
    """Say whether a component is an exception of a series.

    One whose series is not there, an orphan instance, is an appointment by itself. Source: [MS-OXCICAL] 1.1.
    """
    return "RECURRENCE-ID" in component and (component.name != "VEVENT" or str(component.get("UID")) in series)
