"""The time zone of dates and times in a request that have no offset.

The item's own zone comes first (t:StartTimeZone, t:EndTimeZone), then t:TimeZoneContext of the SOAP header, then UTC.
Requests of Exchange 2007 have neither: there t:MeetingTimeZone counts, for everything in its item.
An update has one property alone; `updates` puts the zone beside it.

Source: exchange-web-services/time-zones-and-ews-in-exchange; a zone that the service refuses:
OfficeDev/ews-managed-api#74.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, EwsError, Row
from fakeserver.protocols.ews.soap.names import s, t
from fakeserver.protocols.ews.soap.reading import Element, Find, required_one
from fakeserver.protocols.ews.soap.versions import requested_version
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.time_zones import BasicTimeZone, TimeZone
from fakeserver.tenant.exchange.kinds.zone_rules import BadTimeZone, zone_of

#: Assumption: the code is reported for invalid definitions; an unknown id gets the same.
_INVALID: Final = Row("ErrorTimeZone", "The time zone isn't valid.", MANAGED_API)
#: Assumption: the code of a t:MeetingTimeZone, which came with the codes of calendars; the page has it for any zone.
_INVALID_MEETING_ZONE: Final = Row("ErrorCalendarInvalidTimeZone", "TimeZone is invalid.", MANAGED_API)
#: Requests of these versions have no context: t:TimeZoneDefinition came with Exchange 2010.
_WITHOUT_CONTEXT: Final = frozenset({"Exchange2007", "Exchange2007_SP1"})
#: Element of an item -> its sibling with the zone of that time, or of the dates in it; in Clark notation.
OWN_ZONES: Final = {
    t("Start"): t("StartTimeZone"),
    t("ReminderDueBy"): t("StartTimeZone"),
    t("Recurrence"): t("StartTimeZone"),
    t("End"): t("EndTimeZone"),
}


_MEETING_ZONE: Final = t("MeetingTimeZone")
#: Whether it is a meeting's -> what reads a zone; see `read_by`.
_READERS: Final[dict[bool, Callable[[Element], TimeZone | BasicTimeZone]]] = {}


def check_context(header: Find) -> None:
    """Refuse a t:TimeZoneContext whose zone is not known, whatever the request asks for.

    Raises:
        Violation: there is no definition in it, or another one.
        EwsError: its id is not one of Windows', and there are no rules with it.
    """
    context = _context(header)
    if context is not None:
        zone_in(required_one(context, t("TimeZoneDefinition")))


def in_utc(value: datetime, node: Element) -> datetime:
    """Return a time that stands in an element or its attribute, in UTC; a naive one is in that element's zone."""
    if value.tzinfo is not None:
        return value
    try:
        return value.replace(tzinfo=_zone_at(node)).astimezone(UTC)
    except OverflowError:
        # The first and the last day of the calendar, which have no such moment in UTC.
        return value.replace(tzinfo=UTC)


def zoned(value: date | ZonedDate, node: Element) -> ZonedDate:
    """Return a date that stands in an element; without an offset it has the one of midnight in that element's zone."""
    if isinstance(value, ZonedDate):
        return value
    return ZonedDate(value, _zone_at(node).utcoffset(datetime.combine(value, time())) or timedelta())


def context_zone(node: Element) -> tzinfo | None:
    """Return the zone of the header of the request that an element stands in; None where it has none."""
    definition = context_definition(node)
    return None if definition is None else zone_in(definition)


def context_definition(node: Element) -> Element | None:
    """Return the definition in the header of the request that an element stands in; None where there is none."""
    header = _header(node)
    context = None if header is None else _context(header.find)
    return None if context is None else context.find(t("TimeZoneDefinition"))


def zone_in(definition: Element) -> tzinfo:
    """Return the zone that an element defines: a t:TimeZoneDefinition, or the like.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: its id is not one of Windows', and its rules say nothing.
    """
    return known(_READERS[definition.tag == _MEETING_ZONE](definition))


def read_by(zone: Callable[[Element], TimeZone], zone_of_meeting: Callable[[Element], BasicTimeZone]) -> None:
    """Take what reads the two forms of a zone: they have times in them, which are read by this module."""
    _READERS.update({False: zone, True: zone_of_meeting})


def known(zone: TimeZone | BasicTimeZone) -> tzinfo:
    """Return a zone by which times can be worked out.

    Raises:
        EwsError: its id is not one of Windows', and its rules say nothing.
    """
    try:
        return zone_of(zone)
    except BadTimeZone as problem:
        raise EwsError(_INVALID if isinstance(zone, TimeZone) else _INVALID_MEETING_ZONE, fix=str(problem)) from problem


def _zone_at(node: Element) -> tzinfo:
    definition = _own_definition(node)
    return context_zone(node) or UTC if definition is None else zone_in(definition)


def _own_definition(node: Element) -> Element | None:
    """Return the element of an item's zone that holds for an element in it; None where there is none."""
    around = [node, *node.iterancestors()]
    header = _header(node)
    if header is not None and requested_version(header.find) in _WITHOUT_CONTEXT:
        if any(each.tag == _MEETING_ZONE for each in around):
            # Its dates are in no zone but their own.
            return None
        return next((zone for each in around if (zone := each.find(_MEETING_ZONE)) is not None), None)
    timed = next((each for each in around if each.tag in OWN_ZONES), None)
    parent = None if timed is None else timed.getparent()
    return None if timed is None or parent is None else parent.find(OWN_ZONES[str(timed.tag)])


def _header(node: Element) -> Element | None:
    return node.getroottree().getroot().find(s("Header"))


def _context(header: Find) -> Element | None:
    context = header(t("TimeZoneContext"))
    return None if context is None or requested_version(header) in _WITHOUT_CONTEXT else context
