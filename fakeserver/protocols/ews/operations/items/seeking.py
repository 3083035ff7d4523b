"""m:SeekToConditionPageItemView of FindItem: a page that begins with the first item that meets a condition.

Source: web-service-reference/seektoconditionpageitemview.
Assumption: where no item meets it the page is empty and the last one; from the end, the page is what stands up to the
last item that meets it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.calendar_view import is_calendar
from fakeserver.protocols.ews.operations.items.errors import SEEK_NOT_SUPPORTED
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.paging import BASE_POINT, Page, Part, part_of, read_max_entries
from fakeserver.protocols.ews.request.restrictions import RESTRICTION, read_restriction
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import required, word_attribute
from fakeserver.steps import BATCH, Pace, Steps
from fakeserver.tenant.exchange.criteria import Cost, Criterion, met_in_steps
from fakeserver.tenant.exchange.entities import Folder, Item

SEEKING: Final = complex_type("MaxEntriesReturned BasePoint", {"t:Condition": RESTRICTION})


@dataclass(frozen=True)
class Seeking:
    """Where a page begins, from which end, and how many items it has."""

    condition: Criterion[Item]
    page: Page

    def part(self, folder: Folder, items: Sequence[Item]) -> Steps[Part]:
        """Return which part of a result it is.

        Raises:
            EwsError: the folder is a calendar.
        """
        if is_calendar(folder):
            raise EwsError(SEEK_NOT_SUPPORTED)
        from_end = self.page.from_end
        skipped = yield from _place(self.condition, reversed(items) if from_end else items)
        page = Page(self.page.max_entries, skipped, from_end, given=True)
        return part_of(len(items), page)


def read_seeking(call: Call) -> Seeking | None:
    """Read m:SeekToConditionPageItemView; None: there is none.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: the condition cannot be searched by, or nothing is wanted.
    """
    node = call.parts.get(m("SeekToConditionPageItemView"))
    if node is None:
        return None
    from_end = word_attribute(node, "BasePoint", BASE_POINT) == "End"
    condition = read_restriction(required(node, t("Condition")))
    assert condition is not None
    return Seeking(condition, Page(read_max_entries(node), from_end=from_end))


def _place(condition: Criterion[Item], items: Iterable[Item]) -> Steps[int]:
    """Return before how many items none meets the condition."""
    place, pace = 0, Pace()
    if condition.cost is Cost.BODY:
        for item in items:
            if (yield from met_in_steps(condition, item, pace)):
                break
            place += 1
        return place
    # A step for each item would take longer than the look at it.
    between = max(BATCH // condition.tests, 1)
    for item in items:
        if condition.met_by(item):
            break
        place += 1
        if not place % between and pace.is_over():
            yield
    return place
