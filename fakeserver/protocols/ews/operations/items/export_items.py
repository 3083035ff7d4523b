"""ExportItems: whole items as opaque data, which UploadItems takes back."""

from base64 import b64encode
from typing import Final

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.errors import not_performed_here
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID, Id, named_item, read_item_id
from fakeserver.protocols.ews.soap.complex_types import complex_type, list_type
from fakeserver.protocols.ews.soap.writing import Xml, element, text
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.packing.items import packed

#: Other ids than t:ItemId are not in the schema of this operation.
_ITEM_IDS: Final = list_type({"t:ItemId": ITEM_ID})


@operation(
    "ExportItems",
    answer=PerItem("ItemIds", read_item_id),
    since="Exchange2010_SP1",
    request=complex_type(elements={"m:ItemIds": _ITEM_IDS}),
)
def export_items(call: Call) -> Perform[Id[Item]]:
    """Return items with all that they have. The data has a form of its own here, no stream of MAPI properties.

    Source: web-service-reference/exportitems-operation; [MS-OXWSBTRF] 3.1.4.1.
    """

    def export_one(item_id: Id[Item]) -> Xml:
        item = named_item(call, item_id)
        if isinstance(item, OccurrenceItem):
            raise not_performed_here("ExportItems of an occurrence", "export its series")
        shown = element("m:ItemId", Id=item.item_id, ChangeKey=item.change_key)
        return Xml(f"{shown}{text('m:Data', b64encode(packed(item)).decode('ascii'))}")

    return export_one
