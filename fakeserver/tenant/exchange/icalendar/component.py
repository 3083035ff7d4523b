"""One component of a calendar object that is being read, and the values that all of them have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Final

from fakeserver.tenant.exchange.icalendar.foreign_zones import ForeignZone, ForeignZones
from fakeserver.tenant.exchange.icalendar.rules import recurrence, whole
from fakeserver.tenant.exchange.icalendar.words import CLASSES
from fakeserver.tenant.exchange.kinds.recurrence import Recurrence
from fakeserver.tenant.exchange.values import Body, Importance, TextFormat

#: What the zone of a time is called while the package reads it.
ZONE_PARAMETER: Final = "X-TZID"
#: What values raise that are not what their names promise: the package keeps them as they stand.
NO_VALUE: Final = (ValueError, KeyError, AttributeError, TypeError, OverflowError, IndexError)


@dataclass
class Entry:
    """What a component is in a mailbox."""

    item_class: str
    #: by domain name
    properties: dict[str, Any] = field(default_factory=dict)
    #: of a series: what is different; each has ``recurrence_id``
    exceptions: list["Entry"] = field(default_factory=list)
    #: of a contact: octets
    picture: bytes | None = None


@dataclass(frozen=True)
class Surroundings:
    """What the components of a calendar object share."""

    zones: ForeignZones
    #: that of days, and of times that name none
    local: ForeignZone | None
    #: sentences about what has no place in a mailbox
    remarks: list[str]
    #: what the object is sent for, in upper case; empty where it does not say
    method: str


class Reader:
    """Reads one component; what has no place is noted."""

    def __init__(self, component: Any, item_class: str, around: Surroundings) -> None:
        self.component = component
        self.entry = Entry(item_class)
        self.around = around
        self._name = repr(str(component.get("SUMMARY") or component.get("UID") or component.name))

    def read(self, table: Mapping[str, Callable[["Reader", Any], None]], beside: frozenset[str]) -> Entry:
        """Return what it is, by a table of what each property sets.

        Args:
            beside: names that are read together with another, or that the mailbox says anew.
        """
        for name, value in self.component.property_items(recursive=False, sorted=False):
            if name in table:
                try:
                    table[name](self, value)
                except NO_VALUE:
                    self.remark(f"{name}:{shown(value)} is not taken")
            elif name not in beside:
                self.remark(f"{name} is not taken")
        for error in self.component.errors:
            self.remark(f"{error[0]} cannot be read: {error[1]}")
        return self.entry

    def set(self, **properties: Any) -> None:
        """Give it properties."""
        self.entry.properties |= properties

    def remark(self, what: str) -> None:
        """Note what is not taken."""
        self.around.remarks.append(f"{self._name}: {what}")

    # --- times -------------------------------------------------------------------------------------------------------

    def zone_of(self, value: Any) -> ForeignZone | None:
        """Return the zone that a value names, or the object's where it is local time; None for UTC."""
        name = zone_name(value)
        if name:
            return self.around.zones.named(name)
        first = getattr(value, "dt", None)
        return None if getattr(first, "tzinfo", None) is not None else self.around.local

    def local(self, value: Any, given: Any = None) -> datetime:
        """Return a time in its zone; a day begins at midnight.

        Args:
            given: one of several that a value holds.

        Assumption: a time whose zone nothing says is UTC, since nobody's zone is known here.

        Raises:
            One of `NO_VALUE`: it is no time.
        """
        at: date = value.dt if given is None else given
        if not isinstance(at, date):
            raise ValueError(f"{at} is no time")
        moment = at if isinstance(at, datetime) else datetime.combine(at, time())
        name = zone_name(value)
        if moment.tzinfo is not None and not name:
            return moment.astimezone(UTC)
        zone = self.around.zones.named(name) if name else self.around.local
        return moment.replace(tzinfo=UTC if zone is None else zone.zone)

    def moment(self, value: Any, given: Any = None) -> datetime:
        """Return a time in UTC; arguments and errors as those of `local`."""
        return self.local(value, given).astimezone(UTC)

    def recurrence(self, rule: Any) -> Recurrence:
        """Return how it recurs, from its start on.

        Raises:
            One of `NO_VALUE`: Exchange has no such recurrence.
        """
        if isinstance(self.component["RRULE"], list):
            raise ValueError("several rules")
        return recurrence(rule, self.local(self.component["DTSTART"]))


def zone_name(value: Any) -> str:
    """Return the name of the zone that a time is in; empty where it names none."""
    return str(value.params.get(ZONE_PARAMETER) or "") if value.params else ""


def shown(value: Any) -> str:
    """Return a value as it stands in the object, or what of it is enough to find it."""
    ical = value.to_ical() if hasattr(value, "to_ical") else str(value)
    return (ical.decode("utf-8", "replace") if isinstance(ical, bytes) else str(ical))[:200]


def _categories(reader: Reader, value: Any) -> None:
    words = [str(word) for word in getattr(value, "cats", [value])]
    reader.set(categories=[*reader.entry.properties.get("categories", []), *words])


def _priority(reader: Reader, value: Any) -> None:
    # RFC 5545 section 3.8.1.9: 1 is the highest, 5 the middle, 0 undefined.
    number = whole(value)
    reader.set(importance=Importance.HIGH if 0 < number < 5 else Importance.LOW if number > 5 else Importance.NORMAL)


#: What events and to-dos have alike.
COMMON: Final[dict[str, Callable[[Reader, Any], None]]] = {
    "SUMMARY": lambda reader, value: reader.set(subject=str(value)),
    "DESCRIPTION": lambda reader, value: reader.set(body=Body(TextFormat.PLAIN, str(value))),
    "CLASS": lambda reader, value: reader.set(sensitivity=CLASSES[str(value).upper()]),
    "CATEGORIES": _categories,
    "PRIORITY": _priority,
    "CREATED": lambda reader, value: reader.set(date_time_created=reader.moment(value)),
}
