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
    "GetReminders": """<m:GetReminders><m:BeginTime>2030-01-01T00:00:00Z</m:BeginTime>
 <m:EndTime>2030-01-02T00:00:00Z</m:EndTime><m:MaxItems>5</m:MaxItems><m:ReminderType>All</m:ReminderType>
 </m:GetReminders>""",
    "PerformReminderAction": """<m:PerformReminderAction><m:ReminderItemActions><t:ReminderItemAction>
 <t:ActionType>Snooze</t:ActionType><t:ItemId Id="x" ChangeKey="y"/>
 <t:NewReminderTime>2030-01-01T00:00:00Z</t:NewReminderTime></t:ReminderItemAction></m:ReminderItemActions>
 </m:PerformReminderAction>""",
    "MarkAllItemsAsRead": f"""<m:MarkAllItemsAsRead><m:ReadFlag>true</m:ReadFlag>
 <m:SuppressReadReceipts>true</m:SuppressReadReceipts>{_FOLDER_IDS}</m:MarkAllItemsAsRead>""",
    "ArchiveItem": f"<m:ArchiveItem><m:ArchiveSourceFolderId>{_INBOX}</m:ArchiveSourceFolderId>{_IDS}</m:ArchiveItem>",
    "MarkAsJunk": f'<m:MarkAsJunk IsJunk="true" MoveItem="true">{_IDS}</m:MarkAsJunk>',
    "GetFolder": f"<m:GetFolder>{_FOLDER_SHAPE}{_FOLDER_IDS}</m:GetFolder>",
    "FindFolder": f"""<m:FindFolder Traversal="Deep">{_FOLDER_SHAPE}
 <m:IndexedPageFolderView MaxEntriesReturned="5" Offset="0" BasePoint="End"/>
 <m:ParentFolderIds>{_INBOX}</m:ParentFolderIds></m:FindFolder>""",
    "CreateFolderPath": f"""<m:CreateFolderPath><m:ParentFolderId>{_INBOX}</m:ParentFolderId>
 <m:RelativeFolderPath><t:Folder><t:DisplayName>new</t:DisplayName></t:Folder></m:RelativeFolderPath></m:CreateFolderPath>""",
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
    "CreateUserConfiguration": f"""<m:CreateUserConfiguration><m:UserConfiguration>
 <t:UserConfigurationName Name="x">{_INBOX}</t:UserConfigurationName><t:Dictionary><t:DictionaryEntry>
 <t:DictionaryKey><t:Type>String</t:Type><t:Value>k</t:Value></t:DictionaryKey>
 <t:DictionaryValue><t:Type>Boolean</t:Type><t:Value>true</t:Value></t:DictionaryValue>
 </t:DictionaryEntry></t:Dictionary><t:XmlData>eA==</t:XmlData></m:UserConfiguration></m:CreateUserConfiguration>""",
    "GetUserConfiguration": f"""<m:GetUserConfiguration>
 <m:UserConfigurationName Name="x">{_INBOX}</m:UserConfigurationName>
 <m:UserConfigurationProperties>Dictionary XmlData</m:UserConfigurationProperties></m:GetUserConfiguration>""",
    "UpdateUserConfiguration": f"""<m:UpdateUserConfiguration><m:UserConfiguration>
 <t:UserConfigurationName Name="x">{_INBOX}</t:UserConfigurationName><t:BinaryData>eA==</t:BinaryData>
 </m:UserConfiguration></m:UpdateUserConfiguration>""",
    "DeleteUserConfiguration": f"""<m:DeleteUserConfiguration>
 <m:UserConfigurationName Name="x">{_INBOX}</m:UserConfigurationName></m:DeleteUserConfiguration>""",
    "CreateAttachment": """<m:CreateAttachment><m:ParentItemId Id="x"/><m:Attachments><t:FileAttachment>
 <t:Name>n</t:Name><t:Content>eA==</t:Content></t:FileAttachment></m:Attachments></m:CreateAttachment>""",
    "GetAttachment": """<m:GetAttachment>
 <m:AttachmentIds><t:AttachmentId Id="x"/></m:AttachmentIds></m:GetAttachment>""",
    "DeleteAttachment": """<m:DeleteAttachment>
 <m:AttachmentIds><t:AttachmentId Id="x"/></m:AttachmentIds></m:DeleteAttachment>""",
    "ConvertId": """<m:ConvertId DestinationFormat="EwsId"><m:SourceIds>
 <t:AlternateId Format="EwsId" Id="x" Mailbox="alice@contoso.com"/></m:SourceIds></m:ConvertId>""",
    "ExportItems": '<m:ExportItems><m:ItemIds><t:ItemId Id="x" ChangeKey="y"/></m:ItemIds></m:ExportItems>',
    "UploadItems": """<m:UploadItems><m:Items><t:Item CreateAction="Update" IsAssociated="true">
 <t:ParentFolderId Id="x" ChangeKey="y"/><t:ItemId Id="x" ChangeKey="y"/><t:Data>eA==</t:Data></t:Item></m:Items>
 </m:UploadItems>""",
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
    "FindPeople": """<m:FindPeople><m:PersonaShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>
 <t:FieldURI FieldURI="persona:DisplayName"/></t:AdditionalProperties></m:PersonaShape>
 <m:IndexedPageItemView MaxEntriesReturned="5" Offset="0" BasePoint="Beginning"/><m:ParentFolderId>
 <t:DistinguishedFolderId Id="directory"/></m:ParentFolderId><m:QueryString>bob</m:QueryString>
 <m:SearchPeopleSuggestionIndex>false</m:SearchPeopleSuggestionIndex></m:FindPeople>""",
    "GetPersona": '<m:GetPersona><m:PersonaId Id="x"/></m:GetPersona>',
    "GetServerTimeZones": """<m:GetServerTimeZones ReturnFullTimeZoneData="true">
 <m:Ids><t:Id>UTC</t:Id></m:Ids></m:GetServerTimeZones>""",
    "GetRoomLists": "<m:GetRoomLists/>",
    "GetRooms": "<m:GetRooms><m:RoomList><t:EmailAddress>floor1@contoso.com</t:EmailAddress></m:RoomList></m:GetRooms>",
    "GetMailTips": """<m:GetMailTips><m:SendingAs><t:EmailAddress>alice@contoso.com</t:EmailAddress>
 <t:RoutingType>SMTP</t:RoutingType></m:SendingAs><m:Recipients><t:Mailbox><t:Name>Bob</t:Name>
 <t:EmailAddress>bob@contoso.com</t:EmailAddress></t:Mailbox></m:Recipients>
 <m:MailTipsRequested>All</m:MailTipsRequested></m:GetMailTips>""",
    "GetPasswordExpirationDate": """<m:GetPasswordExpirationDate>
 <m:MailboxSmtpAddress>alice@contoso.onmicrosoft.com</m:MailboxSmtpAddress></m:GetPasswordExpirationDate>""",
    "GetAppManifests": """<m:GetAppManifests><m:ApiVersionSupported>1.1</m:ApiVersionSupported>
 <m:SchemaVersionSupported>1.1</m:SchemaVersionSupported>
 <m:IncludeAllInstalledAddIns>true</m:IncludeAllInstalledAddIns></m:GetAppManifests>""",
    "GetAppMarketplaceUrl": "<m:GetAppMarketplaceUrl/>",
    "GetSearchableMailboxes": """<m:GetSearchableMailboxes><m:SearchFilter>alice</m:SearchFilter>
 <m:ExpandGroupMembership>true</m:ExpandGroupMembership></m:GetSearchableMailboxes>""",
    "GetUserRetentionPolicyTags": "<m:GetUserRetentionPolicyTags/>",
    "GetServiceConfiguration": """<m:GetServiceConfiguration><m:ActingAs>
 <t:EmailAddress>alice@contoso.onmicrosoft.com</t:EmailAddress></m:ActingAs><m:RequestedConfiguration>
 <m:ConfigurationName>MailTips</m:ConfigurationName><m:ConfigurationName>ProtectionRules</m:ConfigurationName>
 </m:RequestedConfiguration></m:GetServiceConfiguration>""",
    "GetInboxRules": """<m:GetInboxRules>
 <m:MailboxSmtpAddress>alice@contoso.onmicrosoft.com</m:MailboxSmtpAddress></m:GetInboxRules>""",
    "UpdateInboxRules": """<m:UpdateInboxRules>
 <m:MailboxSmtpAddress>alice@contoso.onmicrosoft.com</m:MailboxSmtpAddress>
 <m:RemoveOutlookRuleBlob>true</m:RemoveOutlookRuleBlob><m:Operations>
 <t:CreateRuleOperation><t:Rule><t:DisplayName>invoices</t:DisplayName><t:Priority>1</t:Priority>
 <t:IsEnabled>true</t:IsEnabled><t:IsNotSupported>false</t:IsNotSupported><t:IsInError>false</t:IsInError>
 <t:Conditions><t:ContainsSubjectStrings><t:String>invoice</t:String></t:ContainsSubjectStrings>
 <t:FlaggedForAction>Any</t:FlaggedForAction><t:FromAddresses><t:Address><t:Name>Bob</t:Name>
 <t:EmailAddress>bob@contoso.com</t:EmailAddress></t:Address></t:FromAddresses><t:HasAttachments>true</t:HasAttachments>
 <t:Importance>High</t:Importance><t:WithinDateRange><t:StartDateTime>2026-10-05T00:00:00Z</t:StartDateTime>
 <t:EndDateTime>2026-10-06T00:00:00Z</t:EndDateTime></t:WithinDateRange><t:WithinSizeRange>
 <t:MinimumSize>1</t:MinimumSize><t:MaximumSize>2</t:MaximumSize></t:WithinSizeRange></t:Conditions>
 <t:Exceptions><t:SentToMe>true</t:SentToMe><t:Sensitivity>Private</t:Sensitivity></t:Exceptions>
 <t:Actions><t:AssignCategories><t:String>Red</t:String></t:AssignCategories>
 <t:CopyToFolder><t:DistinguishedFolderId Id="drafts"/></t:CopyToFolder><t:Delete>true</t:Delete>
 <t:ForwardToRecipients><t:Address><t:EmailAddress>x@example.com</t:EmailAddress></t:Address></t:ForwardToRecipients>
 <t:MarkImportance>Low</t:MarkImportance><t:ServerReplyWithMessage Id="x" ChangeKey="y"/>
 <t:StopProcessingRules>true</t:StopProcessingRules></t:Actions></t:Rule></t:CreateRuleOperation>
 <t:SetRuleOperation><t:Rule><t:RuleId>AgAAAAAAAAE=</t:RuleId><t:DisplayName>x</t:DisplayName>
 <t:Priority>2</t:Priority><t:IsEnabled>false</t:IsEnabled><t:Actions><t:MarkAsRead>true</t:MarkAsRead></t:Actions>
 </t:Rule></t:SetRuleOperation>
 <t:DeleteRuleOperation><t:RuleId>AgAAAAAAAAI=</t:RuleId></t:DeleteRuleOperation></m:Operations>
 </m:UpdateInboxRules>""",
    "GetUserOofSettings": """<m:GetUserOofSettingsRequest><t:Mailbox><t:Name>Alice</t:Name>
 <t:Address>alice@contoso.onmicrosoft.com</t:Address><t:RoutingType>SMTP</t:RoutingType></t:Mailbox>
 </m:GetUserOofSettingsRequest>""",
    "SetUserOofSettings": """<m:SetUserOofSettingsRequest><t:Mailbox>
 <t:Address>alice@contoso.onmicrosoft.com</t:Address></t:Mailbox><t:UserOofSettings><t:OofState>Enabled</t:OofState>
 <t:ExternalAudience>Known</t:ExternalAudience><t:Duration><t:StartTime>2026-10-05T00:00:00</t:StartTime>
 <t:EndTime>2026-10-25T00:00:00</t:EndTime></t:Duration>
 <t:InternalReply xml:lang="en-US"><t:Message>in</t:Message></t:InternalReply>
 <t:ExternalReply><t:Message>out</t:Message></t:ExternalReply></t:UserOofSettings>
 </m:SetUserOofSettingsRequest>""",
    "GetUserAvailability": """<m:GetUserAvailabilityRequest><t:TimeZone><t:Bias>480</t:Bias>
 <t:StandardTime><t:Bias>0</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>1</t:DayOrder><t:Month>11</t:Month>
 <t:DayOfWeek>Sunday</t:DayOfWeek></t:StandardTime><t:DaylightTime><t:Bias>-60</t:Bias><t:Time>02:00:00</t:Time>
 <t:DayOrder>2</t:DayOrder><t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:DaylightTime></t:TimeZone>
 <m:MailboxDataArray><t:MailboxData><t:Email><t:Name>Bob</t:Name><t:Address>bob@contoso.com</t:Address>
 <t:RoutingType>SMTP</t:RoutingType></t:Email><t:AttendeeType>Required</t:AttendeeType>
 <t:ExcludeConflicts>false</t:ExcludeConflicts></t:MailboxData></m:MailboxDataArray>
 <t:FreeBusyViewOptions><t:TimeWindow><t:StartTime>2026-02-13T00:00:00</t:StartTime>
 <t:EndTime>2026-02-14T00:00:00</t:EndTime></t:TimeWindow>
 <t:MergedFreeBusyIntervalInMinutes>60</t:MergedFreeBusyIntervalInMinutes>
 <t:RequestedView>DetailedMerged</t:RequestedView></t:FreeBusyViewOptions>
 <t:SuggestionsViewOptions><t:GoodThreshold>49</t:GoodThreshold><t:MaximumResultsByDay>2</t:MaximumResultsByDay>
 <t:MaximumNonWorkHourResultsByDay>1</t:MaximumNonWorkHourResultsByDay>
 <t:MeetingDurationInMinutes>60</t:MeetingDurationInMinutes>
 <t:MinimumSuggestionQuality>Good</t:MinimumSuggestionQuality>
 <t:DetailedSuggestionsWindow><t:StartTime>2026-02-13T00:00:00</t:StartTime>
 <t:EndTime>2026-02-14T00:00:00</t:EndTime></t:DetailedSuggestionsWindow></t:SuggestionsViewOptions>
 </m:GetUserAvailabilityRequest>""",
    "GetDelegate": f'<m:GetDelegate IncludePermissions="true">{_MAILBOX}</m:GetDelegate>',
    "AddDelegate": f"""<m:AddDelegate>{_MAILBOX}<m:DelegateUsers><t:DelegateUser>{_USER}
 <t:DelegatePermissions><t:InboxFolderPermissionLevel>Reviewer</t:InboxFolderPermissionLevel></t:DelegatePermissions>
 <t:ViewPrivateItems>true</t:ViewPrivateItems></t:DelegateUser></m:DelegateUsers>
 <m:DeliverMeetingRequests>DelegatesOnly</m:DeliverMeetingRequests></m:AddDelegate>""",
    "UpdateDelegate": f"""<m:UpdateDelegate>{_MAILBOX}<m:DelegateUsers><t:DelegateUser>{_USER}</t:DelegateUser>
 </m:DelegateUsers></m:UpdateDelegate>""",
    "RemoveDelegate": f"<m:RemoveDelegate>{_MAILBOX}<m:UserIds>{_USER}</m:UserIds></m:RemoveDelegate>",
    "Subscribe": f"""<m:Subscribe><m:PullSubscriptionRequest SubscribeToAllFolders="false">
 <t:FolderIds>{_INBOX}</t:FolderIds><t:EventTypes><t:EventType>NewMailEvent</t:EventType></t:EventTypes>
 <t:Watermark>x</t:Watermark><t:Timeout>10</t:Timeout></m:PullSubscriptionRequest></m:Subscribe>""",
    "Unsubscribe": "<m:Unsubscribe><m:SubscriptionId>x</m:SubscriptionId></m:Unsubscribe>",
    "GetEvents": """<m:GetEvents><m:SubscriptionId>x</m:SubscriptionId><m:Watermark>y</m:Watermark>
 </m:GetEvents>""",
    "GetStreamingEvents": """<m:GetStreamingEvents><m:SubscriptionIds>
 <t:SubscriptionId>x</t:SubscriptionId></m:SubscriptionIds><m:ConnectionTimeout>1</m:ConnectionTimeout>
 </m:GetStreamingEvents>""",
}
