"""GetConversationItems."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Final

from fakeserver.digits import number_in
from fakeserver.protocols.ews.answers.forms import Perform, PerItem, XmlSteps
from fakeserver.protocols.ews.answers.shapes import ITEM_SHAPE, ItemShape
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.conversations.conversation_ids import (
    items_seen,
    named_conversation,
    read_conversation_id,
)
from fakeserver.protocols.ews.operations.conversations.errors import NO_CONVERSATION
from fakeserver.protocols.ews.operations.conversations.find_conversation import SCOPE
from fakeserver.protocols.ews.operations.conversations.nodes import SORT_ORDERS, Node, nodes_of
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import INVALID_PAGING
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, ITEM_ID, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.names import XSD, m, t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, integer_of, octets_of, word
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, text
from fakeserver.steps import each
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.ids import StoreId
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import SyncStateInvalid

_ORDER: Final = Enumeration("ConversationNodeSortOrder", SORT_ORDERS)
#: What a sync state begins with; the position in the mailbox's log of changes follows.
_STATE: Final = b"conversation:"


@dataclass(frozen=True)
class _Asked:
    """A t:Conversation as it was read."""

    store_id: StoreId
    #: octets of the sync state; empty: none was given
    state: bytes


def _read(node: Element) -> _Asked:
    # The id last: one that is none refuses this conversation alone.
    return _Asked(state=octets_of(node.find(t("SyncState"))), store_id=read_conversation_id(node))


@operation(
    "GetConversationItems",
    answer=PerItem("Conversations", _read),
    since="Exchange2013",
    request=complex_type(
        elements={
            "m:ItemShape": ITEM_SHAPE,
            "m:FoldersToIgnore": FOLDER_IDS,
            "m:MaxItemsToReturn": TEXT,
            "m:SortOrder": TEXT,
            "m:MailboxScope": TEXT,
            "m:Conversations": list_type(
                {"t:Conversation": complex_type(elements={"t:ConversationId": ITEM_ID, "t:SyncState": TEXT})}
            ),
        }
    ),
)
def get_conversation_items(call: Call) -> Perform[_Asked]:
    """Return the items of conversations, in nodes: a message with all its copies in the mailbox.

    With a sync state only what is new or has changed since then. Assumption: the order is that of the tree where none
    is named; the maximum counts items, and ends the list.
    Source: web-service-reference/getconversationitems-operation
    """
    shape = ItemShape.read(call)
    ignored = call.parts.get(m("FoldersToIgnore"))
    ignored_ids: list[Id[Folder]] = [] if ignored is None else read_each(at_least_one(ignored), read_folder_id)
    most = call.parts.get(m("MaxItemsToReturn"))
    maximum = None if most is None else integer_of(most, f"{XSD}:int", -(2**31), 2**31 - 1)
    if maximum is not None and maximum < 1:
        raise EwsError(INVALID_PAGING)
    order = word(call.parts.get(m("SortOrder")), _ORDER, "TreeOrderAscending")
    of_archive = word(call.parts.get(m("MailboxScope")), SCOPE) == "ArchiveOnly"

    def get_one(asked: _Asked) -> XmlSteps:
        named = named_conversation(call, asked.store_id)
        mailbox, conversation_id = named
        position = _position(asked.state, mailbox)
        without = {named_folder(call, one).number for one in ignored_ids}
        items = yield from items_seen(call, named)
        seen = [item for item in items if item.folder.number not in without]
        if not seen or of_archive:
            raise EwsError(NO_CONVERSATION)
        # What happens while this goes on is told the next time.
        state = b64encode(_STATE + str(mailbox.changes.position).encode()).decode("ascii")
        nodes = yield from nodes_of(seen, order)
        if position is not None:
            nodes = _changed(nodes, mailbox, position)
        written = yield from each(_first(nodes, maximum), lambda node: _node(shape, node, mailbox))
        return element(
            "m:Conversation",
            element("t:ConversationId", Id=conversation_id),
            text("t:SyncState", state),
            element("t:ConversationNodes", *written) if written else NOTHING,
        )

    return get_one


def _position(state: bytes, mailbox: Mailbox) -> int | None:
    if not state:
        return None
    position = number_in(state.removeprefix(_STATE)) if state.startswith(_STATE) else None
    if position is None or not mailbox.changes.knows(position):
        raise SyncStateInvalid
    return position


def _changed(nodes: list[Node], mailbox: Mailbox, position: int) -> list[Node]:
    """Return what of the nodes is new or has changed since a position in the log."""
    numbers = {change.number for change in mailbox.changes.since(position) if not change.departs}
    changed = [(node, [item for item in node.items if item.number in numbers]) for node in nodes]
    return [Node(node.message_id, node.parent_id, items) for node, items in changed if items]


def _first(nodes: list[Node], maximum: int | None) -> list[Node]:
    if maximum is None:
        return nodes
    kept: list[Node] = []
    for node in nodes:
        if maximum <= 0:
            break
        kept.append(Node(node.message_id, node.parent_id, node.items[:maximum]))
        maximum -= len(node.items)
    return kept


def _node(shape: ItemShape, node: Node, mailbox: Mailbox) -> Xml:
    items = [item for item in node.items if mailbox.items.present([item])]
    if not items:
        # Others have deleted it since the step before.
        return NOTHING
    return element(
        "t:ConversationNode",
        text("t:InternetMessageId", node.message_id) if node.message_id else NOTHING,
        text("t:ParentInternetMessageId", node.parent_id) if node.parent_id else NOTHING,
        element("t:Items", *map(shape.write, items)),
    )
