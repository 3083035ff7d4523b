"""Finds what the ids in requests name, in the mailbox that an id is from. Permissions are not checked here."""

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.properties.folder import ARCHIVE_IDS
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import (
    ID_EMPTY,
    ITEM_ID_FOR_FOLDER,
    NOT_ATTACHMENT_ID,
    ROOT_WITH_MAILBOX,
)
from fakeserver.protocols.ews.request.occurrence_ids import stored_item
from fakeserver.protocols.ews.soap.since import incorrect_schema_version
from fakeserver.protocols.ews.soap.versions import is_before
from fakeserver.tenant.access.checks.folder_access import Ask
from fakeserver.tenant.exchange.attachments import root_item
from fakeserver.tenant.exchange.entities import Attachment, Folder, Item
from fakeserver.tenant.exchange.ids import StoreId, decode_change_key, decode_id
from fakeserver.tenant.refusals import ArchiveMissing, AttachmentNotFound, FolderGone, FolderNotFound, ItemNotFound


def decoded(text: str, change_key: str | None) -> StoreId:
    """Return what an id consists of. Its change key must be well-formed, but need not be the newest.

    Args:
        change_key: None where the request has none; an empty one is refused.

    Raises:
        ChangeKeyInvalid, IdMalformed: one of them cannot be read.
        EwsError: the id is empty.
    """
    if change_key is not None:
        decode_change_key(change_key)
    if not text:
        raise EwsError(ID_EMPTY)
    return decode_id(text)


def stored_folder(call: Call, store_id: StoreId) -> Folder:
    """Return the folder that a t:FolderId names.

    Raises:
        EwsError: it is an item's.
        FolderGone: there is none, or not any more.
    """
    if store_id.kind in ("item", "occurrence"):
        raise EwsError(ITEM_ID_FOR_FOLDER)
    try:
        return call.mailbox_of(store_id).folders.by_id(store_id)
    except (ItemNotFound, FolderNotFound) as refusal:
        raise FolderGone(store_id.text) from refusal


def distinguished_folder(call: Call, name: str, address: str) -> Folder:
    """Return the folder with a distinguished id, of the mailbox with an address; the caller's own where that is empty.

    Raises:
        FolderNotFound, MailboxRefused: there is none, or the mailbox is not open to the caller.
        EwsError: it is the root of the public folders, and the tenant has none, or a mailbox is named with it.
    """
    if name == "publicfoldersroot":
        # The schema has always had its name. Source: jamesiarmes/php-ews#3.
        if is_before(call.envelope.version, "Exchange2007_SP1"):
            raise incorrect_schema_version()
        if address:
            raise EwsError(ROOT_WITH_MAILBOX)
        return call.public_folders().folders.distinguished(name)
    mailbox = call.mailbox_for(address)
    if name in ARCHIVE_IDS:
        archive = call.archive_of(mailbox)
        if archive is None:
            raise ArchiveMissing(name)
        return archive.folders.distinguished(name.removeprefix("archive"))
    return mailbox.folders.distinguished(name)


def stored_parent_item(call: Call, store_id: StoreId) -> Item:
    """Return the item that m:ParentItemId names; the id of an item attachment names the attached item.

    Raises:
        IdMalformed, ItemNotFound, AttachmentNotFound: it names none.
        FolderAccessDenied: it is the id of a file that the caller may not read.
    """
    mailbox = call.mailbox_of(store_id)
    if store_id.kind == "attachment":
        attachment = mailbox.attachments.by_id(store_id)
        if attachment.item is not None:
            return attachment.item
        # That it is a file is told to those who may read it.
        check_attachment(call, attachment, "read", store_id.text)
    return stored_item(mailbox, store_id)


def stored_attachment(call: Call, store_id: StoreId) -> Attachment:
    """Return the attachment that a t:AttachmentId names.

    Raises:
        EwsError: it is the id of something else.
        AttachmentNotFound: there is none, or not any more.
    """
    if store_id.kind != "attachment":
        raise EwsError(NOT_ATTACHMENT_ID)
    try:
        return call.mailbox_of(store_id).attachments.by_id(store_id)
    except ItemNotFound as refusal:
        raise AttachmentNotFound(store_id.text) from refusal


def check_attachment(call: Call, attachment: Attachment, ask: Ask, text: str) -> None:
    """Refuse what the caller may not do with the item that an attachment belongs to.

    Args:
        text: the id in the request.

    Raises:
        AttachmentNotFound: they may not see it.
        FolderAccessDenied: they may, but may not do this.
    """
    try:
        call.check_item(root_item(attachment), ask)
    except ItemNotFound as refusal:
        raise AttachmentNotFound(text) from refusal
