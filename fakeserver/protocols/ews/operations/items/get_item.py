"""GetItem."""

from fakeserver.protocols.ews.call import Call
from fakeserver.protocols.ews.names import m
from fakeserver.protocols.ews.reading import Element, children, required
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.responses import per_item
from fakeserver.protocols.ews.shapes import ItemShape
from fakeserver.protocols.ews.sharing import Sharing
from fakeserver.protocols.ews.writing import Xml, element


@operation("GetItem")
def get_item(call: Call) -> Xml:
    """Return items by id, in the shape asked for.

    Source: web-service-reference/getitem-operation
    """
    shape = ItemShape.read(call.body, sharing=Sharing(call))
    item_ids = children(required(call.body, m("ItemIds")))

    def get_one(item_id: Element) -> Xml:
        return element("m:Items", shape.write(call.item(item_id)))

    return per_item(call, item_ids, get_one, empty=Xml("<m:Items/>"))
