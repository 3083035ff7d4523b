"""RemoveItem: who was invited takes a meeting that was called off out of the calendar.

Sources: web-service-reference/removeitem: it is for meeting cancellations; /responsecode for an organizer's meeting.
Assumption: the answer has the appointment that was removed, and the cancellation, both in Deleted Items.
"""

from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.responses.meeting_errors import NOT_ANSWERED, WRONG_ITEM
from fakeserver.protocols.ews.operations.items.responses.references import required_reference
from fakeserver.protocols.ews.operations.items.responses.response import ResponseObject, Ways
from fakeserver.protocols.ews.operations.items.responses.written import written
from fakeserver.protocols.ews.properties.table import ITEM_ELEMENTS
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID, Id, named_item
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, MEETING_CANCELLATION, is_of
from fakeserver.tenant.exchange.scheduling.standings import Standing, standing_of


def _perform(call: Call, reference: Id[Item], _ways: Ways) -> Xml:
    item = named_item(call, reference, "delete")
    if is_of(item.item_class, APPOINTMENT) and item.get("is_meeting") and item.get("is_organizer"):
        raise EwsError(NOT_ANSWERED["RemoveItem"][Standing.ORGANIZER])
    if item.container is not None or item.is_draft or not is_of(item.item_class, MEETING_CANCELLATION):
        raise EwsError(WRONG_ITEM["RemoveItem"])
    standing = standing_of(item)
    if standing in (Standing.ORGANIZER, Standing.DELEGATED):
        raise EwsError(NOT_ANSWERED["RemoveItem"][standing])
    call.check(call.visit_in(item.folder).mailbox.folders.distinguished("calendar"), "edit")
    return written(call.tenant.scheduling.answering.remove(item), item)


#: The schema lets it have whatever a message has.
_OF_A_MESSAGE: Final = " ".join(f"t:{name}" for name in (*ITEM_ELEMENTS["Message"], "MailboxGuid"))
REMOVE_ITEM: Final = ResponseObject(
    complex_type("ObjectName", {"t:ReferenceItemId": ITEM_ID}, not_performed=_OF_A_MESSAGE),
    required_reference,
    _perform,
)
