"""How an item's element is written: the value that the item has, or what is computed from it.

Both say what they are made of, so that a shape can write many of them in one function (`answers.compiled`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from fakeserver.protocols.ews.properties.computed import Computed, View
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, boolean
from fakeserver.tenant.exchange.entities import Item

#: Writes an item's element, or nothing where the item has no such property.
Writer = Callable[[Item], Xml]

#: Types whose empty values are not written.
SEVERAL: Final = (str, list, tuple)


@dataclass(frozen=True, slots=True)
class Stored:
    """Writes a property that items have."""

    #: of the element, with prefix
    name: str
    #: the tenant's name for it
    key: str
    #: the attribute of `Item` that has the value; empty: `Item.get` gives it
    attribute: str
    #: the value where the item has none
    default: object
    #: whether it is written when it is empty
    shown_empty: bool
    #: (element with prefix, value) -> the element
    write: Callable[[str, Any], Xml]

    def __call__(self, item: Item) -> Xml:
        """Write an item's."""
        value = attrgetter(self.attribute)(item) if self.attribute else item.get(self.key)
        if value is None:
            value = self.default
        if value is None or (not value and self._passed_over(value)):
            return NOTHING
        return self.write(self.name, value)

    def _passed_over(self, empty: object) -> bool:
        # A yes or no has no empty value.
        return isinstance(empty, SEVERAL) and not self.shown_empty and self.write is not boolean


@dataclass(frozen=True, slots=True)
class Calculated:
    """Writes a property that is worked out."""

    computed: Computed
    view: View

    def __call__(self, item: Item) -> Xml:
        """Write an item's."""
        return self.computed(item, self.view) or NOTHING
