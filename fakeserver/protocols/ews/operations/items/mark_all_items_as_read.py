"""MarkAllItemsAsRead."""

from fakeserver.protocols.ews.answers.forms import Perform, PerItem, XmlSteps
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import boolean_of
from fakeserver.protocols.ews.soap.writing import NOTHING
from fakeserver.steps import each
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.receipt_requests import receipt_is_due


@operation(
    "MarkAllItemsAsRead",
    answer=PerItem("FolderIds", read_folder_id),
    since="Exchange2013",
    request=complex_type(
        elements={"m:ReadFlag": TEXT, "m:SuppressReadReceipts": TEXT, "m:FolderIds": FOLDER_IDS},
    ),
)
def mark_all_items_as_read(call: Call) -> Perform[Id[Folder]]:
    """Mark all items of folders as read, or as unread; not those of the folders below.

    Source: web-service-reference/markallitemsasread-operation. Assumption: what the caller is not shown stays as it is.
    """
    read = boolean_of(call.part(m("ReadFlag")))
    without_receipts = boolean_of(call.part(m("SuppressReadReceipts")))

    def mark(folder_id: Id[Folder]) -> XmlSteps:
        folder = named_folder(call, folder_id)
        # Who has read an item of a public folder says nothing of the item.
        call.check(folder, "read" if folder.mailbox.is_public else "edit")
        items = call.visit_in(folder).mailbox.items

        def mark_one(item: Item) -> None:
            # Others may have moved or deleted it since the step before.
            if folder.items.get(item.uid) is not item:
                return
            if read and without_receipts and receipt_is_due(item):
                items.settle_receipt(item)
            items.set_flags(item, item.flags._replace(seen=read))

        yield from each([item for item in folder.visible() if item.is_read is not read and call.shows(item)], mark_one)
        return NOTHING

    return mark
