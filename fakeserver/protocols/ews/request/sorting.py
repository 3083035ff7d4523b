"""Sorting: the order of a search's result.

Missing values come first when ascending. Without SortOrder the newest come first, as the service's own mail view has
it. Source: web-service-reference/sortorder; exchangelib's order_by tests.
"""

from collections.abc import Callable
from typing import Any, Final

from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.properties.paths import PATH_TYPES, PATHS
from fakeserver.protocols.ews.request.errors import (
    TOO_MANY_ORDERS,
    UNSUPPORTED_PATH_FOR_QUERY,
    UNSUPPORTED_PATH_FOR_SORT,
)
from fakeserver.protocols.ews.request.operands import Operand, read_folder_operand, read_item_operand
from fakeserver.protocols.ews.soap.complex_types import complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, required_one, word_attribute
from fakeserver.tenant.exchange.orders import SortKey

#: jamesiarmes/php-ews#456: Exchange Online answers any other word with ErrorInvalidRequest.
DIRECTION: Final = of_words("SortDirectionType", "Ascending Descending")

#: Source: OfficeDev/ews-managed-api#241.
_MAX_ORDERS: Final = 6

SORT_ORDER: Final = list_type({"t:FieldOrder": complex_type("Order", PATH_TYPES)})

#: Types whose values can be compared with each other.
_NUMBERS: Final = (int, float)


def read_sort_order(node: Element | None, *, of_folders: bool = False) -> list[SortKey]:
    """Read m:SortOrder as (key, whether it is descending), the most important first; empty where there is none.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: a property cannot be sorted by, or there are too many.
    """
    return read_sort_order_of(node, read_folder_operand if of_folders else read_item_operand)


def read_sort_order_of(node: Element | None, read_operand: Callable[[Element], Operand]) -> list[SortKey]:
    """Read m:SortOrder of something else; ``read_operand`` reads what names a property of it. Raises as the above."""
    if node is None:
        return []
    keys = read_each(at_least_one(node), lambda order: _read_key(order, read_operand))
    if len(keys) > _MAX_ORDERS:
        raise EwsError(TOO_MANY_ORDERS)
    return keys


def _read_key(order: Element, read_operand: Callable[[Element], Operand]) -> SortKey:
    descending = word_attribute(order, "Order", DIRECTION) == "Descending"
    path = required_one(order, *PATHS)
    try:
        operand = read_operand(path)
    except EwsError as error:
        if error.row is not UNSUPPORTED_PATH_FOR_QUERY:
            raise
        raise EwsError(UNSUPPORTED_PATH_FOR_SORT, error.message_xml) from error
    if not operand.sortable:
        raise EwsError(UNSUPPORTED_PATH_FOR_SORT, operand.path)
    return sort_key(operand), descending


def order_name(node: Element | None) -> bytes:
    """Return by what the order of m:SortOrder is kept."""
    return b"" if node is None else etree.tostring(node)


def sort_key(operand: Operand) -> Callable[[Any], Any]:
    """Return what items or folders are compared by: a missing value is less than any."""
    values = operand.values

    def key(owner: Any) -> Any:
        found = values(owner)
        if not found:
            return (0,)
        first = found[0]
        # Values of one property may differ in type; they are then sorted by the type's name.
        if isinstance(first, str):
            return (1, "str", first.casefold())
        return (1, "number" if isinstance(first, _NUMBERS) else type(first).__name__, first)

    return key
