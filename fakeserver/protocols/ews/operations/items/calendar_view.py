"""m:CalendarView of FindItem: what takes place in a period, the appointments of series one by one.

Source: web-service-reference/calendarview, /finditem-operation; recordings for the answer, which says where it is
complete and has no offset.
Assumption: codes where what stands beside it is refused; no more than a page of other lists, and TotalItemsInView is
the number that is returned; the two years go from a date to the same two years later.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime
from typing import Final

from fakeserver.protocols.ews.answers.forms import XmlSteps
from fakeserver.protocols.ews.errors import EwsError, not_performed_here
from fakeserver.protocols.ews.operations.items.errors import (
    NO_CALENDAR,
    NOTHING_BESIDE_VIEW,
    VIEW_TOO_LONG,
)
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import INVALID_PAGING
from fakeserver.protocols.ews.request.ids import Id, named_folder
from fakeserver.protocols.ews.request.paging import MAX_ENTRIES
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, attribute, integer_attribute
from fakeserver.protocols.ews.soap.time_zone_context import in_utc
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import parsed
from fakeserver.steps import each
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.refusals import EndsBeforeStart

CALENDAR_VIEW: Final = complex_type("StartDate EndDate MaxEntriesReturned")
_BESIDE: Final = ("Restriction", "SortOrder", "QueryString", "GroupBy", "DistinguishedGroupBy")
_YEARS: Final = 2


@dataclass(frozen=True)
class CalendarView:
    """A period, and how many appointments of it are wanted."""

    start: datetime
    end: datetime
    limit: int

    def find(self, call: Call, parent: Id[Folder], write: Callable[[Item], Xml]) -> XmlSteps:
        """Return what takes place in a folder.

        Raises:
            FolderNotFound, FolderAccessDenied, IdMalformed, MailboxRefused: as `named_folder`.
            EwsError: the folder is no calendar.
        """
        folder = named_folder(call, parent, "read")
        if not is_calendar(folder):
            raise EwsError(NO_CALENDAR)
        calendar = call.visit_in(folder).mailbox.calendar
        # One more, to see whether that is all.
        hides = call.hides_in(folder)
        found = yield from calendar.view_in_steps(folder, self.start, self.end, None if hides else self.limit + 1)
        found = [item for item in found if call.shows(item)] if hides else found
        shown = found[: self.limit]
        written = yield from each(shown, write)
        return element(
            "m:RootFolder",
            element("t:Items", *written),
            TotalItemsInView=str(len(shown)),
            IncludesLastItemInRange="true" if len(found) == len(shown) else "false",
        )


def read_calendar_view(call: Call, traversal: str) -> CalendarView | None:
    """Read m:CalendarView, whose element has been checked; None: there is none.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: it ends before it starts, or is too long; it is to return nothing; something stands beside it.
    """
    node = call.parts.get(m("CalendarView"))
    if node is None:
        return None
    start, end = _moment(node, "StartDate"), _moment(node, "EndDate")
    given = integer_attribute(node, "MaxEntriesReturned", MAX_ENTRIES)
    if any(m(name) in call.parts for name in _BESIDE):
        raise EwsError(NOTHING_BESIDE_VIEW)
    if traversal != "Shallow":
        raise not_performed_here(f"CalendarView with the traversal {traversal}")
    if given < 1:
        raise EwsError(INVALID_PAGING)
    if end < start:
        raise EndsBeforeStart
    if end > _years_later(start):
        raise EwsError(VIEW_TOO_LONG)
    return CalendarView(start, end, min(given, MAX_ENTRIES))


def is_calendar(folder: Folder) -> bool:
    """Say whether a folder holds appointments; holidays and birthdays are classes of their own below."""
    return folder.folder_class.startswith("IPF.Appointment")


def _moment(node: Element, name: str) -> datetime:
    return in_utc(parsed(spelling.DATE_TIME, node, attribute(node, name), name), node)


def _years_later(start: datetime) -> datetime:
    year = start.year + _YEARS
    if year > MAXYEAR:
        return datetime.max.replace(tzinfo=UTC)
    try:
        return start.replace(year=year)
    except ValueError:
        # 29 February
        return start.replace(year=year, month=3, day=1)
