"""DeleteItem."""

from typing import Final

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.disposals import delete_mode
from fakeserver.protocols.ews.operations.items import meeting_messages
from fakeserver.protocols.ews.operations.items.dispositions import MEETING_MESSAGES
from fakeserver.protocols.ews.operations.items.errors import CANCELLATIONS_REQUIRED, TASK_OCCURRENCES_REQUIRED
from fakeserver.protocols.ews.operations.items.task_occurrences import delete_occurrence
from fakeserver.protocols.ews.properties.item_classes import element_for_class
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_IDS, Id, named_item, read_item_id
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.reading import boolean_attribute, word_attribute
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, is_of
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.receipt_requests import receipt_is_due

_CURRENT: Final = "SpecifiedOccurrenceOnly"
TASK_OCCURRENCES: Final = of_words("AffectedTaskOccurrencesType", f"AllOccurrences {_CURRENT}")


@operation(
    "DeleteItem",
    answer=PerItem("ItemIds", read_item_id),
    since="Exchange2007",
    request=complex_type(
        "DeleteType SendMeetingCancellations AffectedTaskOccurrences SuppressReadReceipts",
        {"m:ItemIds": ITEM_IDS},
    ),
)
def delete_item(call: Call) -> Perform[Id[Item]]:
    """Delete items: permanently, into the recoverable items, or into Deleted Items.

    Source: web-service-reference/deleteitem-operation
    """
    mode = delete_mode(call.body)
    cancellations = word_attribute(call.body, "SendMeetingCancellations", MEETING_MESSAGES, "")
    occurrences = word_attribute(call.body, "AffectedTaskOccurrences", TASK_OCCURRENCES, "")
    without_receipts = boolean_attribute(call.body, "SuppressReadReceipts", False)

    def delete_one(item_id: Id[Item]) -> Xml:
        item = named_item(call, item_id, "delete")
        if is_of(item.item_class, APPOINTMENT):
            if not cancellations:
                raise EwsError(CANCELLATIONS_REQUIRED)
            meeting_messages.cancel(call, item, cancellations)
        is_task = element_for_class(item.item_class) == "Task"
        if is_task and not occurrences:
            raise EwsError(TASK_OCCURRENCES_REQUIRED)
        if occurrences == _CURRENT and is_task and delete_occurrence(call, item):
            return NOTHING
        mailbox = call.visit_in(item.folder).mailbox
        if without_receipts and receipt_is_due(item, read=False):
            mailbox.items.settle_receipt(item)
        if isinstance(item, OccurrenceItem):
            mailbox.calendar.delete(item, mode)
        else:
            mailbox.items.delete([item], mode)
        return NOTHING

    return delete_one
