"""Paging: which part of a result an answer contains.

Source: web-service-reference/indexedpageitemview, /fractionalpageitemview; the limits of Exchange Online's throttling
policy (EwsFindCountLimit).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.errors import INVALID_FRACTION, INVALID_OFFSET, INVALID_PAGING
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.envelope import Envelope
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, integer_attribute, word_attribute

Found = TypeVar("Found")

#: Maximum of items in one answer, whatever was requested.
MAX_ENTRIES: Final = 1000


_INDEXED: Final = complex_type("MaxEntriesReturned Offset BasePoint")
_FRACTIONAL: Final = complex_type("MaxEntriesReturned Numerator Denominator")
ITEM_VIEWS: Final = {
    "m:IndexedPageItemView": _INDEXED,
    "m:FractionalPageItemView": _FRACTIONAL,
    "m:ContactsView": complex_type("MaxEntriesReturned InitialName FinalName"),
}
FOLDER_VIEWS: Final = {"m:IndexedPageFolderView": _INDEXED, "m:FractionalPageFolderView": _FRACTIONAL}
BASE_POINT: Final = of_words("IndexBasePointType", "Beginning End")


@dataclass(frozen=True)
class Page:
    """Which part of the result is requested."""

    max_entries: int = MAX_ENTRIES
    offset: int = 0
    from_end: bool = False
    #: numerator and denominator of FractionalPageItemView
    fraction: tuple[int, int] | None = None
    #: whether the request has a view: only then the answer has the offset of the next part
    given: bool = False


@dataclass(frozen=True)
class Part:
    """A slice of a result, and the attributes that describe it in the answer."""

    start: int
    stop: int
    total: int
    page: Page

    @property
    def includes_last(self) -> bool:
        """Whether nothing follows in the direction of paging."""
        return self.start <= 0 if self.page.from_end else self.stop >= self.total

    @property
    def next_offset(self) -> int:
        """The offset of the next part, from the page's base point."""
        return self.total - self.start if self.page.from_end else self.stop

    def attributes(self) -> dict[str, str]:
        """Return the attributes of m:RootFolder, in the order that recordings have."""
        found: dict[str, str] = {}
        if self.page.fraction is not None:
            found["NumeratorOffset"] = str(self.stop)
            found["AbsoluteDenominator"] = str(max(self.total, 1))
        elif self.page.given:
            found["IndexedPagingOffset"] = str(self.next_offset)
        found["TotalItemsInView"] = str(self.total)
        found["IncludesLastItemInRange"] = "true" if self.includes_last else "false"
        return found

    def of(self, found: Sequence[Found]) -> Sequence[Found]:
        """Return the part of a result."""
        return found[self.start : self.stop]


def read_page(envelope: Envelope) -> Page:
    """Read the paging of an operation that finds something.

    Raises:
        Violation: there are two views.
        EwsError: a number is out of range.
    """
    return envelope.once("page", lambda: _page(envelope.body))


def _page(parent: Element) -> Page:
    views = [child for child in parent if child.tag in _VIEWS]
    if len(views) > 1:
        raise schema.unexpected_element(views[1])
    return _VIEWS[views[0].tag](views[0]) if views else Page()


def _indexed(view: Element) -> Page:
    given, offset = _given_entries(view), integer_attribute(view, "Offset")
    from_end = word_attribute(view, "BasePoint", BASE_POINT) == "End"
    if offset < 0:
        raise EwsError(INVALID_OFFSET)
    return Page(_max_entries(given), offset, from_end, given=True)


def _fractional(view: Element) -> Page:
    given = _given_entries(view)
    numerator, denominator = integer_attribute(view, "Numerator"), integer_attribute(view, "Denominator")
    if denominator <= 0 or numerator < 0 or numerator > denominator:
        raise EwsError(INVALID_FRACTION)
    return Page(_max_entries(given), fraction=(numerator, denominator), given=True)


def _maximum_only(view: Element) -> Page:
    return Page(read_max_entries(view))


#: The views, by their names in Clark notation.
_VIEWS: Final[dict[str, Callable[[Element], Page]]] = {
    m("IndexedPageItemView"): _indexed,
    m("IndexedPageFolderView"): _indexed,
    m("FractionalPageItemView"): _fractional,
    m("FractionalPageFolderView"): _fractional,
    m("ContactsView"): _maximum_only,
    # These two are read by FindItem itself.
    m("CalendarView"): lambda view: Page(),
    m("SeekToConditionPageItemView"): lambda view: Page(),
}


def _given_entries(view: Element) -> int:
    return integer_attribute(view, "MaxEntriesReturned", MAX_ENTRIES)


def read_max_entries(view: Element) -> int:
    """Return how many entries a view wants.

    Raises:
        Violation: it is no number.
        EwsError: it wants none.
    """
    return _max_entries(_given_entries(view))


def _max_entries(given: int) -> int:
    if given <= 0:
        raise EwsError(INVALID_PAGING)
    return min(given, MAX_ENTRIES)


def part_of(total: int, page: Page) -> Part:
    """Return the part that a page is of a result."""
    if page.fraction is not None:
        start = total * page.fraction[0] // page.fraction[1]
        return Part(start, min(start + page.max_entries, total), total, page)
    if page.from_end:
        stop = max(total - page.offset, 0)
        return Part(max(stop - page.max_entries, 0), stop, total, page)
    start = min(page.offset, total)
    return Part(start, min(start + page.max_entries, total), total, page)
