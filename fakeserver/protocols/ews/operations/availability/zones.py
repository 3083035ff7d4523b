"""t:TimeZone of availability: a zone by its bias and its two changes a year, each with a bias of its own.

Source: web-service-reference/timezone-availability and the pages of its elements. A zone whose clocks do not change has
months that are 0 (/dayorder), or changes that change nothing (ecederstrand/exchangelib#488).
"""

from datetime import date, time, timedelta, tzinfo
from typing import Final

from fakeserver.digits import number_in
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.availability.errors import ZONE
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, content, integer_of, required, word
from fakeserver.protocols.ews.soap.writing import Xml, element, number, text
from fakeserver.protocols.ews.values.recurrences import DAY_OF_WEEK
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import RelativeYearly, WeekOfMonth
from fakeserver.tenant.exchange.kinds.time_zones import BasicTimeZone, TimeChange
from fakeserver.tenant.exchange.kinds.zone_rules import BadTimeZone, zone_of

_CHANGE_TYPE: Final = complex_type(elements=each("t:Bias t:Time t:DayOrder t:Month t:DayOfWeek t:Year", TEXT))
ZONE_TYPE: Final = complex_type(
    elements={"t:Bias": TEXT, "t:StandardTime": _CHANGE_TYPE, "t:DaylightTime": _CHANGE_TYPE}
)
_DAY: Final = Enumeration("DayOfWeekType", DAY_OF_WEEK.words)
#: DayOrder is one more than the index.
_WEEKS: Final = tuple(WeekOfMonth)
_INT: Final = "http://www.w3.org/2001/XMLSchema:int"
_SHORT: Final = "http://www.w3.org/2001/XMLSchema:short"
_MINUTE: Final = timedelta(minutes=1)
#: What a zone has whose clocks do not change.
_NO_CHANGE: Final = Xml(
    "<t:Bias>0</t:Bias><t:Time>00:00:00</t:Time><t:DayOrder>0</t:DayOrder><t:Month>0</t:Month>"
    "<t:DayOfWeek>Sunday</t:DayOfWeek>"
)


def read_zone(node: Element) -> tzinfo:
    """Return the zone that a t:TimeZone describes.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: its parts do not make a zone.
    """
    bias = _minutes(required(node, t("Bias")))
    standard, daylight = (_read_change(required(node, t(name))) for name in ("StandardTime", "DaylightTime"))
    try:
        if standard is None or daylight is None:
            return zone_of(BasicTimeZone(base_offset=bias))
        return zone_of(BasicTimeZone(base_offset=bias, standard=standard, daylight=daylight))
    except BadTimeZone as error:
        raise EwsError(ZONE) from error


def _read_change(node: Element) -> TimeChange | None:
    """Return one change of the clocks; None where its month is 0, so that it never comes."""
    bias = _minutes(required(node, t("Bias")))
    order = integer_of(required(node, t("DayOrder")), _SHORT, -(2**15), 2**15 - 1)
    month = integer_of(required(node, t("Month")), _SHORT, -(2**15), 2**15 - 1)
    day = DAY_OF_WEEK.parse(word(required(node, t("DayOfWeek")), _DAY))
    year = content(node.find(t("Year"))).strip()
    try:
        at = time.fromisoformat(content(required(node, t("Time"))).strip())
        if month == 0:
            return None
        if year and year != "0":
            return TimeChange(None, bias, ZonedDate(date(number_in(year, 4) or 0, month, order), timedelta()), at)
        if not 1 <= order <= len(_WEEKS):
            raise ValueError(f"no month has a day of order {order}")
        return TimeChange(None, bias, RelativeYearly(day, _WEEKS[order - 1], month), at)
    except ValueError as error:
        raise EwsError(ZONE) from error


def _minutes(node: Element) -> timedelta:
    return integer_of(node, _INT, -(2**31), 2**31 - 1) * _MINUTE


def write_zone(zone: BasicTimeZone) -> Xml:
    """Write t:TimeZone; its changes are on days of the week."""
    return element(
        "t:TimeZone",
        number("t:Bias", (zone.base_offset or timedelta()) // _MINUTE),
        _write_change("t:StandardTime", zone.standard),
        _write_change("t:DaylightTime", zone.daylight),
    )


def _write_change(name: str, change: TimeChange | None) -> Xml:
    if change is None or not isinstance(change.day, RelativeYearly):
        return element(name, _NO_CHANGE)
    return element(
        name,
        number("t:Bias", change.offset // _MINUTE),
        text("t:Time", change.time.isoformat(timespec="seconds")),
        number("t:DayOrder", _WEEKS.index(change.day.week) + 1),
        number("t:Month", change.day.month),
        text("t:DayOfWeek", DAY_OF_WEEK.spell(change.day.day)),
    )
