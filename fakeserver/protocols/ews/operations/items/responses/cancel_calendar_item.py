"""CancelCalendarItem: the organizer calls a meeting off.

Sources: web-service-reference/cancelcalendaritem, exchange-web-services,
how-to-delete-appointments-and-cancel-meetings-by-using-ews-in-exchange; jamesiarmes/php-ews#534 for SaveOnly, which
calls it off as well and leaves the cancellation in Drafts. t:Body is documented as not used.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.dispositions import SAVE_ONLY, SEND_ONLY
from fakeserver.protocols.ews.operations.items.errors import DISPOSITION_REQUIRED, INVALID_REFERENCE
from fakeserver.protocols.ews.operations.items.meeting_messages import remark, way
from fakeserver.protocols.ews.operations.items.private_lists import settled_lists
from fakeserver.protocols.ews.operations.items.responses.meeting_errors import NOT_THE_ORGANIZER, WRONG_ITEM
from fakeserver.protocols.ews.operations.items.responses.references import required_reference
from fakeserver.protocols.ews.operations.items.responses.response import ResponseObject, Ways
from fakeserver.protocols.ews.operations.items.responses.written import written
from fakeserver.protocols.ews.properties.table import fields_of
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID, Id, named_item
from fakeserver.protocols.ews.request.new_items import read_body, read_field
from fakeserver.protocols.ews.soap.complex_types import ANY, TEXT, complex_type, each
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.protocols.ews.values.addresses import RECIPIENT
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, is_of
from fakeserver.tenant.exchange.values import Body, EmailAddress

_OF_THE_MESSAGE: Final = (
    "Subject ToRecipients CcRecipients BccRecipients IsReadReceiptRequested IsDeliveryReceiptRequested From"
).split()
#: Documented for delegates; the schema has them no more. Assumption: they change nothing.
_OF_DELEGATES: Final = ("ReceivedBy", "ReceivedRepresenting")
_TYPE: Final = complex_type(
    elements={
        **each(" ".join(f"t:{name}" for name in (*_OF_THE_MESSAGE, *_OF_DELEGATES, "Body", "NewBodyContent")), ANY),
        **each("t:IsReadReceiptRequested t:IsDeliveryReceiptRequested", TEXT),
        "t:ReferenceItemId": ITEM_ID,
    }
)
_RECEIPTS: Final = ("is_read_receipt_requested", "is_delivery_receipt_requested")
_RECIPIENTS: Final = ("to_recipients", "cc_recipients", "bcc_recipients")


@dataclass(frozen=True)
class _Cancelling:
    reference: Id[Item]
    body: Body | None = field(repr=False)
    subject: str | None
    besides: list[EmailAddress]
    #: whether receipts are asked for, by the names of properties
    receipts: dict[str, bool]


def _read(node: Element) -> _Cancelling:
    rows = fields_of("Message")
    given: dict[str, Any] = {}
    for name in _OF_THE_MESSAGE:
        if (child := node.find(t(name))) is not None:
            given |= read_field(rows[name], child)
    for name in _OF_DELEGATES:
        if (child := node.find(t(name))) is not None:
            RECIPIENT.read(child)
    if (unused := node.find(t("Body"))) is not None:
        read_body(unused)
    body = node.find(t("NewBodyContent"))
    return _Cancelling(
        required_reference(node),
        None if body is None else read_body(body),
        given.get("subject"),
        [one for name in _RECIPIENTS for one in given.get(name) or ()],
        {name: given[name] for name in _RECEIPTS if name in given},
    )


def _perform(call: Call, cancelling: _Cancelling, ways: Ways) -> Xml:
    if not ways.disposition:
        raise EwsError(DISPOSITION_REQUIRED)
    item = named_item(call, cancelling.reference, "delete")
    if item.container is not None or not is_of(item.item_class, APPOINTMENT):
        raise EwsError(WRONG_ITEM["CancelCalendarItem"])
    if not item.get("is_organizer"):
        raise EwsError(NOT_THE_ORGANIZER)
    if item.get("is_cancelled"):
        raise EwsError(INVALID_REFERENCE)
    besides = settled_lists(call, {"to_recipients": cancelling.besides})["to_recipients"]
    by = way(call, item.folder, keep=ways.disposition != SEND_ONLY, as_draft=ways.disposition == SAVE_ONLY)
    scheduling = call.tenant.scheduling
    receipt = scheduling.organizing.cancel(
        item,
        by,
        body=cancelling.body,
        subject=cancelling.subject,
        besides=besides,
        said_besides=cancelling.receipts,
    )
    remark(call, receipt)
    scheduling.answering.put_away(item)
    return written(item, receipt.saved_copy if by.as_draft else None)


CANCEL_CALENDAR_ITEM: Final = ResponseObject(_TYPE, _read, _perform)
