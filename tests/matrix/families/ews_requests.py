"""Signed in, and a request of EWS or Autodiscover is refused for what it says."""

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.matrix.families import autodiscover_requests
from tests.matrix.lines import asked
from tests.matrix.outcomes import EMPTY, Outcome, said
from tests.matrix.table import Circumstance, Family, nothing

_NOW = "Exchange2016"
_INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
_SHAPE = "<t:BaseShape>IdOnly</t:BaseShape>"


def _find(restriction: str) -> str:
    return (
        f'<m:FindItem Traversal="Shallow"><m:ItemShape>{_SHAPE}</m:ItemShape>{restriction}'
        f"<m:ParentFolderIds>{_INBOX}</m:ParentFolderIds></m:FindItem>"
    )


def _create(folder: str, item: str) -> str:
    return (
        '<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"><m:SavedItemFolderId>'
        f'<t:DistinguishedFolderId Id="{folder}"/></m:SavedItemFolderId><m:Items>{item}</m:Items></m:CreateItem>'
    )


def _get_folder(folder: str) -> str:
    return f"<m:GetFolder><m:FolderShape>{_SHAPE}</m:FolderShape><m:FolderIds>{folder}</m:FolderIds></m:GetFolder>"


def _refused(code: str, text: str, status: int = 200) -> Outcome:
    return said(f"{status} {code}: {text}")


_EVENT = (
    "<t:CalendarItem><t:Subject>A</t:Subject><t:Start>2026-01-01T10:00:00Z</t:Start><t:End>2026-01-01T11:00:00Z</t:End>"
    "</t:CalendarItem>"
)
_IS_X = '<t:FieldURI FieldURI="item:MimeContent"/><t:FieldURIOrConstant><t:Constant Value="x"/></t:FieldURIOrConstant>'

_CONTENT = '<t:AdditionalProperties><t:FieldURI FieldURI="item:MimeContent"/></t:AdditionalProperties>'
_MESSAGE = "<t:Message><t:Subject>A</t:Subject></t:Message>"
_IN_BOBS = _create("inbox", _MESSAGE).replace(
    '<t:DistinguishedFolderId Id="inbox"/>',
    '<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>bob@contoso.com</t:EmailAddress></t:Mailbox>'
    "</t:DistinguishedFolderId>",
)
_UPDATE = (
    '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange>'
    '<t:ItemId Id="{id}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="contacts:GivenName"/><t:Contact>'
    "<t:GivenName>B</t:GivenName></t:Contact></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
)
_GONE = '<t:FolderId Id="{id}"/>'
_MADE = (
    '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId><m:Folders><t:Folder>'
    "<t:DisplayName>A</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>",
    f'<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds>{_GONE}</m:FolderIds></m:DeleteFolder>',
)
_GET_ITEM = f'<m:GetItem><m:ItemShape>{_SHAPE}</m:ItemShape><m:ItemIds><t:ItemId Id="{{id}}"/></m:ItemIds></m:GetItem>'


def reviewer(tenant: Tenant, alice: User, bob: User) -> None:
    tenant.rights.add_folder_permission(bob, "inbox", alice, "Reviewer")


FAMILY = Family(
    "Signed in, and a request of EWS or Autodiscover is refused",
    "A fault is HTTP 500; where a response message has the code, the status is 200. The connection stays as it is.",
    (
        Circumstance(
            "ews-requests",
            "EWS",
            nothing,
            (
                asked(
                    "EWS",
                    "version-unknown",
                    "a RequestServerVersion that does not exist",
                    _refused("ErrorInvalidServerVersion", "The specified server version is invalid.", 500)(
                        "D", "EWSRC"
                    ),
                    "Exchange2099",
                    _get_folder(_INBOX),
                ),
                asked(
                    "EWS",
                    "version-older",
                    "an operation newer than the RequestServerVersion",
                    _refused(
                        "ErrorIncorrectSchemaVersion",
                        "The request is valid but does not specify the correct server version in the "
                        "RequestServerVersion SOAP header.  Ensure that the RequestServerVersion SOAP header is set "
                        "with the correct RequestServerVersionValue.",
                        500,
                    )("T", "exchangelib, EWSOPS"),
                    "Exchange2007",
                    "<m:EmptyFolder DeleteType='HardDelete' DeleteSubFolders='false'>"
                    f"<m:FolderIds>{_INBOX}</m:FolderIds></m:EmptyFolder>",
                ),
                asked(
                    "EWS",
                    "content-type",
                    "the content type of SOAP 1.2",
                    said("415", EMPTY)("U", "no record"),
                    f"{_NOW} application/soap+xml; charset=utf-8",
                    _get_folder(_INBOX),
                ),
                asked(
                    "EWS",
                    "not-performed",
                    "an operation that the fake does not perform",
                    _refused("ErrorInvalidOperation", "This fake does not perform FindTags (<any>).", 500)(
                        "U", "no record"
                    ),
                    _NOW,
                    "<m:FindTags/>",
                ),
                asked(
                    "EWS",
                    "unknown-operation",
                    "an operation that does not exist",
                    _refused("ErrorInvalidRequest", "The request is invalid.", 500)("D", "EWSRC"),
                    _NOW,
                    "<m:Frobnicate/>",
                ),
                asked(
                    "EWS",
                    "find-by-content",
                    "FindItem by a property that cannot be searched",
                    _refused(
                        "ErrorUnsupportedPathForQuery", "The property can not be used with this type of restriction."
                    )("T*", "ManagedAPI"),
                    _NOW,
                    _find(f"<m:Restriction><t:IsEqualTo>{_IS_X}</t:IsEqualTo></m:Restriction>"),
                ),
                asked(
                    "EWS",
                    "find-content",
                    "FindItem that asks for the content of messages",
                    _refused("ErrorInvalidPropertyForOperation", "Property is not valid for this operation.")(
                        "T*", "EWSRC"
                    ),
                    _NOW,
                    _create("inbox", _MESSAGE),
                    _find("").replace("IdOnly</t:BaseShape>", f"IdOnly</t:BaseShape>{_CONTENT}"),
                ),
                asked(
                    "EWS",
                    "page-of-nothing",
                    "FindItem with a page of 0 items",
                    _refused("ErrorInvalidPagingMaxRows", "MaxEntriesReturned must be greater than zero.")(
                        "D", "EWSRC, ManagedAPI"
                    ),
                    _NOW,
                    _find('<m:IndexedPageItemView MaxEntriesReturned="0" Offset="0" BasePoint="Beginning"/>'),
                ),
                asked(
                    "EWS",
                    "find-in-id-of-nothing",
                    "a folder id that is none",
                    _refused("ErrorInvalidIdMalformed", "Id is malformed.")("D", "EWSRC"),
                    _NOW,
                    _get_folder('<t:FolderId Id="x"/>'),
                ),
                asked(
                    "EWS",
                    "event-in-inbox",
                    "a calendar item in a mail folder",
                    _refused(
                        "ErrorCannotCreateCalendarItemInNonCalendarFolder",
                        "Cannot create a calendar item in a non-calendar folder.",
                    )("D", "EWSRC, ManagedAPI"),
                    _NOW,
                    _create("inbox", _EVENT),
                ),
                asked(
                    "EWS",
                    "contact-in-inbox",
                    "a contact in a mail folder",
                    _refused(
                        "ErrorCannotCreateContactInNonContactFolder",
                        "Cannot create a contact in a non-contact Folder.",
                    )("D", "EWSRC, EWSOPS"),
                    _NOW,
                    _create("inbox", "<t:Contact><t:GivenName>A</t:GivenName></t:Contact>"),
                ),
                asked(
                    "EWS",
                    "task-in-inbox",
                    "a task in a mail folder",
                    _refused("ErrorCannotCreateTaskInNonTaskFolder", "Cannot create a task in a non-task Folder.")(
                        "D", "EWSRC, ManagedAPI"
                    ),
                    _NOW,
                    _create("inbox", "<t:Task><t:Subject>A</t:Subject></t:Task>"),
                ),
                asked(
                    "EWS",
                    "read-only-property",
                    "CreateItem with a property that the server alone sets",
                    _refused("ErrorInvalidPropertySet", "Set action is invalid for property.")("D", "EWSRC"),
                    _NOW,
                    _create("drafts", "<t:Message><t:Size>7</t:Size></t:Message>"),
                ),
                asked(
                    "EWS",
                    "folder-id-for-item",
                    "a folder's id in the place of an item's",
                    _refused("ErrorCannotUseFolderIdForItemId", "Expected an item Id but received a folder Id.")(
                        "T*", "EWSRC, ManagedAPI"
                    ),
                    _NOW,
                    _get_folder(_INBOX),
                    _GET_ITEM,
                ),
                asked(
                    "EWS",
                    "item-id-for-folder",
                    "an item's id in the place of a folder's",
                    _refused("ErrorCannotUseItemIdForFolderId", "Expected a folder Id but received an item Id.")(
                        "D", "EWSRC, ManagedAPI"
                    ),
                    _NOW,
                    _create("drafts", _MESSAGE),
                    _get_folder('<t:FolderId Id="{id}"/>'),
                ),
                asked(
                    "EWS",
                    "property-of-another-kind",
                    "UpdateItem with a contact's property on a message",
                    _refused("ErrorInvalidPropertyRequest", "Property is not valid for this object type.")(
                        "T*", "EWSRC"
                    ),
                    _NOW,
                    _create("drafts", _MESSAGE),
                    _UPDATE,
                ),
            ),
        ),
        Circumstance(
            "ews-folder-gone",
            "EWS, a folder that was made and deleted",
            nothing,
            (
                asked(
                    "EWS",
                    "get-folder-gone",
                    "GetFolder of it",
                    _refused("ErrorItemNotFound", "<any>")("T", "akonadi-ews"),
                    _NOW,
                    *_MADE,
                    _get_folder(_GONE),
                ),
                asked(
                    "EWS",
                    "copy-to-gone",
                    "a folder copied to it",
                    _refused("ErrorToFolderNotFound", "The specified target folder could not be found.")(
                        "T", "EWS-Scripts-5, ManagedAPI"
                    ),
                    _NOW,
                    *_MADE,
                    f"<m:CopyFolder><m:ToFolderId>{_GONE}</m:ToFolderId><m:FolderIds>{_INBOX}</m:FolderIds>"
                    "</m:CopyFolder>",
                ),
                asked(
                    "EWS",
                    "find-in-gone",
                    "FindItem in it",
                    _refused("ErrorItemNotFound", "<any>")("I", "akonadi-ews"),
                    _NOW,
                    *_MADE,
                    _find("").replace(_INBOX, _GONE),
                ),
                asked(
                    "EWS",
                    "create-in-gone",
                    "a message made in it",
                    _refused(
                        "ErrorSavedItemFolderNotFound",
                        "The folder in which items were to be saved could not be found.",
                    )("D", "EWSRC, ManagedAPI"),
                    _NOW,
                    *_MADE,
                    _create("inbox", _MESSAGE).replace(_INBOX, _GONE),
                ),
            ),
        ),
        autodiscover_requests.REQUESTS,
        Circumstance(
            "ews-reviewer",
            "EWS, a folder that may be read only",
            reviewer,
            (
                asked(
                    "EWS",
                    "create-denied",
                    "a message in it",
                    _refused(
                        "ErrorCreateItemAccessDenied",
                        "Unable to create item. The user account does not have the right to create items.",
                    )("D", "EWSRC"),
                    _NOW,
                    _IN_BOBS,
                ),
            ),
            really="Add-MailboxFolderPermission bob:\\Inbox -User alice -AccessRights Reviewer",
        ),
    ),
)
