"""The conversations that requests name, the mailboxes that they are in, and what callers see of them."""

from typing import NamedTuple

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.conversations.errors import NO_CONVERSATION
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, attribute, required
from fakeserver.steps import Steps
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.ids import StoreId, decode_id
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import FolderAccessDenied, FolderNotFound, IdMalformed, ItemNotFound


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


def items_seen(call: Call, named: Named) -> Steps[list[Item]]:
    """Return the items of a conversation that the caller may read, the oldest first.

    Raises:
        EwsError: there are none.
    """
    items = yield from named.mailbox.conversations.items_of(named.conversation_id)
    hidden = {folder for folder in {item.folder for item in items} if not _may_read(call, folder)}
    found = [item for item in items if item.folder not in hidden and call.shows(item)]
    if not found:
        raise EwsError(NO_CONVERSATION)
    return found


def _may_read(call: Call, folder: Folder) -> bool:
    try:
        call.check(folder, "read")
    except (FolderAccessDenied, FolderNotFound):
        return False
    return True
