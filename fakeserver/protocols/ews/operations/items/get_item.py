"""GetItem."""

from fakeserver.protocols.ews.answers.responses import per_item
from fakeserver.protocols.ews.answers.shapes import ItemShape
from fakeserver.protocols.ews.answers.sharing import Sharing
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, children, required
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.steps import Steps


@operation("GetItem")
def get_item(call: Call) -> Steps[Xml]:
    """Return items by id, in the shape asked for.

    Source: web-service-reference/getitem-operation
    """
    shape = ItemShape.read(call.body, sharing=Sharing(call))
    item_ids = children(required(call.body, m("ItemIds")))

    def get_one(item_id: Element) -> Xml:
        return element("m:Items", shape.write(call.item(item_id)))

    return per_item(call, item_ids, get_one, empty=Xml("<m:Items/>"))
