"""GetItem."""

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.answers.shapes import ITEM_SHAPE, ItemShape
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_IDS, Id, named_item, read_item_id
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.versions import is_before
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Item


@operation(
    "GetItem",
    answer=PerItem("ItemIds", read_item_id, "<m:Items/>"),
    since="Exchange2007",
    request=complex_type(elements={"m:ItemShape": ITEM_SHAPE, "m:ItemIds": ITEM_IDS}),
)
def get_item(call: Call) -> Perform[Id[Item]]:
    """Return items by id, in the shape asked for.

    Source: web-service-reference/getitem-operation
    """
    shape = ItemShape.read(call)
    if is_before(call.envelope.version, "Exchange2013"):
        shape.strict_version = call.envelope.version

    def get_one(item_id: Id[Item]) -> Xml:
        return element("m:Items", shape.write(named_item(call, item_id)))

    return get_one
