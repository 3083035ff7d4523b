"""AcceptItem, TentativelyAcceptItem and DeclineItem: answers to a meeting request, or to the meeting in the calendar.

Sources: web-service-reference/acceptitem and its neighbours; exchange-web-services,
how-to-propose-a-new-meeting-time-by-using-ews-in-exchange.
Assumption: recipients, sender, item class and further fields of the header that a client gives change nothing, since an
answer goes to the organizer alone; SaveOnly leaves the answer in Drafts, and the calendar is changed all the same.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from fakeserver.protocols.ews.errors import EwsError, not_performed_here
from fakeserver.protocols.ews.operations.items.dispositions import SAVE_ONLY, SEND_ONLY
from fakeserver.protocols.ews.operations.items.errors import DISPOSITION_REQUIRED
from fakeserver.protocols.ews.operations.items.meeting_messages import remark, way
from fakeserver.protocols.ews.operations.items.responses.meeting_errors import (
    HALF_A_PROPOSAL,
    NO_PROPOSALS,
    NOT_ANSWERED,
    WRONG_ITEM,
)
from fakeserver.protocols.ews.operations.items.responses.references import required_reference
from fakeserver.protocols.ews.operations.items.responses.response import ResponseObject, Ways
from fakeserver.protocols.ews.operations.items.responses.written import written
from fakeserver.protocols.ews.properties.table import fields_of
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID, Id, named_item
from fakeserver.protocols.ews.request.item_types import ATTACHMENTS
from fakeserver.protocols.ews.request.new_items import read_attachment, read_body, read_field
from fakeserver.protocols.ews.soap.complex_types import ANY, TEXT, complex_type, each
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, tag
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.protocols.ews.values.simple import DATE_TIME
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, MEETING_REQUEST, is_of
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.new_items import NewAttachment, NewItem
from fakeserver.tenant.exchange.scheduling.messages import Answer
from fakeserver.tenant.exchange.scheduling.standings import Standing, standing_of
from fakeserver.tenant.refusals import EndsBeforeStart

#: What a client may say of the message by which it answers, as of any other.
_OF_THE_MESSAGE: Final = (
    "ItemClass Sensitivity InternetMessageHeaders Sender ToRecipients CcRecipients BccRecipients "
    "IsReadReceiptRequested IsDeliveryReceiptRequested From"
).split()
_HEEDED: Final = ("sensitivity", "is_read_receipt_requested", "is_delivery_receipt_requested")
_TYPE: Final = complex_type(
    elements={
        **each(" ".join(f"t:{name}" for name in (*_OF_THE_MESSAGE, "Body")), ANY),
        **each("t:IsReadReceiptRequested t:IsDeliveryReceiptRequested t:ProposedStart t:ProposedEnd", TEXT),
        "t:Attachments": ATTACHMENTS,
        "t:ReferenceItemId": ITEM_ID,
    }
)
_MEETINGS: Final = (APPOINTMENT, MEETING_REQUEST)


@dataclass(frozen=True)
class _Answering:
    """One of the three as it was read."""

    name: str
    reference: Id[Item]
    answer: Answer


def answering(response: Response) -> ResponseObject[_Answering]:
    """Return the response object that answers so."""
    return ResponseObject(_TYPE, partial(_read, response), _perform)


def _read(response: Response, node: Element) -> _Answering:
    rows = fields_of("Message")
    said: dict[str, Any] = {}
    for name in _OF_THE_MESSAGE:
        if (given := node.find(t(name))) is not None:
            said |= read_field(rows[name], given)
    body, attached = node.find(t("Body")), node.find(t("Attachments"))
    files = [] if attached is None else read_each(at_least_one(attached), read_attachment)
    answer = Answer(
        response=response,
        body=None if body is None else read_body(body),
        proposed_start=_moment(node, "ProposedStart"),
        proposed_end=_moment(node, "ProposedEnd"),
        attachments=list(map(_file, files)),
        said_besides={name: said[name] for name in _HEEDED if name in said},
    )
    return _Answering(tag(node), required_reference(node), answer)


def _moment(node: Element, name: str) -> datetime | None:
    given = node.find(t(name))
    return None if given is None else DATE_TIME.read(given)


def _file(new: NewAttachment) -> Attachment:
    if isinstance(new.content, NewItem):
        raise not_performed_here("an item attached to the answer to a meeting")
    return Attachment(new.name, new.content, new.content_type, new.content_id, new.content_location, new.is_inline)


def _perform(call: Call, answering: _Answering, ways: Ways) -> Xml:
    if not ways.disposition:
        raise EwsError(DISPOSITION_REQUIRED)
    item = named_item(call, answering.reference)
    _check(item, answering)
    mailbox = call.visit_in(item.folder).mailbox
    # Who answers changes the calendar; the request goes to Deleted Items.
    call.check(mailbox.folders.distinguished("calendar"), "edit")
    if not is_of(item.item_class, APPOINTMENT):
        call.check_item(item, "delete")
    by = way(call, item.folder, keep=ways.disposition != SEND_ONLY, as_draft=ways.disposition == SAVE_ONLY)
    done = call.tenant.scheduling.answering.answer(item, answering.answer, by)
    remark(call, done.receipt)
    return written(done.appointment, done.request)


def _check(item: Item, answering: _Answering) -> None:
    """Refuse to answer what is no meeting, or one that cannot be answered by this mailbox, or not so.

    Raises:
        EwsError.
    """
    is_detached = item.container is not None
    if is_detached or item.is_draft or not is_of(item.item_class, *_MEETINGS):
        raise EwsError(WRONG_ITEM[answering.name])
    standing = standing_of(item)
    if standing is not Standing.INVITED:
        raise EwsError(NOT_ANSWERED[answering.name][standing])
    start, end = answering.answer.proposed_start, answering.answer.proposed_end
    if (start is None) != (end is None):
        raise EwsError(HALF_A_PROPOSAL)
    if start is not None and end is not None:
        if end < start:
            raise EndsBeforeStart
        if item.get("allow_new_time_proposal") is False:
            raise EwsError(NO_PROPOSALS)
