"""t:TimeZoneDefinitionType and the older t:TimeZoneType."""

from dataclasses import replace
from datetime import time, timedelta
from functools import lru_cache
from typing import Any, Final

from fakeserver.protocols.ews.errors import MANAGED_API, EwsError, Row
from fakeserver.protocols.ews.soap.datatypes import Datatype
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.time_zone_context import read_by
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.recurrences import DAY_OF_WEEK, RELATIVE_YEARLY
from fakeserver.protocols.ews.values.simple import DATE, INTEGER, ValueType, plain
from fakeserver.protocols.ews.values.strict import check_attributes
from fakeserver.protocols.ews.values.structure import (
    Attribute,
    Part,
    attribute_types,
    items,
    part,
    read_attributes,
    read_children,
    sequence,
    structure,
    written_attributes,
)
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import DayOfWeek, RelativeYearly
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
from fakeserver.tenant.exchange.kinds.zone_definitions import definition_of

_CHANGE_DAY: Final = Row(
    "ErrorCalendarInvalidDayForTimeChangePattern",
    "The value of the DaysOfWeek property is not valid for time change pattern of time zone.",
    MANAGED_API,
)
_DURATION: Final = plain(spelling.DURATION)

# --- the definition since Exchange 2010 ----------------------------------------------------------------------------

_ID: Final = Attribute("Id", "id", spelling.TEXT)
_NAME: Final = Attribute("Name", "name", spelling.TEXT)
_TARGET: Final = structure(
    Target,
    attributes=[
        Attribute(
            "Kind",
            "kind",
            spelling.one_of("TransitionTargetKindType", {"Period": TargetKind.PERIOD, "Group": TargetKind.GROUP}),
            required=True,
        )
    ],
    text=("id", spelling.TEXT),
)
_TO: Final = part("To", "to", _TARGET, required=True)
_YEARLY: Final = (
    _TO,
    part("TimeOffset", "offset", _DURATION, required=True),
    part("Month", "month", INTEGER, required=True),
)


def _on_weekday(day_of_week: DayOfWeek, **rest: Any) -> YearlyTransitionOnWeekday:
    if not day_of_week.is_single:
        raise EwsError(_CHANGE_DAY)
    return YearlyTransitionOnWeekday(day_of_week=day_of_week, **rest)


_TRANSITION_TYPES: Final[dict[str, ValueType]] = {
    "Transition": structure(Transition, _TO),
    "AbsoluteDateTransition": structure(
        TransitionAt, _TO, part("DateTime", "at", plain(spelling.DATE_TIME), required=True)
    ),
    "RecurringDateTransition": structure(YearlyTransitionOnDate, *_YEARLY, part("Day", "day", INTEGER, required=True)),
    "RecurringDayTransition": structure(
        _on_weekday,
        *_YEARLY,
        part("DayOfWeek", "day_of_week", plain(DAY_OF_WEEK), required=True),
        part("Occurrence", "occurrence", INTEGER, required=True),
    ),
}
_TRANSITION_ELEMENTS: Final[dict[type, str]] = {
    Transition: "Transition",
    TransitionAt: "AbsoluteDateTransition",
    YearlyTransitionOnDate: "RecurringDateTransition",
    YearlyTransitionOnWeekday: "RecurringDayTransition",
}


_TRANSITION: Final = Part("", _TRANSITION_TYPES, lambda value: _TRANSITION_ELEMENTS[type(value)])


def _write_transitions(name: str, value: Transitions) -> Xml:
    return element(name, *map(_TRANSITION.write, value.transitions), **written_attributes([_ID], value))


def _read_transitions(node: Element) -> Transitions:
    check_attributes(node, ["Id"])
    return Transitions(read_attributes(node, [_ID]).get("id"), read_children(node, _TRANSITION))


_TRANSITIONS: Final = ValueType(
    _write_transitions,
    _read_transitions,
    datatype=Datatype(
        "t:ArrayOfTransitionsType",
        children={name: of_type.datatype for name, of_type in _TRANSITION_TYPES.items()},
        attributes=attribute_types([_ID]),
        many=True,
    ),
)


def _period(**values: Any) -> Period:
    return Period(values.get("id"), values.get("name"), values.get("bias"))


_PERIOD: Final = structure(_period, attributes=[Attribute("Bias", "bias", spelling.DURATION), _NAME, _ID])
_DEFINITION: Final = structure(
    TimeZone,
    # The schema demands a period; Exchange's own answers have none.
    part("Periods", "periods", sequence(items("Period", _PERIOD), at_least_one=False)),
    part("TransitionsGroups", "groups", sequence(items("TransitionsGroup", _TRANSITIONS))),
    part("Transitions", "transitions", _TRANSITIONS),
    attributes=[_ID, _NAME],
)


@lru_cache(maxsize=256)
def _write_whole(name: str, zone: TimeZone) -> Xml:
    """Write a definition: of a zone that Windows has, all of it, without which the EWS Managed API reads none.

    Assumption: where a client sent other rules with an id of Windows', the service knows better.
    """
    return _DEFINITION.write(name, definition_of(zone.id or "") or zone)


TIME_ZONE: Final = replace(
    _DEFINITION, write=_write_whole, write_precise=None, constant=str, comparable=lambda zone: zone.id or ""
)

# --- the older one ---------------------------------------------------------------------------------------------------

_ZONE_NAME: Final = Attribute("TimeZoneName", "name", spelling.TEXT)
_CHANGE_DAYS: Final[dict[str, ValueType]] = {
    "RelativeYearlyRecurrence": RELATIVE_YEARLY,
    "AbsoluteDate": DATE,
}


def _change_day(value: RelativeYearly | ZonedDate) -> str:
    return "RelativeYearlyRecurrence" if isinstance(value, RelativeYearly) else "AbsoluteDate"


def _change(offset: timedelta, time: time, day: Any = None, name: str | None = None) -> TimeChange:
    if isinstance(day, RelativeYearly) and not day.day.is_single:
        raise EwsError(_CHANGE_DAY)
    return TimeChange(name, offset, day, time)


_CHANGE: Final = structure(
    _change,
    part("Offset", "offset", _DURATION, required=True),
    Part("day", _CHANGE_DAYS, _change_day),
    part("Time", "time", plain(spelling.TIME), required=True),
    attributes=[_ZONE_NAME],
)


def _both_or_none(**values: Any) -> BasicTimeZone:
    zone = BasicTimeZone(**values)
    if (zone.standard is None) != (zone.daylight is None) or (zone.standard and zone.base_offset is None):
        raise ValueError("standard and daylight saving time come together")
    return zone


BASIC_TIME_ZONE: Final = structure(
    _both_or_none,
    part("BaseOffset", "base_offset", _DURATION),
    part("Standard", "standard", _CHANGE),
    part("Daylight", "daylight", _CHANGE),
    attributes=[_ZONE_NAME],
)
read_by(TIME_ZONE.read, BASIC_TIME_ZONE.read)
