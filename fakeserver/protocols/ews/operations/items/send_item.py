"""SendItem."""

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.destination import saved_item_folder
from fakeserver.protocols.ews.operations.items import sending
from fakeserver.protocols.ews.operations.items.errors import INVALID_SEND_SETTINGS, NOT_MOVABLE, STALE_OBJECT
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_IDS, TARGET_FOLDER, Id, key_is_stale, named_item, read_item_id
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.reading import boolean_attribute
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem


@operation(
    "SendItem",
    answer=PerItem("ItemIds", read_item_id),
    since="Exchange2007",
    request=complex_type("SaveItemToFolder", {"m:ItemIds": ITEM_IDS, "m:SavedItemFolderId": TARGET_FOLDER}),
)
def send_item(call: Call) -> Perform[Id[Item]]:
    """Send stored messages, with or without keeping a copy.

    Source: web-service-reference/senditem-operation
    """
    save = boolean_attribute(call.body, "SaveItemToFolder")
    named_folder = saved_item_folder(call)
    if named_folder is not None and not save:
        raise EwsError(INVALID_SEND_SETTINGS)

    def send_one(item_id: Id[Item]) -> Xml:
        # Assumption: whoever may not change it and take it out of its folder may not send it either.
        item = named_item(call, item_id, "edit", key_required=True)
        if isinstance(item, OccurrenceItem):
            raise EwsError(NOT_MOVABLE)
        call.check_item(item, "delete")
        if key_is_stale(item_id, item):
            raise EwsError(STALE_OBJECT)
        sent_items = call.visit_in(item.folder).mailbox.folders.distinguished("sentitems")
        folder = sent_items if named_folder is None else named_folder()
        sending.send(call, item, folder if save else None)
        return NOTHING

    return send_one
