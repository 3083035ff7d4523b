"""What changes of an appointment bring about: its times, its reminder, and what a new one has besides.

Sources: exchange-web-services/how-to-create-all-day-events-by-using-ews-in-exchange, /how-to-update-the-time-zone-for-
an-appointment-by-using-ews-in-exchange; recordings of Exchange Online for what a new one has.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final

from fakeserver.tenant.exchange.kinds.all_day import whole_days
from fakeserver.tenant.exchange.kinds.uids import new_uid
from fakeserver.tenant.exchange.kinds.zone_rules import BadTimeZone, zone_of
from fakeserver.tenant.refusals import TimeUnknown

#: A time -> the zone that it is in.
_ZONES: Final = {"start": "start_time_zone", "end": "end_time_zone"}
_HALF_HOUR: Final = timedelta(minutes=30)

#: Gives a property by its name, None where there is none.
_ValueOf = Callable[[str], Any]


def new(given: Mapping[Any, Any], now: datetime, chance: bytes) -> dict[Any, Any]:
    """Return the properties of a new appointment.

    Without times it is in the next half hour. The time that is missing beside another is of that half hour, wherever
    the other is ([MS-ASCAL] 3.2.4.4; recorded of one that began in the past).

    Args:
        given: the properties that the request has; its zones are known.
        chance: 16 octets, for its UID.

    Raises:
        TimeUnknown: the days of one that is all day cannot be counted.
    """
    start: datetime = given.get("start") or _next_half_hour(now)
    end: datetime = given.get("end") or _next_half_hour(now) + _HALF_HOUR
    properties = {"uid": new_uid(now, chance), "reminder_is_set": True, **given, "start": start, "end": end}
    return {**properties, **_whole_days(properties.get)}


def settled(changes: Mapping[Any, Any], stored: _ValueOf) -> dict[Any, Any]:
    """Return changes of an appointment with those that they bring about.

    Args:
        changes: their zones are known.
        stored: of the appointment as it is.

    Raises:
        TimeUnknown: as in `new`, or a time that is kept has no such clock.
    """
    if not changes.keys() & _OF_TIMES:
        return dict(changes)
    result = dict(changes)
    for time, zone in _ZONES.items():
        if changes.get(zone) is not None and time not in changes and (before := stored(time)) is not None:
            result[time] = _same_clock(before, _zone(stored, zone), zone_of(changes[zone]))

    def value_of(name: str) -> Any:
        return result[name] if name in result else stored(name)

    if "start" in result and "reminder_due_by" not in changes:
        # It was due at the former start.
        result["reminder_due_by"] = None
    return {**result, **_whole_days(value_of)}


#: What times depend on.
_OF_TIMES: Final = frozenset((*_ZONES, *_ZONES.values(), "meeting_time_zone", "is_all_day"))


def _whole_days(value_of: _ValueOf) -> dict[str, Any]:
    start, end = value_of("start"), value_of("end")
    # One that ends before it begins is refused for that.
    if not value_of("is_all_day") or start is None or end is None or end < start:
        return {}
    try:
        start, end = whole_days(start, end, _zone(value_of, "start_time_zone"))
    except OverflowError as problem:
        raise TimeUnknown from problem
    return {"start": start, "end": end}


def _zone(value_of: _ValueOf, name: str) -> tzinfo:
    """Return the zone of a time: its own, else that of the start, else that of the meeting, else UTC."""
    stored = value_of(name) or value_of("start_time_zone") or value_of("meeting_time_zone")
    try:
        return UTC if stored is None else zone_of(stored)
    except BadTimeZone:
        # One that came from outside EWS.
        return UTC


def _same_clock(moment: datetime, before: tzinfo, after: tzinfo) -> datetime:
    try:
        return moment.astimezone(before).replace(tzinfo=after).astimezone(UTC)
    except OverflowError as problem:
        raise TimeUnknown from problem


def _next_half_hour(now: datetime) -> datetime:
    past = now.minute % 30
    return now.replace(minute=now.minute - past, second=0, microsecond=0) + _HALF_HOUR
