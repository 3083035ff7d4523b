"""Requests of several parts: what is right and what the schema rejects, by operation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Batch:
    """An operation on several parts."""

    request: str
    good: str
    #: parts that the schema rejects, each for a reason of its own
    wrong: tuple[str, ...]
    changes: bool = True


SUBJECT = '<t:FieldURI FieldURI="item:Subject"/>'
TAG = '<t:ExtendedFieldURI PropertyTag="0x6601" PropertyType="String"/>'
USER = "<t:UserId><t:PrimarySmtpAddress>{address}</t:PrimarySmtpAddress></t:UserId>"
MAILBOX = "<m:Mailbox><t:EmailAddress>{alice}</t:EmailAddress></m:Mailbox>"
ITEM = '<t:ItemId Id="{item}" ChangeKey="{key}"/>'
FILE = "<t:FileAttachment><t:Name>a</t:Name><t:Content>{}</t:Content></t:FileAttachment>"
ATTACHED = "<t:ItemAttachment><t:Name>a</t:Name><t:Message>{}</t:Message></t:ItemAttachment>"
TO = '<m:ToFolderId><t:DistinguishedFolderId Id="drafts"/></m:ToFolderId>'
NO_ITEMS = ("<t:ItemId/>", '<t:OccurrenceItemId RecurringMasterId="x"/>', '<t:RecurringMasterItemId ChangeKey="x"/>')
NO_FOLDERS = (
    "<t:FolderId/>",
    '<t:DistinguishedFolderId Id="Inbox"/>',
    '<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress><t:Name/></t:EmailAddress></t:Mailbox>'
    "</t:DistinguishedFolderId>",
)
SHAPE = "<m:{0}Shape><t:BaseShape>IdOnly</t:BaseShape></m:{0}Shape>"


def items(operation: str, attributes: str = "", before: str = "", *, changes: bool = True) -> Batch:
    request = f"<m:{operation} {attributes}>{before}<m:ItemIds>[]</m:ItemIds></m:{operation}>"
    return Batch(request, ITEM, NO_ITEMS, changes)


def folders(
    operation: str, attributes: str = "", before: str = "", listed: str = "FolderIds", *, changes: bool = True
) -> Batch:
    request = f"<m:{operation} {attributes}>{before}<m:{listed}>[]</m:{listed}></m:{operation}>"
    return Batch(request, '<t:FolderId Id="{folder}"/>', NO_FOLDERS, changes)


def item_change(updates: str) -> str:
    return f"<t:ItemChange>{ITEM}<t:Updates>{updates}</t:Updates></t:ItemChange>"


def set_field(path: str, value: str, element: str = "Message") -> str:
    return f"<t:SetItemField>{path}<t:{element}>{value}</t:{element}></t:SetItemField>"


def folder_change(updates: str) -> str:
    return f'<t:FolderChange><t:FolderId Id="{{folder}}"/><t:Updates>{updates}</t:Updates></t:FolderChange>'


def set_folder_field(path: str, value: str) -> str:
    return f"<t:SetFolderField>{path}<t:Folder>{value}</t:Folder></t:SetFolderField>"


def permissions(level: str) -> str:
    entry = f"{USER.format(address='{bob}')}<t:PermissionLevel>{level}</t:PermissionLevel>"
    return f"<t:PermissionSet><t:Permissions><t:Permission>{entry}</t:Permission></t:Permissions></t:PermissionSet>"


def delegate(address: str, more: str = "") -> str:
    return f"<t:DelegateUser>{USER.format(address=address)}{more}</t:DelegateUser>"


IS_READ = '<t:FieldURI FieldURI="message:IsRead"/>'
NAME = '<t:FieldURI FieldURI="folder:DisplayName"/>'
SHARED = '<t:FieldURI FieldURI="folder:PermissionSet"/>'
FOLDER = "<t:Folder><t:DisplayName>{0}</t:DisplayName>{1}</t:Folder>"
NO_DELEGATES = (
    "<t:DelegateUser/>",
    delegate("{carol}", "<t:ViewPrivateItems>maybe</t:ViewPrivateItems>"),
    delegate(
        "{carol}",
        "<t:DelegatePermissions><t:InboxFolderPermissionLevel>Owner</t:InboxFolderPermissionLevel>"
        "</t:DelegatePermissions>",
    ),
)

BATCHES = {
    "CreateItem": Batch(
        '<m:CreateItem MessageDisposition="SaveOnly"><m:Items>[]</m:Items></m:CreateItem>',
        "<t:Message><t:Subject>new</t:Subject></t:Message>",
        (
            "<t:Message><t:Nonsense/></t:Message>",
            "<t:Message><t:IsRead>maybe</t:IsRead></t:Message>",
            '<t:Message><t:Body BodyType="RTF">x</t:Body></t:Message>',
            "<t:Message><t:Importance>Highest</t:Importance></t:Message>",
            "<t:Message><t:Size>1</t:Size><t:IsRead>maybe</t:IsRead></t:Message>",
            f"<t:Message><t:Attachments>{FILE.format('!')}</t:Attachments></t:Message>",
            f"<t:Message><t:Attachments>{ATTACHED.format('<t:Nonsense/>')}</t:Attachments></t:Message>",
            "<t:Message><t:Attachments><t:Nonsense/></t:Attachments></t:Message>",
            "<t:Message><t:Attachments/></t:Message>",
            "<t:Message><t:ExtendedProperty/></t:Message>",
        ),
    ),
    "UpdateItem": Batch(
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly">'
        "<m:ItemChanges>[]</m:ItemChanges></m:UpdateItem>",
        item_change(set_field(SUBJECT, "<t:Subject>other</t:Subject>")),
        (
            f"<t:ItemChange><t:ItemId/><t:Updates>{set_field(SUBJECT, '<t:Subject/>')}</t:Updates></t:ItemChange>",
            f"<t:ItemChange>{ITEM}</t:ItemChange>",
            item_change(""),
            item_change(set_field('<t:FieldURI FieldURI="item:Sbject"/>', "<t:Subject/>")),
            item_change(set_field("", "<t:Subject/>")),
            item_change(set_field(IS_READ, "<t:IsRead>maybe</t:IsRead>")),
            item_change(set_field(SUBJECT, "<t:Body/>") + set_field(IS_READ, "<t:IsRead>maybe</t:IsRead>")),
            item_change(f"<t:SetItemField>{SUBJECT}</t:SetItemField>"),
            item_change("<t:DeleteItemField/>"),
        ),
    ),
    "DeleteItem": items("DeleteItem", 'DeleteType="HardDelete"'),
    "MoveItem": items("MoveItem", before=TO),
    "CopyItem": items("CopyItem", before=TO),
    "SendItem": items("SendItem", 'SaveItemToFolder="true"'),
    "GetItem": items("GetItem", before=SHAPE.format("Item"), changes=False),
    "GetFolder": folders("GetFolder", before=SHAPE.format("Folder"), changes=False),
    "FindFolder": folders("FindFolder", 'Traversal="Deep"', SHAPE.format("Folder"), "ParentFolderIds", changes=False),
    "FindItem": folders("FindItem", 'Traversal="Shallow"', SHAPE.format("Item"), "ParentFolderIds", changes=False),
    "DeleteFolder": folders("DeleteFolder", 'DeleteType="HardDelete"'),
    "EmptyFolder": folders("EmptyFolder", 'DeleteType="HardDelete" DeleteSubFolders="true"'),
    "MoveFolder": folders("MoveFolder", before=TO),
    "CopyFolder": folders("CopyFolder", before=TO),
    "CreateFolder": Batch(
        '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId>'
        "<m:Folders>[]</m:Folders></m:CreateFolder>",
        FOLDER.format("new", ""),
        (
            FOLDER.format("newer", "<t:Nonsense/>"),
            FOLDER.format("newer", "<t:ExtendedProperty/>"),
            FOLDER.format("newer", permissions("Emperor")),
            FOLDER.format("newer", "<t:TotalCount>1</t:TotalCount>" + permissions("Emperor")),
            "<t:Folder><t:DisplayName><t:Name/></t:DisplayName></t:Folder>",
        ),
    ),
    "CreateFolderPath": Batch(
        '<m:CreateFolderPath><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId>'
        "<m:RelativeFolderPath>[]</m:RelativeFolderPath></m:CreateFolderPath>",
        FOLDER.format("new", ""),
        (
            FOLDER.format("newer", "<t:Nonsense/>"),
            FOLDER.format("newer", permissions("Emperor")),
        ),
    ),
    "UpdateFolder": Batch(
        "<m:UpdateFolder><m:FolderChanges>[]</m:FolderChanges></m:UpdateFolder>",
        folder_change(set_folder_field(NAME, "<t:DisplayName>other</t:DisplayName>")),
        (
            f"<t:FolderChange><t:FolderId/><t:Updates><t:DeleteFolderField>{NAME}</t:DeleteFolderField></t:Updates>"
            "</t:FolderChange>",
            '<t:FolderChange><t:FolderId Id="{folder}"/></t:FolderChange>',
            folder_change(""),
            folder_change("<t:DeleteFolderField/>"),
            folder_change(set_folder_field('<t:FieldURI FieldURI="folder:Name"/>', "<t:DisplayName/>")),
            folder_change(set_folder_field(SHARED, permissions("Emperor"))),
            folder_change(f"<t:AppendToFolderField>{NAME}<t:Folder/></t:AppendToFolderField><t:DeleteFolderField/>"),
        ),
    ),
    "CreateAttachment": Batch(
        '<m:CreateAttachment><m:ParentItemId Id="{item}"/><m:Attachments>[]</m:Attachments></m:CreateAttachment>',
        FILE.format("eA=="),
        (
            FILE.format("!"),
            ATTACHED.format("<t:IsRead>maybe</t:IsRead>"),
            ATTACHED.format(f"<t:Attachments>{FILE.format('!')}</t:Attachments>"),
            ATTACHED.format("<t:Attachments/>"),
            "<t:FileAttachment><t:IsInline>maybe</t:IsInline></t:FileAttachment>",
            "<t:FileAttachment><t:IsContactPhoto>true</t:IsContactPhoto><t:Content>!</t:Content></t:FileAttachment>",
        ),
    ),
    "GetAttachment": Batch(
        "<m:GetAttachment><m:AttachmentIds>[]</m:AttachmentIds></m:GetAttachment>",
        '<t:AttachmentId Id="{attachment}"/>',
        ("<t:AttachmentId/>",),
        changes=False,
    ),
    "DeleteAttachment": Batch(
        "<m:DeleteAttachment><m:AttachmentIds>[]</m:AttachmentIds></m:DeleteAttachment>",
        '<t:AttachmentId Id="{attachment}"/>',
        ("<t:AttachmentId/>",),
    ),
    "ConvertId": Batch(
        '<m:ConvertId DestinationFormat="OwaId"><m:SourceIds>[]</m:SourceIds></m:ConvertId>',
        '<t:AlternateId Format="EwsId" Id="{item}" Mailbox="{alice}"/>',
        (
            '<t:AlternateId Format="EwsId" Id="x"/>',
            '<t:AlternateId Format="Ews" Id="x" Mailbox="{alice}"/>',
            '<t:AlternatePublicFolderId Format="EwsId"/>',
            '<t:AlternatePublicFolderItemId Format="EwsId" FolderId="x"/>',
        ),
        changes=False,
    ),
    "ResolveNames": Batch(
        '<m:ResolveNames ReturnFullContactData="false">[]</m:ResolveNames>',
        "<m:UnresolvedEntry>bob</m:UnresolvedEntry>",
        ("<m:UnresolvedEntry><t:Name/></m:UnresolvedEntry>",),
        changes=False,
    ),
    "GetDelegate": Batch(
        f'<m:GetDelegate IncludePermissions="false">{MAILBOX}<m:UserIds>[]</m:UserIds></m:GetDelegate>',
        USER.format(address="{bob}"),
        ("<t:UserId><t:SID><t:Name/></t:SID></t:UserId>",),
        changes=False,
    ),
    "AddDelegate": Batch(
        f"<m:AddDelegate>{MAILBOX}<m:DelegateUsers>[]</m:DelegateUsers></m:AddDelegate>",
        delegate("{carol}"),
        NO_DELEGATES,
    ),
    "UpdateDelegate": Batch(
        f"<m:UpdateDelegate>{MAILBOX}<m:DelegateUsers>[]</m:DelegateUsers></m:UpdateDelegate>",
        delegate("{bob}", "<t:ViewPrivateItems>true</t:ViewPrivateItems>"),
        NO_DELEGATES,
    ),
    "RemoveDelegate": Batch(
        f"<m:RemoveDelegate>{MAILBOX}<m:UserIds>[]</m:UserIds></m:RemoveDelegate>",
        USER.format(address="{bob}"),
        ("<t:UserId><t:SID><t:Name/></t:SID></t:UserId>",),
    ),
}
BATCHES |= {
    "MarkAllItemsAsRead": folders(
        "MarkAllItemsAsRead",
        before="<m:ReadFlag>true</m:ReadFlag><m:SuppressReadReceipts>true</m:SuppressReadReceipts>",
    ),
    "MarkAsJunk": items("MarkAsJunk", 'IsJunk="true" MoveItem="true"'),
    "ArchiveItem": items(
        "ArchiveItem",
        before='<m:ArchiveSourceFolderId><t:FolderId Id="{folder}"/></m:ArchiveSourceFolderId>',
    ),
    "ExportItems": items("ExportItems", changes=False),
    "UploadItems": Batch(
        "<m:UploadItems><m:Items>[]</m:Items></m:UploadItems>",
        '<t:Item CreateAction="CreateNew"><t:ParentFolderId Id="{folder}"/><t:Data>{data}</t:Data></t:Item>',
        (
            "<t:Item/>",
            '<t:Item CreateAction="Replace"><t:ParentFolderId Id="{folder}"/><t:Data>{data}</t:Data></t:Item>',
            '<t:Item CreateAction="CreateNew"><t:ParentFolderId Id="{folder}"/><t:Data>!</t:Data></t:Item>',
        ),
    ),
    "GetConversationItems": Batch(
        "<m:GetConversationItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        "<m:Conversations>[]</m:Conversations></m:GetConversationItems>",
        '<t:Conversation><t:ConversationId Id="{conversation}"/></t:Conversation>',
        (
            "<t:Conversation/>",
            '<t:Conversation><t:ConversationId Id="{conversation}"/><t:SyncState>!</t:SyncState></t:Conversation>',
        ),
        changes=False,
    ),
    "ApplyConversationAction": Batch(
        "<m:ApplyConversationAction><m:ConversationActions>[]</m:ConversationActions></m:ApplyConversationAction>",
        '<t:ConversationAction><t:Action>SetReadState</t:Action><t:ConversationId Id="{conversation}"/>'
        "<t:IsRead>true</t:IsRead></t:ConversationAction>",
        (
            "<t:ConversationAction/>",
            '<t:ConversationAction><t:Action>Hide</t:Action><t:ConversationId Id="x"/></t:ConversationAction>',
            '<t:ConversationAction><t:Action>SetReadState</t:Action><t:ConversationId Id="x"/>'
            "<t:IsRead>maybe</t:IsRead></t:ConversationAction>",
        ),
    ),
}
DELEGATES = {"GetDelegate", "AddDelegate", "UpdateDelegate", "RemoveDelegate"}
