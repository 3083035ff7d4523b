"""MoveItem and CopyItem."""

from typing import Final

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.destination import destination
from fakeserver.protocols.ews.operations.items.errors import NOT_MOVABLE
from fakeserver.protocols.ews.properties.computed import item_id as written_id
from fakeserver.protocols.ews.properties.item_classes import element_for_class
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_IDS, TARGET_FOLDER, Id, named_item, read_item_id
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import boolean_of
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem

_REQUEST: Final = complex_type(
    elements={"m:ToFolderId": TARGET_FOLDER, "m:ItemIds": ITEM_IDS, "m:ReturnNewItemIds": TEXT}
)


@operation(
    "MoveItem",
    answer=PerItem("ItemIds", read_item_id, "<m:Items/>"),
    since="Exchange2007",
    request=_REQUEST,
)
def move_item(call: Call) -> Perform[Id[Item]]:
    """Move items to another folder; each gets a new id.

    Source: web-service-reference/moveitem-operation
    """
    return _transfer(call, keep_original=False)


@operation(
    "CopyItem",
    answer=PerItem("ItemIds", read_item_id, "<m:Items/>"),
    since="Exchange2007",
    request=_REQUEST,
)
def copy_item(call: Call) -> Perform[Id[Item]]:
    """Copy items to another folder.

    Source: web-service-reference/copyitem-operation
    """
    return _transfer(call, keep_original=True)


def _transfer(call: Call, *, keep_original: bool) -> Perform[Id[Item]]:
    target = destination(call)
    return_ids = boolean_of(call.parts.get(m("ReturnNewItemIds")), default=True)

    def transfer_one(item_id: Id[Item]) -> Xml:
        item = named_item(call, item_id, "read" if keep_original else "delete")
        if isinstance(item, OccurrenceItem):
            raise EwsError(NOT_MOVABLE)
        [arrived] = call.tenant.mailboxes.transfer([item], target(), keep=keep_original)
        if arrived is not item:
            call.sign(arrived)
        if not return_ids or arrived.mailbox is not item.mailbox:
            # The service gives no new id for an item that went to another mailbox.
            return Xml("<m:Items/>")
        return element("m:Items", element(f"t:{element_for_class(arrived.item_class)}", written_id(arrived)))

    return transfer_one
