"""What is done to conversations: t:ConversationAction, read and performed.

Source: web-service-reference/conversationaction, /action-conversationactiontypetype; the EWS Managed API for how the
standing ones end: no categories, no folder, or EnableAlwaysDelete false.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from fakeserver.protocols.ews.errors import EwsError, not_performed_here
from fakeserver.protocols.ews.operations.conversations.conversation_ids import read_conversation_id
from fakeserver.protocols.ews.operations.conversations.errors import ACTION_FAILED
from fakeserver.protocols.ews.operations.disposals import DISPOSAL, DISPOSALS
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID, TARGET_FOLDER, Id, named_folder, read_target
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import ANY, TEXT, complex_type, each, list_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, boolean_of, required, word
from fakeserver.protocols.ews.values.follow_up import FOLLOW_UP
from fakeserver.protocols.ews.values.simple import DATE_TIME, STRINGS
from fakeserver.tenant.exchange.conversations.rules import ConversationRule
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.ids import StoreId
from fakeserver.tenant.exchange.kinds.follow_up import follow_up_changes
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.receipt_requests import receipt_is_due
from fakeserver.tenant.exchange.values import DeleteMode

_ACTION: Final = of_words(
    "ConversationActionTypeType",
    "AlwaysCategorize AlwaysDelete AlwaysMove Delete Move Copy SetReadState SetRetentionPolicy Flag",
)
ACTION_TYPE: Final = complex_type(
    elements={
        "t:Action": TEXT,
        "t:ConversationId": ITEM_ID,
        "t:ContextFolderId": TARGET_FOLDER,
        **each("t:ConversationLastSyncTime t:ProcessRightAway", TEXT),
        "t:DestinationFolderId": TARGET_FOLDER,
        "t:Categories": list_type({"t:String": TEXT}),
        **each("t:EnableAlwaysDelete t:IsRead t:DeleteType", TEXT),
        "t:Flag": ANY,
        "t:SuppressReadReceipts": TEXT,
    },
    not_performed="t:RetentionPolicyType t:RetentionPolicyTagId",
)
#: Action -> the element that it cannot do without.
_NEEDED: Final = {
    "Move": "DestinationFolderId",
    "Copy": "DestinationFolderId",
    "SetReadState": "IsRead",
    "Flag": "Flag",
}
#: What an action leaves where it is, unless that is the folder that it is for. Assumption: as Outlook ignores a
#: conversation, what one has written oneself stays.
_OWN: Final = frozenset(("sentitems", "drafts", "outbox"))
_TAKES_AWAY: Final = frozenset(("AlwaysDelete", "AlwaysMove", "Delete", "Move"))


@dataclass(frozen=True)
class ConversationAction:
    """A t:ConversationAction as it was read."""

    kind: str
    store_id: StoreId
    #: only items in this folder are concerned; None: all
    context: Id[Folder] | None
    #: only what was received up to then is concerned
    until: datetime | None
    destination: Id[Folder] | None
    categories: tuple[str, ...]
    always_delete: bool
    is_read: bool
    deletion: DeleteMode
    #: changes by t:Flag
    flag: dict[Any, Any]
    suppress_receipts: bool

    @property
    def is_standing(self) -> bool:
        """Whether it concerns what comes later as well."""
        return self.kind.startswith("Always")

    def concerns(self, item: Item, context: Folder | None) -> bool:
        """Say whether something is done to an item now."""
        if self.until is not None and item.received_at > self.until:
            return False
        if context is not None:
            return item.folder is context
        return self.kind not in _TAKES_AWAY or item.folder.distinguished_id not in _OWN


def read_action(node: Element) -> ConversationAction:
    """Read a t:ConversationAction.

    Raises:
        Violation: it is not as the schema has it, or lacks what its action needs.
        IdMalformed: it names no conversation.
        EwsError: its action is not performed.
    """
    kind = word(required(node, t("Action")), _ACTION)
    if kind == "SetRetentionPolicy":
        raise not_performed_here("SetRetentionPolicy")

    def found(name: str) -> Element | None:
        return node.find(t(name))

    def folder(name: str) -> Id[Folder] | None:
        given = found(name)
        return None if given is None else read_target(given)

    needed = _NEEDED.get(kind, "")
    if needed and found(needed) is None:
        # Assumption: what an action cannot do without is missing as if the schema wanted it.
        raise schema.incomplete(node, (t(needed),))
    until, categories, flag = found("ConversationLastSyncTime"), found("Categories"), found("Flag")
    boolean_of(found("ProcessRightAway"))
    return ConversationAction(
        kind=kind,
        context=folder("ContextFolderId"),
        until=None if until is None else DATE_TIME.read(until),
        destination=folder("DestinationFolderId"),
        categories=() if categories is None or not len(categories) else tuple(STRINGS.read(categories)),
        always_delete=boolean_of(found("EnableAlwaysDelete")),
        is_read=boolean_of(found("IsRead")),
        deletion=DISPOSALS[word(found("DeleteType"), DISPOSAL, "MoveToDeletedItems")],
        flag={} if flag is None else follow_up_changes(FOLLOW_UP.read(flag)),
        suppress_receipts=boolean_of(found("SuppressReadReceipts")),
        # Last: an id that is none refuses this part alone, what the schema does not allow the whole request.
        store_id=read_conversation_id(node),
    )


def perform_always(call: Call, action: ConversationAction, mailbox: Mailbox, conversation_id: str) -> None:
    """Set what becomes of later items of a conversation, or end it.

    Raises:
        FolderAccessDenied, FolderNotFound: the inbox, whose mail it is about, is not the caller's.
        EwsError: it leads to another mailbox.
    """
    call.check(mailbox.folders.distinguished("inbox"), "own")
    rules = mailbox.conversations.rules
    rule = rules.get(conversation_id, ConversationRule())
    match action.kind:
        case "AlwaysCategorize":
            rule = replace(rule, categories=action.categories)
        case "AlwaysMove":
            folder = _destination(call, action)
            if folder is not None and call.visit_in(folder).mailbox is not mailbox:
                raise EwsError(ACTION_FAILED, fix="name a folder of the mailbox that the conversation is in")
            rule = replace(rule, folder=folder)
        case _:
            rule = replace(rule, deletion=action.deletion if action.always_delete else None)
    rules.pop(conversation_id, None)
    if rule.does_something:
        rules[conversation_id] = rule


def perform_once(call: Call, action: ConversationAction, mailbox: Mailbox, item: Item) -> None:
    """Do to an item what an action says, if it is still there.

    Raises:
        EwsError: the caller may not.
    """
    items = mailbox.items
    if not items.present([item]):
        return
    match action.kind:
        case "AlwaysCategorize" if action.categories:
            call.check_item(item, "edit")
            ConversationRule(action.categories).apply(items, item)
        case "AlwaysMove" | "Move" if (folder := _destination(call, action)) is not None:
            if folder is not item.folder:
                call.check_item(item, "delete")
                _transfer(call, item, folder, keep=False)
        case "Copy":
            folder = _destination(call, action)
            if folder is None:
                raise EwsError(ACTION_FAILED)
            _transfer(call, item, folder, keep=True)
        case "Delete":
            _delete(call, action, mailbox, item)
        case "AlwaysDelete" if action.always_delete:
            _delete(call, action, mailbox, item)
        case "SetReadState":
            call.check_item(item, "edit")
            if action.is_read and action.suppress_receipts and receipt_is_due(item):
                items.settle_receipt(item)
            items.set_flags(item, item.flags._replace(seen=action.is_read))
        case "Flag":
            call.check_item(item, "edit")
            items.update(item, action.flag)


def _delete(call: Call, action: ConversationAction, mailbox: Mailbox, item: Item) -> None:
    call.check_item(item, "delete")
    if action.deletion is DeleteMode.MOVE_TO_DELETED and item.folder.distinguished_id == "deleteditems":
        # It is there already.
        return
    if action.suppress_receipts and receipt_is_due(item, read=False):
        mailbox.items.settle_receipt(item)
    mailbox.items.delete([item], action.deletion)


def _transfer(call: Call, item: Item, folder: Folder, *, keep: bool) -> None:
    [arrived] = call.tenant.mailboxes.transfer([item], folder, keep=keep)
    if arrived is not item:
        call.sign(arrived)


def _destination(call: Call, action: ConversationAction) -> Folder | None:
    return None if action.destination is None else named_folder(call, action.destination, "create")
