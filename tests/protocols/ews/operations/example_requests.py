"""One request of each operation, as the schema has it: what a client would send, with each attribute that is read."""

from typing import Final

_INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
_SHAPE = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
_FOLDER_SHAPE = "<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>"
_FOLDER_IDS = f"<m:FolderIds>{_INBOX}</m:FolderIds>"
_IDS = '<m:ItemIds><t:ItemId Id="x" ChangeKey="y"/></m:ItemIds>'
_TO = f"<m:ToFolderId>{_INBOX}</m:ToFolderId>"
_MAILBOX = "<m:Mailbox><t:EmailAddress>alice@contoso.com</t:EmailAddress></m:Mailbox>"
_USER = "<t:UserId><t:PrimarySmtpAddress>bob@contoso.com</t:PrimarySmtpAddress></t:UserId>"
_SUBJECT = '<t:FieldURI FieldURI="item:Subject"/>'

REQUESTS: Final = {
    "GetItem": f"<m:GetItem>{_SHAPE}{_IDS}</m:GetItem>",
    "FindItem": f"""<m:FindItem Traversal="Shallow">
 <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:BodyType>Text</t:BodyType>
  <t:FilterHtmlContent>true</t:FilterHtmlContent><t:AdditionalProperties>{_SUBJECT}</t:AdditionalProperties></m:ItemShape>
 <m:IndexedPageItemView MaxEntriesReturned="5" Offset="0" BasePoint="Beginning"/>
 <m:Restriction><t:Contains ContainmentMode="Prefixed" ContainmentComparison="Loose">
  {_SUBJECT}<t:Constant Value="x"/></t:Contains></m:Restriction>
 <m:SortOrder><t:FieldOrder Order="Ascending">{_SUBJECT}</t:FieldOrder></m:SortOrder>
 <m:ParentFolderIds>{_INBOX}</m:ParentFolderIds></m:FindItem>""",
    "CreateItem": f"""<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone">
 <m:SavedItemFolderId>{_INBOX}</m:SavedItemFolderId>
 <m:Items><t:Message><t:Subject>s</t:Subject><t:Body BodyType="Text">b</t:Body></t:Message></m:Items></m:CreateItem>""",
    "UpdateItem": f"""<m:UpdateItem ConflictResolution="AutoResolve" MessageDisposition="SaveOnly"
 SuppressReadReceipts="true" SendMeetingInvitationsOrCancellations="SendToNone">
 <m:ItemChanges><t:ItemChange><t:ItemId Id="x" ChangeKey="y"/><t:Updates><t:SetItemField>{_SUBJECT}
  <t:Message><t:Subject>t</t:Subject></t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges>
 </m:UpdateItem>""",
    "DeleteItem": f"""<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone"
 AffectedTaskOccurrences="AllOccurrences" SuppressReadReceipts="true">{_IDS}</m:DeleteItem>""",
    "MoveItem": f"<m:MoveItem>{_TO}{_IDS}<m:ReturnNewItemIds>true</m:ReturnNewItemIds></m:MoveItem>",
    "CopyItem": f"<m:CopyItem>{_TO}{_IDS}<m:ReturnNewItemIds>true</m:ReturnNewItemIds></m:CopyItem>",
    "SendItem": f'<m:SendItem SaveItemToFolder="true">{_IDS}</m:SendItem>',
    "MarkAllItemsAsRead": f"""<m:MarkAllItemsAsRead><m:ReadFlag>true</m:ReadFlag>
 <m:SuppressReadReceipts>true</m:SuppressReadReceipts>{_FOLDER_IDS}</m:MarkAllItemsAsRead>""",
    "MarkAsJunk": f'<m:MarkAsJunk IsJunk="true" MoveItem="true">{_IDS}</m:MarkAsJunk>',
    "GetFolder": f"<m:GetFolder>{_FOLDER_SHAPE}{_FOLDER_IDS}</m:GetFolder>",
    "FindFolder": f"""<m:FindFolder Traversal="Deep">{_FOLDER_SHAPE}
 <m:IndexedPageFolderView MaxEntriesReturned="5" Offset="0" BasePoint="End"/>
 <m:ParentFolderIds>{_INBOX}</m:ParentFolderIds></m:FindFolder>""",
    "CreateFolder": f"""<m:CreateFolder><m:ParentFolderId>{_INBOX}</m:ParentFolderId>
 <m:Folders><t:Folder><t:DisplayName>new</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>""",
    "UpdateFolder": f"""<m:UpdateFolder><m:FolderChanges><t:FolderChange>{_INBOX}<t:Updates><t:SetFolderField>
 <t:FieldURI FieldURI="folder:DisplayName"/><t:Folder><t:DisplayName>x</t:DisplayName></t:Folder></t:SetFolderField>
 </t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>""",
    "DeleteFolder": f'<m:DeleteFolder DeleteType="HardDelete">{_FOLDER_IDS}</m:DeleteFolder>',
    "EmptyFolder": f'<m:EmptyFolder DeleteType="HardDelete" DeleteSubFolders="false">{_FOLDER_IDS}</m:EmptyFolder>',
    "MoveFolder": f"<m:MoveFolder>{_TO}{_FOLDER_IDS}</m:MoveFolder>",
    "CopyFolder": f"<m:CopyFolder>{_TO}{_FOLDER_IDS}</m:CopyFolder>",
    "SyncFolderItems": f"""<m:SyncFolderItems>{_SHAPE}<m:SyncFolderId>{_INBOX}</m:SyncFolderId>
 <m:MaxChangesReturned>5</m:MaxChangesReturned><m:SyncScope>NormalItems</m:SyncScope></m:SyncFolderItems>""",
    "SyncFolderHierarchy": f"""<m:SyncFolderHierarchy>{_FOLDER_SHAPE}<m:SyncFolderId>{_INBOX}</m:SyncFolderId>
 </m:SyncFolderHierarchy>""",
    "CreateAttachment": """<m:CreateAttachment><m:ParentItemId Id="x"/><m:Attachments><t:FileAttachment>
 <t:Name>n</t:Name><t:Content>eA==</t:Content></t:FileAttachment></m:Attachments></m:CreateAttachment>""",
    "GetAttachment": """<m:GetAttachment>
 <m:AttachmentIds><t:AttachmentId Id="x"/></m:AttachmentIds></m:GetAttachment>""",
    "DeleteAttachment": """<m:DeleteAttachment>
 <m:AttachmentIds><t:AttachmentId Id="x"/></m:AttachmentIds></m:DeleteAttachment>""",
    "ConvertId": """<m:ConvertId DestinationFormat="EwsId"><m:SourceIds>
 <t:AlternateId Format="EwsId" Id="x" Mailbox="alice@contoso.com"/></m:SourceIds></m:ConvertId>""",
    "FindConversation": f"""<m:FindConversation Traversal="Shallow" ViewFilter="Unread">
 <m:IndexedPageItemView MaxEntriesReturned="5" Offset="0" BasePoint="Beginning"/>
 <m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="conversation:LastDeliveryTime"/></t:FieldOrder>
 </m:SortOrder><m:ParentFolderId>{_INBOX}</m:ParentFolderId><m:QueryString>x</m:QueryString></m:FindConversation>""",
    "GetConversationItems": f"""<m:GetConversationItems>{_SHAPE}<m:FoldersToIgnore>{_INBOX}</m:FoldersToIgnore>
 <m:MaxItemsToReturn>5</m:MaxItemsToReturn><m:SortOrder>TreeOrderAscending</m:SortOrder>
 <m:MailboxScope>PrimaryOnly</m:MailboxScope><m:Conversations><t:Conversation><t:ConversationId Id="x"/>
 </t:Conversation></m:Conversations></m:GetConversationItems>""",
    "ApplyConversationAction": f"""<m:ApplyConversationAction><m:ConversationActions><t:ConversationAction>
 <t:Action>SetReadState</t:Action><t:ConversationId Id="x"/><t:ContextFolderId>{_INBOX}</t:ContextFolderId>
 <t:IsRead>true</t:IsRead></t:ConversationAction></m:ConversationActions></m:ApplyConversationAction>""",
    "ExpandDL": f"<m:ExpandDL>{_MAILBOX}</m:ExpandDL>",
    "ResolveNames": """<m:ResolveNames ReturnFullContactData="true" SearchScope="ActiveDirectory">
 <m:UnresolvedEntry>bob</m:UnresolvedEntry></m:ResolveNames>""",
    "GetDelegate": f'<m:GetDelegate IncludePermissions="true">{_MAILBOX}</m:GetDelegate>',
    "AddDelegate": f"""<m:AddDelegate>{_MAILBOX}<m:DelegateUsers><t:DelegateUser>{_USER}
 <t:DelegatePermissions><t:InboxFolderPermissionLevel>Reviewer</t:InboxFolderPermissionLevel></t:DelegatePermissions>
 <t:ViewPrivateItems>true</t:ViewPrivateItems></t:DelegateUser></m:DelegateUsers>
 <m:DeliverMeetingRequests>DelegatesOnly</m:DeliverMeetingRequests></m:AddDelegate>""",
    "UpdateDelegate": f"""<m:UpdateDelegate>{_MAILBOX}<m:DelegateUsers><t:DelegateUser>{_USER}</t:DelegateUser>
 </m:DelegateUsers></m:UpdateDelegate>""",
    "RemoveDelegate": f"<m:RemoveDelegate>{_MAILBOX}<m:UserIds>{_USER}</m:UserIds></m:RemoveDelegate>",
}
