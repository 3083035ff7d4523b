"""t:RecurringMasterItemIdRanges: the appointments of a series in some periods, since Exchange 2013.

Source: web-service-reference/recurringmasteritemidranges, /range-occurrencesrangetype.
Assumption: what stands in several ranges comes once; without Count, or with more, there are no more than other lists
have; a Count below 1 is out of range.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import OUT_OF_RANGE
from fakeserver.protocols.ews.request.ids import Id, named_item, read_series_id
from fakeserver.protocols.ews.request.occurrence_ids import as_series
from fakeserver.protocols.ews.request.paging import MAX_ENTRIES
from fakeserver.protocols.ews.soap.complex_types import complex_type, list_type
from fakeserver.protocols.ews.soap.limits import check_number
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, boolean_attribute, children, integer_attribute
from fakeserver.protocols.ews.soap.time_zone_context import in_utc
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import parsed
from fakeserver.tenant.exchange.entities import Item

RANGES: Final = "t:RecurringMasterItemIdRanges"
RANGES_TYPE: Final = complex_type(
    "Id ChangeKey",
    {"t:Ranges": list_type({"t:Range": complex_type("Start End Count CompareOriginalStartTime")})},
)
_EVER: Final = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Range:
    """A period, and how many of the appointments in it are wanted."""

    start: datetime
    end: datetime
    count: int
    #: it is about when they were planned
    as_planned: bool


@dataclass(frozen=True)
class Ranges:
    """A series by its id, and periods."""

    series: Id[Item]
    ranges: tuple[Range, ...]


def read_ranges(node: Element) -> Ranges:
    """Read t:RecurringMasterItemIdRanges.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: there are too many ranges.
    """
    ranges = node.find(t("Ranges"))
    if ranges is not None:
        check_number(ranges)
    return Ranges(read_series_id(node), tuple(map(_read_range, children(ranges))))


def occurrences_in(call: Call, given: Ranges) -> list[Item]:
    """Return the appointments that the caller is shown, by their starts.

    Raises:
        IdMalformed, ChangeKeyInvalid, ItemNotFound: the id names no item.
        EwsError: it names no series, or a count is out of range.
        FolderAccessDenied: the caller may not read it.
    """
    item = named_item(call, given.series)
    mailbox = call.visit_in(item.folder).mailbox
    series = as_series(mailbox, item)
    found: dict[str, Item] = {}
    for one in given.ranges:
        if one.count < 1:
            raise EwsError(OUT_OF_RANGE)
        limit = min(one.count, MAX_ENTRIES)
        several = mailbox.calendar.occurrences(series, one.start, one.end, as_planned=one.as_planned, limit=limit)
        found |= {each.item_id: each for each in several if call.shows(each)}
    return sorted(found.values(), key=lambda each: each.get("start"))


def _read_range(node: Element) -> Range:
    start, end = (_moment(node, name, ever) for name, ever in zip(("Start", "End"), _EVER, strict=True))
    count = integer_attribute(node, "Count", MAX_ENTRIES)
    return Range(start, end, count, boolean_attribute(node, "CompareOriginalStartTime", False))


def _moment(node: Element, name: str, ever: datetime) -> datetime:
    given = node.get(name)
    return ever if given is None else in_utc(parsed(spelling.DATE_TIME, node, given, name), node)
