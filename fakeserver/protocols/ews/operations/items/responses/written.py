"""What is written of meetings that were answered, called off or removed."""

from fakeserver.protocols.ews.properties.computed import item_id
from fakeserver.protocols.ews.properties.item_classes import element_for_class
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Item


def written(*items: Item | None) -> Xml:
    """Write m:Items with the ids of items, as they are now; None stands for no item."""
    return element(
        "m:Items",
        *(element(f"t:{element_for_class(item.item_class)}", item_id(item)) for item in items if item is not None),
    )
