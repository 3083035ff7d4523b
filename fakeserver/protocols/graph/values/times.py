"""Times: DateTimeOffset, which is UTC, and dateTimeTimeZone, which names its zone.

Sources: resources/datetimetimezone; GD#4758 for a zone that the service does not know. Assumption: a time with an
offset of its own is at that moment, whatever the zone beside it.
"""

import re
from datetime import UTC, datetime, tzinfo
from typing import Any, Final, NamedTuple

from fakeserver.protocols.graph.errors import GraphError, Row
from fakeserver.protocols.graph.refusals import INVALID_EVENT
from fakeserver.protocols.graph.values.reading import structure, text
from fakeserver.tenant.exchange.kinds.time_zones import TimeZone
from fakeserver.tenant.windows_zones import windows_id_of, zone_by_id

ZONE_UNKNOWN: Final = Row(
    400,
    "TimeZoneNotSupportedException",
    "A valid TimeZone value must be specified. The following TimeZone value is not supported: '{zone}'.",
    fix="Windows' names (W. Europe Standard Time) and IANA's (Europe/Berlin) are zones",
)
#: What an event cannot have.
INVALID: Final = INVALID_EVENT

#: Of a response that was never given.
NEVER: Final = "0001-01-01T00:00:00Z"
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|z|[+-]\d\d:\d\d)?")


class Zone(NamedTuple):
    """A time zone as a client has named it."""

    name: str
    windows_id: str
    clock: tzinfo

    @property
    def stored(self) -> TimeZone:
        """As an appointment has it."""
        return TimeZone(self.windows_id)


UTC_ZONE: Final = Zone("UTC", "UTC", UTC)


def zone_named(name: str) -> Zone:
    """Return the zone with a name of Windows' or IANA's.

    Raises:
        GraphError: there is none.
    """
    known = zone_by_id(name)
    if known is not None:
        return Zone(name, "UTC" if known is UTC else name, known)
    windows_id = windows_id_of(name)
    clock = None if windows_id is None else zone_by_id(windows_id)
    if windows_id is None or clock is None:
        raise GraphError(ZONE_UNKNOWN, zone=name[:200])
    return Zone(name, windows_id, clock)


def utc_text(moment: datetime) -> str:
    """Return a moment as DateTimeOffset: in UTC, to the second, as the service writes it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def precise_text(moment: datetime) -> str:
    """Return a moment as DateTimeOffset with its fraction, without zeros at the end: so events have theirs."""
    shown = moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00")
    return shown.rstrip("0").removesuffix(".") + "Z"


def zoned(moment: datetime, zone: Zone) -> dict[str, str]:
    """Return a moment as dateTimeTimeZone, with seven decimals."""
    try:
        local = moment.astimezone(zone.clock)
    except OverflowError:
        # The first and the last day of the calendar.
        local = moment
    return on_clock(local, zone)


def on_clock(local: datetime, zone: Zone) -> dict[str, str]:
    """Return what a clock of a zone shows, as dateTimeTimeZone."""
    shown = local.replace(tzinfo=None).isoformat(timespec="microseconds")
    return {"dateTime": f"{shown}0", "timeZone": zone.name}


class Timed(NamedTuple):
    """A dateTimeTimeZone as it was read."""

    #: in UTC
    moment: datetime
    zone: Zone
    #: what the clock of the zone shows
    local: datetime


def read_zoned(value: Any, name: str) -> Timed:
    """Read a dateTimeTimeZone; without a zone it is in UTC.

    Raises:
        GraphError: it is none, or its zone is not known.
    """
    given = structure(value, name, "dateTimeTimeZone", frozenset({"dateTime", "timeZone"}))
    named = text(given.get("timeZone"), "timeZone")
    zone = UTC_ZONE if named is None else zone_named(named)
    shown = text(given.get("dateTime"), "dateTime")
    if shown is None:
        raise GraphError(INVALID)
    try:
        local = read_time(shown)
        moment = (local if local.tzinfo is not None else local.replace(tzinfo=zone.clock)).astimezone(UTC)
        return Timed(moment, zone, moment.astimezone(zone.clock))
    except (ValueError, OverflowError) as problem:
        raise GraphError(INVALID) from problem


def read_utc(value: Any, name: str) -> datetime | None:
    """Read a DateTimeOffset, or null; a date alone, or a time without an offset, is UTC.

    Raises:
        GraphError: it is none.
    """
    shown = text(value, name)
    if shown is None:
        return None
    try:
        local = read_time(shown)
        return (local if local.tzinfo is not None else local.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise GraphError(INVALID) from problem


def read_time(shown: str) -> datetime:
    """Read a time of ISO 8601, naive where it has no offset; what is finer than a microsecond is cut off.

    Raises:
        ValueError: it is none.
    """
    found = _TIME.fullmatch(shown.strip())
    if found is None:
        raise ValueError(f"no time: {shown!r}")
    day, clock, seconds, fraction, offset = found.groups()
    at = f"{day}T{clock or '00:00'}:{seconds or '00'}.{(fraction or '')[:6].ljust(6, '0')}"
    return datetime.fromisoformat(at + {"Z": "+00:00", "z": "+00:00"}.get(offset or "", offset or ""))
