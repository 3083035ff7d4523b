"""A row of the catalogue: a property of items.

A row says what a property is called in a FieldURI and in XML, of which type it is, what the tenant calls it, which
shapes contain it, and what may be done with it. The rows stand in one file for each item class, in the order in which
types.xsd wants their elements; SOAP toolkits depend on it.

Sources for what may be done: the flags CanFind, CanSet, CanUpdate and CanDelete in the schemas of Microsoft's EWS
Managed API (OfficeDev/ews-managed-api, Core/ServiceObjects/Schemas); web-service-reference/responsecode for what may be
appended to, the flags and what was sent; exchangelib (is_read_only_after_send) for more of the last.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from fakeserver.protocols.ews.properties.computed import Computed, View
from fakeserver.protocols.ews.properties.stored import Calculated, Stored, Writer
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.protocols.ews.values.simple import STRING, ValueType
from fakeserver.tenant.exchange.entities import Item

#: The base shapes that contain a property: none; AllProperties; the same except in FindItem; Default and AllProperties.
ASKED, ALL, ALL_BUT_FOUND, DEFAULT = range(4)


@dataclass(frozen=True, eq=False)
class Field:
    """One row: a property of items; it is the same as itself only, so that sets and caches need not look into it."""

    uri: str
    type: ValueType
    shape: int = ASKED
    #: whether CreateItem and UpdateItem may set it
    writable: bool = False
    #: whether only CreateItem may
    once: bool = False
    #: whether UpdateItem may delete it, if it is writable
    deletable: bool = True
    #: whether UpdateItem may append to it
    appendable: bool = False
    #: whether it may not be changed any longer once the message was sent
    fixed_when_sent: bool = False
    #: whether FindItem can return it
    findable: bool = True
    #: whether FindItem takes it nevertheless, and leaves it out, instead of refusing it
    left_out: bool = False
    #: whether restrictions and sorting may use it (calculated ones may not)
    searchable: bool = True
    #: whether it is one bit of the message flags, which every item has: not to be asked for with Exists
    is_flag: bool = False
    #: writes it where it is not stored; None: it is stored
    computed: Computed | None = None
    #: the tenant's name; empty: the element's name in snake case
    named: str = ""
    #: the attribute of `Item` that has the value, if there is one: faster than looking a property up
    attribute: str = ""
    #: whether it is written when it is empty
    shown_empty: bool = False
    #: the value where the item has none
    default: object = None
    #: False: the schema has it, and no item here ever does
    held: bool = True

    @property
    def element(self) -> str:
        """The name of its element, e.g. ``Subject``."""
        return self.uri.partition(":")[2]

    @property
    def path(self) -> Xml:
        """What names it in errors."""
        return Xml(f'<t:FieldURI FieldURI="{self.uri}"/>')

    @property
    def name(self) -> str:
        """The tenant's name for it."""
        return self.named or snake_case(self.element)

    def getter(self) -> Callable[[Item], Any]:
        """Return the function that gives an item's value, None where it has none."""
        get, default = self._stored(), self.default
        if default is None:
            return get

        def value_or_default(item: Item) -> Any:
            found = get(item)
            return default if found is None else found

        return value_or_default

    def _stored(self) -> Callable[[Item], Any]:
        """Return the function that gives what an item has, without the default."""
        if self.attribute:
            return attrgetter(self.attribute)
        name = self.name
        return lambda item: item.get(name)

    def writer(self, view: View) -> Writer:
        """Return what writes an item's element, or nothing where the item has no such property."""
        if self.computed is not None:
            return Calculated(self.computed, view)
        write = self.type.writer(finding=view.finding, precise=view.milliseconds)
        return Stored(f"t:{self.element}", self.name, self.attribute, self.default, self.shown_empty, write)


_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@cache
def snake_case(element: str) -> str:
    """Return ``date_time_received`` for ``DateTimeReceived``."""
    return _CAPITAL.sub("_", element).lower()


def absent(uri: str, type: ValueType | None = None) -> Field:
    """Return the row of a property of the schema that no item here ever has.

    Args:
        type: what a search compares it with. None: it has elements of its own; assumption: no search takes those.
    """
    return Field(uri, type or STRING, searchable=type is not None, held=False)


def picked(rows: tuple[Field, ...], elements: str) -> tuple[Field, ...]:
    """Return the rows of some elements, named in the order wanted."""
    by_element = {row.element: row for row in rows}
    return tuple(by_element[element] for element in elements.split())
