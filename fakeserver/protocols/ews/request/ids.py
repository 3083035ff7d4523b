"""Resolving the ids in a request: one table, from an id's element to its type and the function that resolves it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.errors import NO_PUBLIC_FOLDERS, EwsError, not_performed_here
from fakeserver.protocols.ews.properties.folder import NEWER_DISTINGUISHED_IDS, SCHEMA_DISTINGUISHED_IDS
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import FOLDER_ID_FOR_ITEM, ITEM_ID_FOR_FOLDER
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import TEXT, ComplexType, complex_type, each
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.names import local, t
from fakeserver.protocols.ews.soap.reading import Element, attribute, content, required_one, tag, word_attribute
from fakeserver.protocols.ews.soap.since import incorrect_schema_version
from fakeserver.protocols.ews.soap.versions import is_before
from fakeserver.tenant.access.checks.folder_access import Ask
from fakeserver.tenant.exchange.attachments import root_item
from fakeserver.tenant.exchange.entities import Attachment, Folder, Item
from fakeserver.tenant.exchange.ids import StoreId, decode_change_key, decode_id
from fakeserver.tenant.refusals import AttachmentNotFound, ChangeKeyRequired, FolderGone, FolderNotFound, ItemNotFound

#: Source for comparing with case: Garethp/php-ews#44, OfficeDev/ews-java-api#487.
DISTINGUISHED_ID: Final = Enumeration(
    "DistinguishedFolderIdNameType", SCHEMA_DISTINGUISHED_IDS | NEWER_DISTINGUISHED_IDS
)
#: t:Mailbox in an id; only its address is used.
MAILBOX: Final = complex_type(
    elements=each("t:Name t:EmailAddress t:RoutingType t:MailboxType", TEXT),
    not_performed="t:ItemId t:OriginalDisplayName",
)

Named = Folder | Item | Attachment


@dataclass(frozen=True)
class IdElement:
    """An element that is an id."""

    #: what it may contain
    type: ComplexType
    #: finds what it names; permissions are not checked
    resolve: Callable[[Call, Element], Named]


def resolve(call: Call, node: Element) -> Named:
    """Return what an id's element names.

    Raises:
        Violation: the element is no id.
        IdMalformed, FolderNotFound, ItemNotFound, AttachmentNotFound, MailboxRefused: it names nothing that the caller
            can open.
        EwsError: ids of that kind are not resolved.
    """
    known = ID_ELEMENTS.get(local(str(node.tag)))
    if known is None or node.tag != t(local(str(node.tag))):
        raise schema.unexpected_element(node, map(t, ID_ELEMENTS))
    return known.resolve(call, node)


# --- what each names -------------------------------------------------------------------------------------------------


def _folder(call: Call, node: Element) -> Folder:
    store_id = decode_id(attribute(node, "Id"))
    if store_id.kind == "item":
        raise EwsError(ITEM_ID_FOR_FOLDER)
    try:
        return call.mailbox_of(store_id).folders.by_id(store_id)
    except (ItemNotFound, FolderNotFound) as refusal:
        raise FolderGone(store_id.text) from refusal


def _distinguished_folder(call: Call, node: Element) -> Folder:
    name = word_attribute(node, "Id", DISTINGUISHED_ID)
    if name == "publicfoldersroot":
        # The schema has always had its name. Source: jamesiarmes/php-ews#3.
        if is_before(call.envelope.version, "Exchange2007_SP1"):
            raise incorrect_schema_version()
        raise EwsError(NO_PUBLIC_FOLDERS)
    mailbox = node.find(t("Mailbox"))
    address = "" if mailbox is None else content(mailbox.find(t("EmailAddress"))).strip()
    return call.mailbox_for(address).folders.distinguished(name)


def _item_id(node: Element) -> StoreId:
    """Return what an item's id consists of. The change key must be well-formed; `key_is_stale` compares it."""
    if key := node.get("ChangeKey"):
        decode_change_key(key)
    store_id = decode_id(attribute(node, "Id"))
    if store_id.kind == "folder":
        raise EwsError(FOLDER_ID_FOR_ITEM)
    return store_id


def _item(call: Call, node: Element) -> Item:
    store_id = _item_id(node)
    return call.mailbox_of(store_id).items.by_id(store_id)


def _attachment(call: Call, node: Element) -> Attachment:
    store_id = decode_id(attribute(node, "Id"))
    try:
        return call.mailbox_of(store_id).attachments.by_id(store_id)
    except ItemNotFound as refusal:
        raise AttachmentNotFound(store_id.text) from refusal


def _not_performed(_call: Call, node: Element) -> Named:
    raise not_performed_here(tag(node))


_STORED: Final = complex_type("Id ChangeKey")

#: Element of the types namespace -> what it may contain, and what it names.
ID_ELEMENTS: Final = {
    "FolderId": IdElement(_STORED, _folder),
    "DistinguishedFolderId": IdElement(complex_type("Id ChangeKey", {"t:Mailbox": MAILBOX}), _distinguished_folder),
    "ItemId": IdElement(_STORED, _item),
    "OccurrenceItemId": IdElement(complex_type("RecurringMasterId ChangeKey InstanceIndex"), _not_performed),
    "RecurringMasterItemId": IdElement(complex_type("OccurrenceId ChangeKey"), _not_performed),
    "AttachmentId": IdElement(complex_type("Id"), _attachment),
    "ConversationId": IdElement(_STORED, _not_performed),
}


def _types_of(names: str) -> dict[str, ComplexType]:
    return {f"t:{name}": ID_ELEMENTS[name].type for name in names.split()}


#: Elements that contain one id or several, for `complex_type`.
FOLDER_ID_TYPES: Final = _types_of("FolderId DistinguishedFolderId")
ITEM_ID_TYPES: Final = _types_of("ItemId OccurrenceItemId RecurringMasterItemId")
FOLDER_IDS: Final = complex_type(elements=FOLDER_ID_TYPES)
ITEM_IDS: Final = complex_type(elements=ITEM_ID_TYPES, not_performed="t:RecurringMasterItemIdRanges")
ATTACHMENT_IDS: Final = complex_type(elements=_types_of("AttachmentId"))
#: m:ToFolderId and the like.
TARGET_FOLDER: Final = complex_type(elements=FOLDER_ID_TYPES, not_performed="t:AddressListId")
#: An element that is an item's id itself, m:ParentItemId.
ITEM_ID: Final = _STORED


# --- and whether the caller may do something with it ------------------------------------------------------------------


def named_folder(call: Call, node: Element, ask: Ask = "see") -> Folder:
    """Return the folder that an id's element names.

    Args:
        ask: what the operation will do in it.

    Raises:
        FolderNotFound, IdMalformed, MailboxRefused: there is no such folder, or the caller may not do this in it.
        EwsError: it is an item's id, or a public folder; the tenant has none.
    """
    folder = resolve(call, node)
    if not isinstance(folder, Folder):
        raise schema.unexpected_element(node, FOLDER_IDS.elements)
    try:
        call.check(folder, ask)
    except FolderNotFound as refusal:
        if node.tag != t("FolderId"):
            raise
        raise FolderGone(folder.folder_id) from refusal
    return folder


def target_folder(call: Call, parent: Element, ask: Ask = "create") -> Folder:
    """Return the folder named in an element such as m:ToFolderId or m:SavedItemFolderId; raises as `named_folder`."""
    return named_folder(call, required_one(parent, *FOLDER_IDS.elements), ask)


def named_item(call: Call, node: Element, ask: Ask = "read", *, key_required: bool = False) -> Item:
    """Return the item that an id's element names.

    Args:
        ask: what the operation will do with it.
        key_required: whether a t:ItemId without a ChangeKey is refused.

    Raises:
        IdMalformed, ItemNotFound, ChangeKeyInvalid, ChangeKeyRequired: the id names no item.
        FolderAccessDenied: the caller may not do this with it.
        EwsError: it is the id of an occurrence, or of a folder.
    """
    item = resolve(call, node)
    if not isinstance(item, Item):
        raise schema.unexpected_element(node, ITEM_IDS.elements)
    if key_required and not node.get("ChangeKey"):
        raise ChangeKeyRequired
    call.check_item(item, ask)
    return item


def named_attachment(call: Call, node: Element, ask: Ask = "read") -> Attachment:
    """Return the attachment that an id's element names.

    Args:
        ask: what will be done with the item that it belongs to.

    Raises:
        IdMalformed: it is no attachment's id.
        AttachmentNotFound: there is none, or the caller may not see it.
        FolderAccessDenied: they may, but may not do this.
    """
    attachment = resolve(call, node)
    if not isinstance(attachment, Attachment):
        raise schema.unexpected_element(node, ATTACHMENT_IDS.elements)
    try:
        call.check_item(root_item(attachment), ask)
    except ItemNotFound as refusal:
        raise AttachmentNotFound(attribute(node, "Id")) from refusal
    return attachment


def parent_item(call: Call, node: Element) -> Item:
    """Return the item to attach to, which m:ParentItemId names. The id of an item attachment names the attached item.

    Raises:
        IdMalformed, ItemNotFound, AttachmentNotFound, ChangeKeyInvalid, FolderAccessDenied: the caller cannot attach to
            it.
    """
    store_id = _item_id(node)
    mailbox = call.mailbox_of(store_id)
    if store_id.kind == "attachment" and (attached := mailbox.attachments.by_id(store_id)).item is not None:
        call.check_item(root_item(attached), "edit")
        return attached.item
    item = mailbox.items.by_id(store_id)
    call.check_item(item, "edit")
    return item


def key_is_stale(item_id: Element, item: Item) -> bool:
    """Say whether a t:ItemId has a change key older than the item."""
    key = item_id.get("ChangeKey")
    return bool(key) and key != item.change_key
