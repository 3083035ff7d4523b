"""The ids in a request: one table, from an id's element to its type, and to how it is read and what it names.

An id is read before anything is performed, and resolved when its part of the request is: in between it may have gone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeVar

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.properties.folder import NEWER_DISTINGUISHED_IDS, SCHEMA_DISTINGUISHED_IDS
from fakeserver.protocols.ews.request import lookups
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import FOLDER_ID_FOR_ITEM, NO_FOLDER_IN_SEARCH, NOTHING_IN_SEARCH
from fakeserver.protocols.ews.request.mailboxes import MAILBOX, read_mailbox
from fakeserver.protocols.ews.request.occurrence_ids import occurrence_by_index, series_of_occurrence, stored_item
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import ComplexType, complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import (
    Element,
    attribute,
    integer_attribute,
    required_one,
    word_attribute,
)
from fakeserver.tenant.access.checks.folder_access import Ask
from fakeserver.tenant.exchange.entities import Attachment, Folder, Item
from fakeserver.tenant.exchange.ids import StoreId, decode_change_key
from fakeserver.tenant.refusals import ChangeKeyRequired, FolderGone, FolderNotFound

#: Source for comparing with case: Garethp/php-ews#44, OfficeDev/ews-java-api#487.
DISTINGUISHED_ID: Final = Enumeration(
    "DistinguishedFolderIdNameType", SCHEMA_DISTINGUISHED_IDS | NEWER_DISTINGUISHED_IDS
)

#: What an id names: a folder, an item, an attachment.
Named = TypeVar("Named")


@dataclass(frozen=True)
class IdElement(Generic[Named]):
    """An element that is an id."""

    #: what it may contain
    type: ComplexType
    #: raises Violation where the schema wants something else
    read: Callable[["IdElement[Named]", Element], "Id[Named]"]
    #: finds what it names; permissions are not checked
    resolve: Callable[[Call, "Id[Named]"], Named]
    #: then finds what is meant, where the caller may see that: an appointment by its series, or the reverse
    relative: Callable[[Call, "Id[Named]", Named], Named] | None = None


class Id(NamedTuple, Generic[Named]):
    """An id in a request."""

    element: IdElement[Named]
    #: as the client wrote it; of a distinguished folder its name
    text: str
    #: None: not given
    change_key: str | None = None
    #: of a distinguished folder: the address of its mailbox; empty: the caller's own
    address: str = ""
    #: of an appointment that is named by its series: its number, from 1 on
    instance: int = 0


def _read(node: Element, elements: Mapping[str, IdElement[Named]]) -> Id[Named]:
    element = elements.get(str(node.tag))
    if element is None:
        raise schema.unexpected_element(node, elements)
    return element.read(element, node)


def _stored(element: IdElement[Named], node: Element) -> Id[Named]:
    return Id(element, attribute(node, "Id"), _change_key(node))


def _change_key(node: Element) -> str | None:
    given = node.get("ChangeKey")
    return None if given is None else str(given)


def _distinguished(element: IdElement[Named], node: Element) -> Id[Named]:
    mailbox = node.find(t("Mailbox"))
    address = "" if mailbox is None else read_mailbox(mailbox)
    return Id(element, word_attribute(node, "Id", DISTINGUISHED_ID), _change_key(node), address)


def _occurrence(element: IdElement[Named], node: Element) -> Id[Named]:
    index, series = integer_attribute(node, "InstanceIndex"), attribute(node, "RecurringMasterId")
    return Id(element, series, _change_key(node), instance=index)


def _recurring_master(element: IdElement[Named], node: Element) -> Id[Named]:
    return Id(element, attribute(node, "OccurrenceId"), _change_key(node))


# --- what each names -------------------------------------------------------------------------------------------------


def _decoded(given: Id[Any]) -> StoreId:
    return lookups.decoded(given.text, given.change_key)


def _folder(call: Call, given: Id[Folder]) -> Folder:
    return lookups.stored_folder(call, _decoded(given))


def _distinguished_folder(call: Call, given: Id[Folder]) -> Folder:
    if given.change_key is not None:
        decode_change_key(given.change_key)
    return lookups.distinguished_folder(call, given.text, given.address)


def decoded_item_id(given: Id[Item]) -> StoreId:
    """Return what an item's id consists of. The change key must be well-formed; `key_is_stale` compares it.

    Raises:
        IdMalformed, ChangeKeyInvalid: it is none.
        EwsError: it is empty, or a folder's.
    """
    store_id = _decoded(given)
    if store_id.kind == "folder":
        raise EwsError(FOLDER_ID_FOR_ITEM)
    return store_id


def _item(call: Call, given: Id[Item]) -> Item:
    store_id = decoded_item_id(given)
    return stored_item(call.mailbox_of(store_id), store_id)


def _item_by_index(call: Call, given: Id[Item], series: Item) -> Item:
    return occurrence_by_index(call.visit_in(series.folder).mailbox, series, given.instance)


def _series_of_item(_call: Call, _given: Id[Item], item: Item) -> Item:
    return series_of_occurrence(item)


def _parent_item(call: Call, given: Id[Item]) -> Item:
    return lookups.stored_parent_item(call, decoded_item_id(given))


def _attachment(call: Call, given: Id[Attachment]) -> Attachment:
    return lookups.stored_attachment(call, _decoded(given))


_STORED: Final = complex_type("Id ChangeKey")

FOLDER_ID: Final = IdElement(_STORED, _stored, _folder)
#: The ids of each kind of thing, by their elements in Clark notation.
_FOLDER_IDS: Final[dict[str, IdElement[Folder]]] = {
    t("FolderId"): FOLDER_ID,
    t("DistinguishedFolderId"): IdElement(
        complex_type("Id ChangeKey", {"t:Mailbox": MAILBOX}), _distinguished, _distinguished_folder
    ),
}
_ITEM_IDS: Final[dict[str, IdElement[Item]]] = {
    t("ItemId"): IdElement(_STORED, _stored, _item),
    t("OccurrenceItemId"): IdElement(
        complex_type("RecurringMasterId ChangeKey InstanceIndex"), _occurrence, _item, _item_by_index
    ),
    t("RecurringMasterItemId"): IdElement(
        complex_type("OccurrenceId ChangeKey"), _recurring_master, _item, _series_of_item
    ),
}
_ATTACHMENT_IDS: Final[dict[str, IdElement[Attachment]]] = {
    t("AttachmentId"): IdElement(complex_type("Id"), _stored, _attachment)
}
#: m:ParentItemId is an item's id itself. That of an item attachment names the attached item.
_PARENT_ITEM_ID: Final = IdElement(_STORED, _stored, _parent_item)


def _types(elements: Mapping[str, IdElement[Named]]) -> dict[str, ComplexType]:
    return {name: one.type for name, one in elements.items()}


#: Elements that contain one id or several, for `complex_type`.
FOLDER_ID_TYPES: Final = _types(_FOLDER_IDS)
ITEM_ID_TYPES: Final = _types(_ITEM_IDS)
FOLDER_IDS: Final = list_type(FOLDER_ID_TYPES)
ITEM_IDS: Final = list_type(ITEM_ID_TYPES, not_performed="t:RecurringMasterItemIdRanges")
ATTACHMENT_IDS: Final = list_type(_types(_ATTACHMENT_IDS))
#: m:ToFolderId and the like.
TARGET_FOLDER: Final = complex_type(elements=FOLDER_ID_TYPES, not_performed="t:AddressListId")
#: An element that is an item's id itself, m:ParentItemId.
ITEM_ID: Final = _STORED


# --- reading them: each raises Violation -----------------------------------------------------------------------------


def read_folder_id(node: Element) -> Id[Folder]:
    """Read a t:FolderId or t:DistinguishedFolderId."""
    return _read(node, _FOLDER_IDS)


def read_target(parent: Element) -> Id[Folder]:
    """Read the id of a folder in an element such as m:ToFolderId or m:SavedItemFolderId."""
    return read_folder_id(required_one(parent, *_FOLDER_IDS))


def read_item_id(node: Element) -> Id[Item]:
    """Read a t:ItemId, or another element that is an item's id."""
    return _read(node, _ITEM_IDS)


def read_reference(parent: Element) -> Id[Item] | None:
    """Read the t:ReferenceItemId of a response object, an item's id itself; None where it is missing."""
    node = parent.find(t("ReferenceItemId"))
    return None if node is None else _stored(_ITEM_IDS[t("ItemId")], node)


def read_series_id(node: Element) -> Id[Item]:
    """Read an element that is the id of a series, besides others."""
    return _stored(_ITEM_IDS[t("ItemId")], node)


def item_reference(text: str) -> Id[Item]:
    """Return the id of an item that was read before, as it was written."""
    return Id(_ITEM_IDS[t("ItemId")], text)


def read_parent_item_id(node: Element) -> Id[Item]:
    """Read m:ParentItemId, which names the item to attach to."""
    return _stored(_PARENT_ITEM_ID, node)


def read_attachment_id(node: Element) -> Id[Attachment]:
    """Read a t:AttachmentId."""
    return _read(node, _ATTACHMENT_IDS)


# --- and whether the caller may do something with it ------------------------------------------------------------------


def named_folder(call: Call, given: Id[Folder], ask: Ask = "see") -> Folder:
    """Return the folder that an id names.

    Args:
        ask: what the operation will do in it.

    Raises:
        FolderNotFound, IdMalformed, MailboxRefused: there is no such folder, or the caller may not do this in it.
        EwsError: it is an item's id, or a public folder; the tenant has none.
    """
    folder = given.element.resolve(call, given)
    try:
        call.check(folder, ask)
    except FolderNotFound as refusal:
        if given.element is not FOLDER_ID:
            raise
        raise FolderGone(folder.folder_id) from refusal
    if folder.search is not None and ask in ("create", "create_folder"):
        raise EwsError(NOTHING_IN_SEARCH if ask == "create" else NO_FOLDER_IN_SEARCH)
    return folder


def named_item(call: Call, given: Id[Item], ask: Ask = "read", *, key_required: bool = False) -> Item:
    """Return the item that an id names; one that is attached may be m:ParentItemId's.

    Args:
        ask: what the operation will do with it, or with the item in a folder that it is attached to.
        key_required: whether a t:ItemId without a ChangeKey is refused.

    Raises:
        IdMalformed, ItemNotFound, ChangeKeyInvalid, ChangeKeyRequired: the id names no item.
        AttachmentNotFound: it is the id of an attachment that is gone.
        FolderAccessDenied: the caller may not do this with it.
        EwsError: it is the id of a folder, or names no appointment of a series, or no series.
    """
    item = given.element.resolve(call, given)
    _check_item(call, given, item, ask)
    if given.element.relative is not None:
        item = given.element.relative(call, given, item)
        _check_item(call, given, item, ask)
    if key_required and not given.change_key:
        raise ChangeKeyRequired
    return item


def _check_item(call: Call, given: Id[Item], item: Item, ask: Ask) -> None:
    if item.container is None:
        call.check_item(item, ask)
    else:
        lookups.check_attachment(call, item.container, ask, given.text)


def named_attachment(call: Call, given: Id[Attachment], ask: Ask = "read") -> Attachment:
    """Return the attachment that an id names.

    Args:
        ask: what will be done with the item that it belongs to.

    Raises:
        IdMalformed: it is no attachment's id.
        AttachmentNotFound: there is none, or the caller may not see it.
        FolderAccessDenied: they may, but may not do this.
    """
    attachment = given.element.resolve(call, given)
    lookups.check_attachment(call, attachment, ask, given.text)
    return attachment


def key_is_stale(given: Id[Item], item: Item) -> bool:
    """Say whether an item's id in a request has a change key older than the item.

    Assumption: one of the object type alone, as UpdateItem answers where a message was marked as read, is not compared.
    """
    if not given.change_key or given.change_key == item.change_key:
        return False
    return decode_change_key(given.change_key) != 0
