"""GetItem."""

from fakeserver.protocols.ews.answers.forms import Content, Perform, PerItem, XmlSteps
from fakeserver.protocols.ews.answers.shapes import ITEM_SHAPE, ItemShape
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID_TYPES, Id, named_item, read_item_id
from fakeserver.protocols.ews.request.occurrence_ranges import (
    RANGES,
    RANGES_TYPE,
    Ranges,
    occurrences_in,
    read_ranges,
)
from fakeserver.protocols.ews.soap.complex_types import complex_type, list_type
from fakeserver.protocols.ews.soap.names import qualified
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.versions import is_before
from fakeserver.protocols.ews.soap.writing import element
from fakeserver.steps import each
from fakeserver.tenant.exchange.entities import Item


def _read(node: Element) -> Id[Item] | Ranges:
    return read_ranges(node) if node.tag == qualified(RANGES) else read_item_id(node)


@operation(
    "GetItem",
    answer=PerItem("ItemIds", _read, "<m:Items/>"),
    since="Exchange2007",
    request=complex_type(
        elements={"m:ItemShape": ITEM_SHAPE, "m:ItemIds": list_type({**ITEM_ID_TYPES, RANGES: RANGES_TYPE})}
    ),
)
def get_item(call: Call) -> Perform[Id[Item] | Ranges]:
    """Return items by id, in the shape asked for.

    Source: web-service-reference/getitem-operation
    """
    shape = ItemShape.read(call)
    if is_before(call.envelope.version, "Exchange2013"):
        shape.strict_version = call.envelope.version

    def get_one(given: Id[Item] | Ranges) -> Content:
        if isinstance(given, Ranges):
            return _written(shape, occurrences_in(call, given))
        return element("m:Items", shape.write(named_item(call, given)))

    return get_one


def _written(shape: ItemShape, several: list[Item]) -> XmlSteps:
    written = yield from each(several, shape.write)
    return element("m:Items", *written)
