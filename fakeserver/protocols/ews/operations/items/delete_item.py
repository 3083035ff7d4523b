"""DeleteItem."""

from fakeserver.protocols.ews.answers.responses import per_item
from fakeserver.protocols.ews.errors import (
    CANCELLATIONS_REQUIRED,
    TASK_OCCURRENCES_REQUIRED,
    EwsError,
)
from fakeserver.protocols.ews.operations.disposals import delete_mode
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, children, required
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml
from fakeserver.steps import Steps


@operation("DeleteItem")
def delete_item(call: Call) -> Steps[Xml]:
    """Delete items: for good, to the recoverable ones, or to Deleted Items.

    Source: web-service-reference/deleteitem-operation
    """
    wishes = children(required(call.body, m("ItemIds")))
    mode = delete_mode(call.body)

    def delete_one(wish: Element) -> Xml:
        item = call.item(wish, "delete")
        if item.item_class.startswith("IPM.Appointment") and call.body.get("SendMeetingCancellations") is None:
            raise EwsError(CANCELLATIONS_REQUIRED)
        if item.item_class.startswith("IPM.Task") and call.body.get("AffectedTaskOccurrences") is None:
            raise EwsError(TASK_OCCURRENCES_REQUIRED)
        call.visit_in(item.folder).mailbox.items.delete([item], mode)
        return NOTHING

    return per_item(call, wishes, delete_one)
