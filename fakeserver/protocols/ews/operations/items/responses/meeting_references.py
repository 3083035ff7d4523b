"""The meeting that a response object is about, and what is written of what has become of it."""

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.errors import MISSING_REFERENCE
from fakeserver.protocols.ews.properties.computed import item_id
from fakeserver.protocols.ews.properties.item_classes import element_for_class
from fakeserver.protocols.ews.request.ids import Id, read_parent_item_id
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Item


def read_meeting(node: Element) -> Id[Item]:
    """Read the t:ReferenceItemId of a response object.

    Raises:
        EwsError: it is missing.
    """
    reference = node.find(t("ReferenceItemId"))
    if reference is None:
        raise EwsError(MISSING_REFERENCE)
    return read_parent_item_id(reference)


def written(*items: Item | None) -> Xml:
    """Write m:Items with the ids of items, as they are now."""
    return element(
        "m:Items",
        *(element(f"t:{element_for_class(item.item_class)}", item_id(item)) for item in items if item is not None),
    )
