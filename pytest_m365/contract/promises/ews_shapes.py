"""EWS: what good answers are made of: which elements stand where, and of what form ids are.

Names alone are shown, of EWS's own namespaces, and never what stands in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.asking.soap import Soap
from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.ews_asks import (
    FOLDER,
    INBOX,
    ITEM,
    LAST,
    ask_all,
    create,
    delete_item,
    ews,
    find,
    get_folder,
    get_item,
    make_folder,
    names,
    set_field,
    shape,
    update,
    values,
)
from pytest_m365.contract.terms import Known

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("EWS")
_REC: Known = ("T", "recordings")
_SCHEMA: Known = ("I", "EWSOPS")
_SYNC = f"<m:SyncFolderItems><m:ItemShape>{shape()}</m:ItemShape><m:SyncFolderId>{FOLDER}</m:SyncFolderId><m:MaxChangesReturned>10</m:MaxChangesReturned></m:SyncFolderItems>"
_HIERARCHY = f"<m:SyncFolderHierarchy><m:FolderShape>{shape()}</m:FolderShape></m:SyncFolderHierarchy>"
_FIND_FOLDER = f'<m:FindFolder Traversal="Shallow"><m:FolderShape>{shape("Default")}</m:FolderShape><m:ParentFolderIds>{FOLDER}</m:ParentFolderIds></m:FindFolder>'
_ATTACH = f'<m:CreateAttachment><m:ParentItemId Id="{LAST}"/><m:Attachments><t:FileAttachment><t:Name>a.txt</t:Name><t:Content>YQ==</t:Content></t:FileAttachment></m:Attachments></m:CreateAttachment>'


def _move(operation: str) -> str:
    return f"<m:{operation}><m:ToFolderId>{FOLDER}</m:ToFolderId><m:ItemIds>{ITEM}</m:ItemIds></m:{operation}>"


_SHAPES: tuple[tuple[str, str, tuple[str, ...], str, bool, str], ...] = (
    ("get-folder-id", "GetFolder by IdOnly gives the id", (get_folder(FOLDER),), "Folder", False, "FolderId"),
    (
        "get-folder-default",
        "GetFolder by Default gives these",
        (get_folder(FOLDER, "Default"),),
        "Folder",
        False,
        "FolderId DisplayName TotalCount ChildFolderCount UnreadCount",
    ),
    (
        "get-folder-all",
        "GetFolder by AllProperties gives these",
        (get_folder(FOLDER, "AllProperties", "folder:FolderClass"),),
        "Folder",
        False,
        "FolderId ParentFolderId FolderClass DisplayName TotalCount ChildFolderCount EffectiveRights UnreadCount",
    ),
    ("folder-id", "a folder's id has a change key", (get_folder(FOLDER),), "FolderId", True, "ChangeKey Id"),
    ("create-folder", "CreateFolder gives the id alone", (make_folder(),), "Folder", False, "FolderId"),
    ("create-item", "CreateItem gives the id alone", (create(),), "Message", False, "ItemId"),
    ("item-id", "an item's id has a change key", (create(),), "ItemId", True, "ChangeKey Id"),
    ("get-item-id", "GetItem by IdOnly gives the id", (create(), get_item()), "Message", False, "ItemId"),
    (
        "get-item-default",
        "GetItem by Default gives these",
        (create(), get_item(ITEM, "Default")),
        "Message",
        False,
        "ItemId Subject Sensitivity Body Size DateTimeSent DateTimeCreated HasAttachments IsAssociated IsReadReceiptRequested IsDeliveryReceiptRequested IsRead",
    ),
    (
        "get-item-all",
        "GetItem by AllProperties gives these",
        (create(), get_item(ITEM, "AllProperties")),
        "Message",
        False,
        "ItemId ParentFolderId ItemClass Subject Sensitivity Body DateTimeReceived Size Importance IsSubmitted IsDraft IsFromMe IsResend IsUnmodified DateTimeSent DateTimeCreated ReminderIsSet ReminderMinutesBeforeStart DisplayCc DisplayTo HasAttachments Culture EffectiveRights LastModifiedName LastModifiedTime IsAssociated WebClientReadFormQueryString ConversationId Flag InstanceKey IconIndex IsReadReceiptRequested IsDeliveryReceiptRequested ConversationIndex ConversationTopic InternetMessageId IsRead",
    ),
    (
        "find-item-default",
        "FindItem by Default gives these",
        (create(), find(base="Default")),
        "Message",
        False,
        "ItemId Subject Sensitivity Size DateTimeSent DateTimeCreated HasAttachments IsAssociated IsReadReceiptRequested IsDeliveryReceiptRequested IsRead",
    ),
    (
        "find-item-root",
        "FindItem's folder says where the page ends",
        (create(), find()),
        "RootFolder",
        True,
        "IncludesLastItemInRange TotalItemsInView",
    ),
    (
        "find-item-page",
        "a page says where the next one begins",
        (create(), find('<m:IndexedPageItemView MaxEntriesReturned="1" Offset="0" BasePoint="Beginning"/>')),
        "RootFolder",
        True,
        "IncludesLastItemInRange IndexedPagingOffset TotalItemsInView",
    ),
    (
        "find-folder",
        "FindFolder by Default gives these",
        (make_folder(), _FIND_FOLDER),
        "Folder",
        False,
        "FolderId DisplayName TotalCount ChildFolderCount UnreadCount",
    ),
    (
        "update-item",
        "UpdateItem says how many conflicts there were",
        (create(), update(set_field("item:Subject", "<t:Subject>B</t:Subject>"))),
        "UpdateItemResponseMessage",
        False,
        "ResponseCode Items ConflictResults",
    ),
    ("move-item", "MoveItem gives the new id", (create(), _move("MoveItem")), "Message", False, "ItemId"),
    ("copy-item", "CopyItem gives the copy's id", (create(), _move("CopyItem")), "Message", False, "ItemId"),
    (
        "delete-item",
        "DeleteItem says that it is done, and nothing else",
        (create(), delete_item()),
        "DeleteItemResponseMessage",
        False,
        "ResponseCode",
    ),
    (
        "sync-items",
        "SyncFolderItems gives a state, whether that is all, and changes",
        (create(), _SYNC),
        "SyncFolderItemsResponseMessage",
        False,
        "ResponseCode SyncState IncludesLastItemInRange Changes",
    ),
    (
        "sync-hierarchy",
        "SyncFolderHierarchy gives a state, whether that is all, and changes",
        (_HIERARCHY,),
        "SyncFolderHierarchyResponseMessage",
        False,
        "ResponseCode SyncState IncludesLastFolderInRange Changes",
    ),
    (
        "create-attachment",
        "CreateAttachment gives the attachment's id",
        (create(), _ATTACH),
        "FileAttachment",
        False,
        "AttachmentId",
    ),
    (
        "attachment-id",
        "an attachment's id has the item's with it",
        (create(), _ATTACH),
        "AttachmentId",
        True,
        "Id RootItemChangeKey RootItemId",
    ),
    (
        "server-version",
        "an answer says the server's version in these attributes",
        (get_folder(INBOX),),
        "ServerVersionInfo",
        True,
        "MajorBuildNumber MajorVersion MinorBuildNumber MinorVersion Version",
    ),
    (
        "error-elements",
        "an error in a response message has these elements",
        (get_folder('<t:FolderId Id="x"/>'),),
        "GetFolderResponseMessage",
        False,
        "MessageText ResponseCode DescriptiveLinkKey Folders",
    ),
    (
        "fault-elements",
        "a fault has these elements",
        ("<m:Frobnicate/>",),
        "Fault",
        False,
        "faultcode faultstring detail",
    ),
)
for _name, _says, _bodies, _of, _attributes, _expected in _SHAPES:
    TABLE.add(
        f"shape-{_name}",
        _says,
        _REC if not _attributes else _SCHEMA,
        names(*_bodies, of=_of, attributes=_attributes),
        _expected,
        kind="names",
    )


def _id_form(answer: Soap) -> list[str]:
    found = answer.id("ItemId") or answer.id("FolderId")
    # The second where the compressed form is shorter, which depends on the mailbox and the moment.
    return [_FORMS if found.startswith(("AAMk", "AQMk")) else "another form"] if found else answer.lines()


_FORMS = "AAMk or AQMk"

TABLE.add(
    "id-item",
    "an item's id begins like this",
    ("T", "recordings"),
    values(create(), read=_id_form, text="CreateItem: how the id begins"),
    _FORMS,
    kind="names",
)
TABLE.add(
    "id-folder",
    "a folder's id begins like this",
    ("T", "recordings"),
    values(get_folder(FOLDER), read=_id_form, text="GetFolder: how the id begins"),
    _FORMS,
    kind="names",
)
TABLE.add(
    "resolve-nobody",
    "a name that nobody has is resolved to nothing",
    ("D", "EWSRC"),
    ews(
        '<m:ResolveNames ReturnFullContactData="false"><m:UnresolvedEntry>frobnicate-nobody</m:UnresolvedEntry></m:ResolveNames>'
    ),
    "200 ErrorNameResolutionNoResults: No results were found.",
)


@TABLE.asked(
    "version-value",
    ("T", "exchange-online-wire"),
    "the schema's version in ServerVersionInfo",
    "V2018_01_08",
    kind="names",
)
def _version(asker: Asker) -> Sequence[str]:
    """The schema's version has been this since 2018."""
    answer = ask_all(asker, [get_folder(INBOX)])
    return [next((element.get("Version", "") for element in answer.named("ServerVersionInfo")), "") or "(none)"]
