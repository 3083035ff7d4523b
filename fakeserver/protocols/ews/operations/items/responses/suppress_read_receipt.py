"""SuppressReadReceipt: the sender of a message hears nothing of its being read."""

from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.errors import RECEIPT_NOT_PENDING
from fakeserver.protocols.ews.operations.items.responses.references import MESSAGES, referenced, required_reference
from fakeserver.protocols.ews.operations.items.responses.response import ResponseObject, Ways
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID, Id
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.receipt_requests import receipt_is_due


def _perform(call: Call, reference: Id[Item], _ways: Ways) -> Xml:
    item = referenced(call, reference, MESSAGES, drafts=True)
    call.check_item(item, "edit")
    if not receipt_is_due(item):
        raise EwsError(RECEIPT_NOT_PENDING)
    call.visit_in(item.folder).mailbox.items.settle_receipt(item)
    return Xml("<m:Items/>")


SUPPRESS_READ_RECEIPT: Final = ResponseObject(
    complex_type(elements={"t:ReferenceItemId": ITEM_ID}), required_reference, _perform
)
