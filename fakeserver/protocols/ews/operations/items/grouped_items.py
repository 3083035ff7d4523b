"""m:GroupBy and m:DistinguishedGroupBy of FindItem: what has the same value of a property stands together.

Sources: exchange-web-services/how-to-perform-grouped-searches-by-using-ews-in-exchange, whose answer of Exchange 2013
numbers the groups from 0 and counts their heads in the offset, but not in TotalItemsInView; the pages of the elements
in web-service-reference.
Assumption: MaxEntriesReturned counts items alone; a group that pages cut has the same number on each; items without the
property are a group; of a list all values together are compared, and texts without case.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, repeat
from operator import itemgetter
from typing import Any, Final

from fakeserver.protocols.ews.answers.forms import XmlSteps
from fakeserver.protocols.ews.errors import EwsError, not_performed_here
from fakeserver.protocols.ews.properties.paths import PATH_TYPES, PATHS, path_in
from fakeserver.protocols.ews.properties.table import FIELDS
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import (
    TOO_MANY_ORDERS,
    UNSUPPORTED_PATH_FOR_QUERY,
    UNSUPPORTED_PATH_FOR_SORT,
)
from fakeserver.protocols.ews.request.operands import Operand, item_operand, read_item_operand
from fakeserver.protocols.ews.request.paging import Page, Part, part_of
from fakeserver.protocols.ews.request.sorting import DIRECTION, sort_key
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import Element, required, required_one, word, word_attribute
from fakeserver.protocols.ews.soap.writing import Xml, element, text
from fakeserver.steps import Steps, each, in_batches, ordered
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.orders import SortKey

#: As Exchange Online's own error says (`TOO_MANY_ORDERS`).
_MAX_ORDERS: Final = 4
_AGGREGATE: Final = of_words("AggregateType", "Minimum Maximum")
_STANDARD: Final = of_words("StandardGroupByType", "ConversationTopic")

GROUPINGS: Final = {
    "m:GroupBy": complex_type(
        "Order",
        {**PATH_TYPES, "t:AggregateOn": complex_type("Aggregate", PATH_TYPES)},
        not_performed="t:UseCollapsibleGroups t:ItemsPerGroup t:MaxItemsPerGroup t:GroupsToExpand",
    ),
    "m:DistinguishedGroupBy": complex_type("Order", {"t:StandardGroupBy": TEXT}),
}


@dataclass(frozen=True)
class Grouping:
    """By what items are grouped, and how the groups are ordered."""

    value: Callable[[Item], Any]
    #: what of each item decides where its group stands
    aggregated: Callable[[Item], Any]
    by_maximum: bool
    descending: bool

    def in_groups(self, items: Sequence[Item]) -> Steps[list[list[Item]]]:
        """Return the groups in their order; in each the items keep theirs, and so do equal groups."""
        groups: dict[Any, list[Item]] = {}
        ranks: dict[Any, Any] = {}
        value_of, rank_of = self.value, self.aggregated
        is_better: Callable[[Any, Any], bool] = operator.gt if self.by_maximum else operator.lt

        def take(some: Sequence[Item]) -> None:
            for item in some:
                value, rank = value_of(item), rank_of(item)
                group = groups.get(value)
                if group is None:
                    groups[value], ranks[value] = [item], rank
                    continue
                group.append(item)
                if is_better(rank, ranks[value]):
                    ranks[value] = rank

        yield from in_batches(items, take)
        values = yield from ordered(list(groups), ranks.__getitem__, reverse=self.descending)
        return [groups[value] for value in values]

    def answer(self, items: Sequence[Item], page: Page, write: Callable[[Item], Xml]) -> XmlSteps:
        """Return m:RootFolder with a page of the groups."""
        groups = yield from self.in_groups(items)
        # None is the head of a group.
        rows: list[tuple[int, Item | None]] = []
        yield from in_batches(
            list(enumerate(groups)),
            lambda some: rows.extend(chain.from_iterable(zip(repeat(n), (None, *group)) for n, group in some)),
        )
        part = _part_of(rows, page)
        shown = [(number, item) for number, item in part.of(rows) if item is not None]
        written = yield from each(shown, lambda row: (row[0], write(row[1])))
        grouped = (
            element(
                "t:GroupedItems",
                text("t:GroupIndex", str(number)),
                element("t:Items", *(xml for _, xml in group)),
            )
            for number, group in groupby(written, itemgetter(0))
        )
        attributes = {**part.attributes(), "TotalItemsInView": str(len(rows) - len(groups))}
        return element("m:RootFolder", element("t:Groups", *grouped), **attributes)


def read_grouping(call: Call, orders: list[SortKey]) -> Grouping | None:
    """Read m:GroupBy or m:DistinguishedGroupBy; None: there is neither.

    Args:
        orders: of the items in each group.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: a property cannot be grouped by, or there are too many orders.
    """
    node = call.parts.get(m("GroupBy"))
    if node is not None:
        grouping = _read(node)
    else:
        node = call.parts.get(m("DistinguishedGroupBy"))
        if node is None:
            return None
        grouping = _distinguished(node)
    if len(orders) > _MAX_ORDERS:
        raise EwsError(TOO_MANY_ORDERS)
    if m("SeekToConditionPageItemView") in call.parts:
        raise not_performed_here("groups together with SeekToConditionPageItemView")
    return grouping


def _read(node: Element) -> Grouping:
    descending = word_attribute(node, "Order", DIRECTION) == "Descending"
    path = path_in(node)
    aggregate = required(node, t("AggregateOn"))
    by_maximum = word_attribute(aggregate, "Aggregate", _AGGREGATE) == "Maximum"
    aggregated = required_one(aggregate, *PATHS)
    return Grouping(_value(_operand(path)), sort_key(_operand(aggregated)), by_maximum, descending)


def _distinguished(node: Element) -> Grouping:
    descending = word_attribute(node, "Order", DIRECTION) == "Descending"
    word(required(node, t("StandardGroupBy")), _STANDARD)
    topic, received = (item_operand(FIELDS[uri]) for uri in ("message:ConversationTopic", "item:DateTimeReceived"))
    return Grouping(_value(topic), sort_key(received), by_maximum=True, descending=descending)


def _operand(path: Element) -> Operand:
    try:
        operand = read_item_operand(path)
    except EwsError as error:
        if error.row is not UNSUPPORTED_PATH_FOR_QUERY:
            raise
        raise EwsError(UNSUPPORTED_PATH_FOR_SORT, error.message_xml) from error
    if not operand.sortable:
        raise EwsError(UNSUPPORTED_PATH_FOR_SORT, operand.path)
    return operand


def _value(operand: Operand) -> Callable[[Item], Any]:
    values = operand.values
    # Many items have few values.
    folded: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def value(item: Item) -> tuple[Any, ...]:
        found = tuple(values(item))
        known = folded.get(found)
        if known is None:
            known = folded[found] = tuple([one.casefold() if isinstance(one, str) else one for one in found])
        return known

    return value


def _part_of(rows: list[tuple[int, Item | None]], page: Page) -> Part:
    """Return the part of the rows that a page is, with as many items as it wants."""
    part = part_of(len(rows), page)
    start, stop, wanted = part.start, part.start, page.max_entries
    if page.from_end:
        stop = start = part.stop
        while start > 0 and wanted > 0:
            start -= 1
            wanted -= rows[start][1] is not None
    else:
        while stop < len(rows) and wanted > 0:
            wanted -= rows[stop][1] is not None
            stop += 1
    return Part(start, stop, len(rows), page)
