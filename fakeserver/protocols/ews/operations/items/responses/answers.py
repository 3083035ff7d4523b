"""ReplyToItem, ReplyAllToItem and ForwardItem: a new mail that answers another.

Sources: web-service-reference/replytoitem, /replyalltoitem, /forwarditem, /responsecode (ErrorInvalidReferenceItem);
OfficeDev/ews-managed-api#123: what is given comes in addition to what the service fills in, but for t:Body, which
replaces the original's.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.creating import create_mail
from fakeserver.protocols.ews.operations.items.dispositions import SAVE_ONLY
from fakeserver.protocols.ews.operations.items.errors import DISPOSITION_REQUIRED, INVALID_REFERENCE
from fakeserver.protocols.ews.operations.items.private_lists import settled_lists
from fakeserver.protocols.ews.operations.items.responses.forward_meeting import forward_meeting
from fakeserver.protocols.ews.operations.items.responses.references import (
    MESSAGES,
    POSTS,
    referenced,
    required_reference,
)
from fakeserver.protocols.ews.operations.items.responses.response import ResponseObject, Ways
from fakeserver.protocols.ews.properties.item_classes import element_for_class
from fakeserver.protocols.ews.properties.table import fields_of
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID, Id
from fakeserver.protocols.ews.request.new_items import read_body, read_field
from fakeserver.protocols.ews.soap.complex_types import ANY, TEXT, complex_type, each
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import Element, children, tag
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.protocols.ews.values.addresses import RECIPIENT
from fakeserver.tenant.access.answering import make_answer
from fakeserver.tenant.exchange.attachments import root_item
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.responding.answer import Wish
from fakeserver.tenant.exchange.responding.recipients import KINDS
from fakeserver.tenant.exchange.responding.verbs import Verb
from fakeserver.tenant.exchange.values import Body
from fakeserver.tenant.refusals import FolderAccessDenied

#: Delegates name themselves and their principal by these; the schema has them no more (replytoitem). Assumption: they
#: change nothing, since From says the same.
_OF_DELEGATES: Final = ("ReceivedBy", "ReceivedRepresenting")
#: Meetings that are forwarded become requests.
_MEETINGS: Final = ("CalendarItem", "MeetingRequest")


@dataclass(frozen=True)
class Answering:
    """One of the three as it was read."""

    reference: Id[Item]
    verb: Verb
    wish: Wish


def answering(verb: Verb) -> ResponseObject[Answering]:
    """Return the response object that answers by a verb."""
    kind = complex_type(
        elements={
            "t:Subject": TEXT,
            "t:Body": ANY,
            **each("t:ToRecipients t:CcRecipients t:BccRecipients", ANY),
            **each("t:IsReadReceiptRequested t:IsDeliveryReceiptRequested", TEXT),
            "t:From": ANY,
            "t:ReferenceItemId": ITEM_ID,
            "t:NewBodyContent": ANY,
            **each(" ".join(f"t:{name}" for name in _OF_DELEGATES), ANY),
        },
        not_performed="t:IsSpecificMessageReply" if verb is Verb.REPLY_ALL else "",
    )
    return ResponseObject(kind, lambda node: _read(node, verb), _perform)


def _read(node: Element, verb: Verb) -> Answering:
    rows = fields_of("Message")
    given: dict[str, Any] = {}
    bodies: dict[str, Body] = {}

    def read_child(child: Element) -> None:
        name = tag(child)
        if name in ("Body", "NewBodyContent"):
            bodies[name] = read_body(child)
        elif name in _OF_DELEGATES:
            RECIPIENT.read(child)
        elif child.tag != t("ReferenceItemId"):
            given.update(read_field(rows[name], child))

    read_each(children(node), read_child)
    recipients = {name: given.pop(name) for name in KINDS if name in given}
    subject = given.pop("subject", None)
    wish = Wish(
        subject=subject,
        new_body=bodies.get("NewBodyContent"),
        body=bodies.get("Body"),
        recipients=recipients,
        others=given,
    )
    return Answering(required_reference(node), verb, wish)


def _perform(call: Call, answer: Answering, ways: Ways) -> Xml:
    if not ways.disposition:
        raise EwsError(DISPOSITION_REQUIRED)
    wish = replace(answer.wish, recipients=settled_lists(call, answer.wish.recipients))
    answer = replace(answer, wish=wish)
    forwards = answer.verb is Verb.FORWARD
    original = referenced(call, answer.reference, (*MESSAGES, *POSTS, *_MEETINGS), drafts=forwards)
    element = element_for_class(original.item_class)
    if element in _MEETINGS and forwards:
        return forward_meeting(call, original, answer.wish, ways)
    if element == "CalendarItem" and original.get("is_organizer"):
        # Whoever has made it would reply to themselves.
        raise EwsError(INVALID_REFERENCE)
    folder = None if ways.named_folder is None else ways.named_folder()
    return create_mail(call, ways.disposition, folder, lambda where: _made(call, where, original, answer, ways))


def _made(call: Call, folder: Folder, original: Item, answering: Answering, ways: Ways) -> Item:
    item = make_answer(
        call.visit_in(folder),
        folder,
        original,
        answering.verb,
        answering.wish,
        as_draft=ways.disposition == SAVE_ONLY,
        marks=_may_mark(call, original),
    )
    call.sign(item)
    return item


def _may_mark(call: Call, original: Item) -> bool:
    """Say whether the caller may change the original, which is marked as answered then, and otherwise is not."""
    try:
        call.check_item(original if original.container is None else root_item(original.container), "edit")
    except FolderAccessDenied:
        return False
    return True
