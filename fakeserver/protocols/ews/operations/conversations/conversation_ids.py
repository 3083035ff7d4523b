"""The ids of conversations in requests, and the mailboxes that they are in."""

from typing import NamedTuple

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.conversations.errors import NO_CONVERSATION
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, attribute, required
from fakeserver.tenant.exchange.ids import StoreId, decode_id
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import IdMalformed, ItemNotFound


class Named(NamedTuple):
    """A conversation that a request names."""

    mailbox: Mailbox
    #: as the mailbox writes it
    conversation_id: str


def read_conversation_id(parent: Element) -> StoreId:
    """Read the t:ConversationId in an element.

    Raises:
        Violation: it is missing.
        IdMalformed: it is none.
    """
    text = attribute(required(parent, t("ConversationId")), "Id")
    store_id = decode_id(text)
    if store_id.kind != "conversation":
        raise IdMalformed(text)
    return store_id


def named_conversation(call: Call, store_id: StoreId) -> Named:
    """Return the conversation that an id names, be it one that has no items.

    Raises:
        EwsError: the caller may not open its mailbox, or there is none.
    """
    try:
        mailbox = call.mailbox_of(store_id)
    except ItemNotFound as refusal:
        raise EwsError(NO_CONVERSATION) from refusal
    return Named(mailbox, mailbox.ids.conversation_id(store_id.entry_id))
