"""The time zone of dates and times in a request that have no offset.

The item's own zone comes first (t:StartTimeZone, t:EndTimeZone), then t:TimeZoneContext of the SOAP header, then UTC.
An update has one property alone; `updates` puts the zone beside it.

Source: exchange-web-services/time-zones-and-ews-in-exchange; a zone that the service refuses:
OfficeDev/ews-managed-api#74.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, EwsError, Row, not_performed_here
from fakeserver.protocols.ews.soap.names import s, t
from fakeserver.protocols.ews.soap.reading import Element, Find, required_one
from fakeserver.protocols.ews.soap.versions import requested_version
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.windows_zones import zone_by_id

#: Assumption: the code is reported for invalid definitions; an unknown id gets the same.
_INVALID: Final = Row("ErrorTimeZone", "The time zone isn't valid.", MANAGED_API)
#: Requests of these versions have no context: t:TimeZoneDefinition came with Exchange 2010.
_WITHOUT_CONTEXT: Final = frozenset({"Exchange2007", "Exchange2007_SP1"})
#: Element of an item -> its sibling with the zone of that time, or of the dates in it; in Clark notation.
OWN_ZONES: Final = {
    t("Start"): t("StartTimeZone"),
    t("ReminderDueBy"): t("StartTimeZone"),
    t("Recurrence"): t("StartTimeZone"),
    t("End"): t("EndTimeZone"),
}


def check_context(header: Find) -> None:
    """Refuse a t:TimeZoneContext whose zone is not known, whatever the request asks for.

    Raises:
        Violation: there is no definition in it, or another one.
        EwsError: its id is not one of Windows', and there are no rules with it.
    """
    context = _context(header)
    if context is not None:
        definition = required_one(context, t("TimeZoneDefinition"))
        if not len(definition):
            _zone_of(definition)


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


def _zone_at(node: Element) -> tzinfo:
    timed = next((each for each in (node, *node.iterancestors()) if each.tag in OWN_ZONES), None)
    parent = None if timed is None else timed.getparent()
    definition = None if timed is None or parent is None else parent.find(OWN_ZONES[str(timed.tag)])
    return context_zone(node) or UTC if definition is None else _zone_of(definition)


def context_zone(node: Element) -> tzinfo | None:
    """Return the zone of the header of the request that an element stands in; None where it has none."""
    header = node.getroottree().getroot().find(s("Header"))
    context = None if header is None else _context(header.find)
    definition = None if context is None else context.find(t("TimeZoneDefinition"))
    return None if definition is None else _zone_of(definition)


def _context(header: Find) -> Element | None:
    context = header(t("TimeZoneContext"))
    return None if context is None or requested_version(header) in _WITHOUT_CONTEXT else context


def _zone_of(definition: Element) -> tzinfo:
    zone = zone_by_id(definition.get("Id", ""))
    if zone is not None:
        return zone
    # The rules that a client sends with an id of its own are stored, and nothing here calculates with them yet.
    raise not_performed_here("a TimeZoneDefinition with rules of its own") if len(definition) else EwsError(_INVALID)
