"""What a property is in a search: its values, how a constant is read to compare with them, and for which operators.

Sources: web-service-reference/responsecode for the errors; exchangelib's filter tests.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.properties.extended import ExtendedPath
from fakeserver.protocols.ews.properties.field import Field
from fakeserver.protocols.ews.properties.folder import FolderField
from fakeserver.protocols.ews.properties.paths import (
    FolderPath,
    IndexedPath,
    ItemPath,
    read_folder_path,
    read_item_path,
)
from fakeserver.protocols.ews.request.errors import UNSUPPORTED_PATH_FOR_QUERY
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml
from fakeserver.protocols.ews.values import simple
from fakeserver.tenant.exchange.criteria import Cost, Criterion, several
from fakeserver.tenant.exchange.values import Body, PropertyType

#: Returns the values of a property that are compared; an empty list where it has none.
Values = Callable[[Any], list[Any]]


class Kind(Enum):
    """What a property's values are, as far as it decides which operators it takes."""

    TEXT = "text"
    INTEGER = "integer"
    FLAG = "flag"
    OTHER = "other"


@dataclass(frozen=True)
class Operand:
    """A property in a search: how to get its values, and how a constant is read."""

    values: Values
    constant: Callable[[str], Any]
    kind: Kind = Kind.TEXT
    #: whether comparisons ignore case: of Categories and names of folders. Contains has an attribute for that
    folded: bool = False
    #: the cost: most properties of items may have to be read out of a message's header
    cost: Cost = Cost.HEADER
    #: whether a result can be sorted by it: by lists of texts as well (exchangelib's test_order_by_on_list_field), but
    #: not by IsRead (jamesiarmes/php-ews#265). Assumption: by no other flag, no body, nor what has several values
    sortable: bool = True
    #: what names it in errors
    path: Xml = NOTHING

    def any_value(self, fits: Callable[[Any], bool]) -> Criterion[Any]:
        """One of the values fits."""
        values = self.values

        def met_by(owner: Any) -> bool:
            for value in values(owner):  # noqa: SIM110  see `criteria.all_of`
                if fits(value):
                    return True
            return False

        return Criterion(met_by, self.cost)


def read_item_operand(node: Element) -> Operand:
    """Read the element that names a property of items.

    Raises:
        Violation: it names no property of the schema.
        EwsError: it cannot be searched by.
    """
    path = read_item_path(node)
    if path is None:
        raise EwsError(UNSUPPORTED_PATH_FOR_QUERY)
    return item_operand(path)


def item_operand(path: ItemPath) -> Operand:
    """Return how a property of items compares.

    Raises:
        EwsError: it is calculated, and cannot be searched.
    """
    if isinstance(path, ExtendedPath):
        return _extended_operand(path)
    if isinstance(path, IndexedPath):
        if not path.is_searchable:
            raise EwsError(UNSUPPORTED_PATH_FOR_QUERY, path.path)
        return Operand(lambda item: several(path.value_of(item)), str, path=path.path)
    if not path.searchable or path.type.constant is None:
        raise EwsError(UNSUPPORTED_PATH_FOR_QUERY, path.path)
    if path.element == "Body":
        return Operand(_body_text, str, cost=Cost.BODY, sortable=False, path=path.path)
    texts = path.type is simple.STRINGS
    comparable, get = path.type.comparable, path.getter()

    # Every item of a folder comes through here: what `several` does stands in it.
    def values(item: Any) -> list[Any]:
        value = get(item)
        if value is None:
            return []
        found = comparable(value)
        return found if isinstance(found, list) else [found]

    sortable = (texts or path.type.is_single) and not path.is_flag
    return Operand(values, path.type.constant, _kind(path), texts, sortable=sortable, path=path.path)


def _body_text(item: Any) -> list[Any]:
    body = item.get("body")
    text = item.get("text_body")
    return [one for one in (text, body.content if isinstance(body, Body) else None) if one is not None]


def read_folder_operand(node: Element) -> Operand:
    """Read the element that names a property of folders; otherwise as `read_item_operand`."""
    path = read_folder_path(node)
    if path is None:
        raise EwsError(UNSUPPORTED_PATH_FOR_QUERY)
    return folder_operand(path)


def folder_operand(path: FolderPath) -> Operand:
    """Return how a property of folders compares; otherwise as `item_operand`."""
    if isinstance(path, ExtendedPath):
        return _extended_operand(path)
    if not path.searchable or path.type.constant is None:
        raise EwsError(UNSUPPORTED_PATH_FOR_QUERY, path.path)
    folded = path.element == "DisplayName"
    return Operand(lambda folder: several(path.get(folder)), path.type.constant, _kind(path), folded, path=path.path)


def _extended_operand(path: ExtendedPath) -> Operand:
    kind, multiple = path.key.property_type, path.key.multiple
    # Bits are those of one number of 32 bits: SBitMaskRestriction has a PT_LONG.
    is_integer = kind is PropertyType.INTEGER_32 and not multiple
    return Operand(
        lambda owner: several(path.value_of(owner)),
        path.constant,
        Kind.TEXT if kind is PropertyType.STRING else Kind.INTEGER if is_integer else Kind.OTHER,
        sortable=kind is PropertyType.STRING or not multiple,
        path=path.path,
    )


def _kind(path: Field | FolderField) -> Kind:
    if isinstance(path, Field) and path.is_flag:
        return Kind.FLAG
    if path.type.constant is str:
        return Kind.TEXT
    return Kind.INTEGER if path.type in (simple.INTEGER, simple.REMINDER_MINUTES) else Kind.OTHER
