"""Properties of all items: t:ItemType.

Sources: exchange-web-services/property-sets-and-response-shapes-in-ews-in-exchange (tables 3 and 4), recordings of
Exchange Online. What came with Exchange 2013 is in neither; that AllProperties has Flag, InstanceKey, IconIndex and the
two times is from OfficeDev/Interop-TestSuites, MS-OXWSCORE, which asks for it with GetItem only.
"""

from typing import Final

from fakeserver.protocols.ews.properties import computed, series
from fakeserver.protocols.ews.properties.field import ALL, ALL_BUT_FOUND, DEFAULT, Field, absent
from fakeserver.protocols.ews.values.addresses import RECIPIENTS
from fakeserver.protocols.ews.values.follow_up import FOLLOW_UP
from fakeserver.protocols.ews.values.retention import RETENTION_TAG
from fakeserver.protocols.ews.values.simple import (
    BINARY,
    BOOLEAN,
    DATE_TIME,
    INTEGER,
    LANGUAGE,
    REMINDER_MINUTES,
    STRING,
    STRINGS,
    enumeration,
)
from fakeserver.tenant.exchange.values import Importance, Sensitivity

IMPORTANCE: Final = enumeration(
    "ImportanceChoicesType", {"Low": Importance.LOW, "Normal": Importance.NORMAL, "High": Importance.HIGH}
)
SENSITIVITY: Final = enumeration(
    "SensitivityChoicesType",
    {
        "Normal": Sensitivity.NORMAL,
        "Personal": Sensitivity.PERSONAL,
        "Private": Sensitivity.PRIVATE,
        "Confidential": Sensitivity.CONFIDENTIAL,
    },
)
_ICONS: Final = (
    "Default PostItem MailRead MailUnread MailReplied MailForwarded MailEncrypted MailSmimeSigned "
    "MailEncryptedReplied MailSmimeSignedReplied MailEncryptedForwarded MailSmimeSignedForwarded "
    "MailEncryptedRead MailSmimeSignedRead MailIrm MailIrmForwarded MailIrmReplied SmsSubmitted "
    "SmsRoutedToDeliveryPoint SmsRoutedToExternalMessagingSystem SmsDelivered OutlookDefaultForContacts "
    "AppointmentItem AppointmentRecur AppointmentMeet AppointmentMeetRecur AppointmentMeetNY AppointmentMeetYes "
    "AppointmentMeetNo AppointmentMeetMaybe AppointmentMeetCancel AppointmentMeetInfo TaskItem TaskRecur "
    "TaskOwned TaskDelegated"
)
ICON: Final = enumeration("IconIndexType", {word: word for word in _ICONS.split()})
#: The types of properties that no item here has.
_CLASSIFICATION: Final = enumeration("InferenceClassificationType", {"Focused": "Focused", "Other": "Other"})

ITEM: Final = (
    Field(
        "item:MimeContent",
        BINARY,
        writable=True,
        findable=False,
        searchable=False,
        computed=computed.mime_content,
        deletable=False,
    ),
    Field("item:ItemId", STRING, DEFAULT, searchable=False, computed=computed.item_id),
    Field("item:ParentFolderId", STRING, ALL, searchable=False, computed=computed.parent_folder_id),
    Field("item:ItemClass", STRING, ALL, writable=True, attribute="item_class", deletable=False),
    Field("item:Subject", STRING, DEFAULT, writable=True),
    Field("item:Sensitivity", SENSITIVITY, DEFAULT, writable=True, default=Sensitivity.NORMAL, deletable=False),
    Field(
        "item:Body",
        STRING,
        DEFAULT,
        writable=True,
        findable=False,
        left_out=True,
        computed=computed.body,
        appendable=True,
    ),
    Field("item:Attachments", STRING, ALL, findable=False, searchable=False, computed=computed.attachments),
    Field("item:DateTimeReceived", DATE_TIME, ALL, attribute="received_at"),
    Field("item:Size", INTEGER, DEFAULT, attribute="size"),
    Field("item:Categories", STRINGS, ALL, writable=True),
    Field("item:Importance", IMPORTANCE, ALL, writable=True, default=Importance.NORMAL, deletable=False),
    Field("item:InReplyTo", STRING, ALL, writable=True),
    Field("item:IsSubmitted", BOOLEAN, ALL, default=False, is_flag=True),
    Field("item:IsDraft", BOOLEAN, ALL, attribute="is_draft", is_flag=True),
    Field("item:IsFromMe", BOOLEAN, ALL, is_flag=True),
    Field("item:IsResend", BOOLEAN, ALL, default=False, is_flag=True),
    Field("item:IsUnmodified", BOOLEAN, ALL, attribute="is_mime", is_flag=True),
    Field(
        "item:InternetMessageHeaders",
        STRING,
        ALL,
        findable=False,
        searchable=False,
        computed=computed.internet_message_headers,
    ),
    Field("item:DateTimeSent", DATE_TIME, DEFAULT),
    Field("item:DateTimeCreated", DATE_TIME, DEFAULT, attribute="created_at"),
    Field(
        "item:ResponseObjects",
        STRING,
        DEFAULT,
        findable=False,
        searchable=False,
        computed=computed.response_objects,
    ),
    Field("item:ReminderDueBy", DATE_TIME, ALL, writable=True, deletable=False, computed=series.reminder_due_by),
    Field("item:ReminderIsSet", BOOLEAN, ALL, writable=True, default=False, deletable=False),
    Field("item:ReminderNextTime", DATE_TIME, ALL_BUT_FOUND, writable=True, computed=series.reminder_next_time),
    Field("item:ReminderMinutesBeforeStart", REMINDER_MINUTES, ALL, writable=True, default=0, deletable=False),
    Field("item:DisplayCc", STRING, ALL, shown_empty=True, default=""),
    Field("item:DisplayTo", STRING, ALL, shown_empty=True, default=""),
    Field("item:DisplayBcc", STRING),
    Field("item:HasAttachments", BOOLEAN, DEFAULT, default=False),
    # Not a property: the place where extended properties are written, see `extended.py`.
    absent("item:ExtendedProperty"),
    Field("item:Culture", LANGUAGE, ALL, writable=True, default="en-US"),
    Field("item:EffectiveRights", STRING, ALL, searchable=False, computed=computed.effective_rights),
    Field("item:LastModifiedName", STRING, ALL, searchable=False, computed=computed.last_modified_name),
    Field("item:LastModifiedTime", DATE_TIME, ALL, attribute="modified_at"),
    Field("item:IsAssociated", BOOLEAN, DEFAULT, writable=True, attribute="is_associated", once=True),
    Field("item:WebClientReadFormQueryString", STRING, ALL, searchable=False, computed=computed.web_client_read),
    Field("item:WebClientEditFormQueryString", STRING, searchable=False),
    Field("item:ConversationId", STRING, ALL, computed=computed.conversation_id),
    Field("item:UniqueBody", STRING, findable=False, searchable=False, computed=computed.unique_body),
    Field("item:Flag", FOLLOW_UP, ALL_BUT_FOUND, writable=True, searchable=False, computed=computed.flag),
    Field("item:StoreEntryId", BINARY, searchable=False, computed=computed.store_entry_id),
    Field("item:InstanceKey", BINARY, ALL_BUT_FOUND, searchable=False, computed=computed.instance_key),
    Field("item:NormalizedBody", STRING, findable=False, searchable=False, computed=computed.normalized_body),
    absent("item:EntityExtractionResult"),
    Field("item:PolicyTag", RETENTION_TAG, ALL_BUT_FOUND, writable=True),
    Field("item:ArchiveTag", RETENTION_TAG, ALL_BUT_FOUND, writable=True),
    Field("item:RetentionDate", DATE_TIME, ALL_BUT_FOUND, writable=True),
    Field("item:Preview", STRING, searchable=False, computed=computed.preview),
    Field("item:RightsManagementLicenseData", STRING, searchable=False),
    absent("item:PredictedActionReasons"),
    Field("item:IsClutter", BOOLEAN, default=False),
    Field("item:BlockStatus", BOOLEAN, searchable=False, computed=computed.block_status),
    Field("item:HasBlockedImages", BOOLEAN, searchable=False, computed=computed.has_blocked_images),
    Field("item:TextBody", STRING, findable=False, searchable=False, computed=computed.text_body),
    Field("item:IconIndex", ICON, ALL_BUT_FOUND, default="Default"),
    Field("item:MimeContentUTF8", BINARY, findable=False, searchable=False, computed=computed.mime_content_utf8),
    absent("item:SearchKey"),
    absent("item:SortKey"),
    absent("item:Hashtags", STRINGS),
    Field("item:Mentions", RECIPIENTS, writable=True, searchable=False),
    Field("item:MentionedMe", BOOLEAN, default=False),
    absent("item:MentionsPreview"),
    absent("item:MentionsEx"),
    absent("item:AppliedHashtags"),
    absent("item:AppliedHashtagsPreview"),
    absent("item:Likes"),
    absent("item:LikesPreview"),
    absent("item:PendingSocialActivityTagIds", STRINGS),
    absent("item:AtAllMention", BOOLEAN),
    absent("item:CanDelete", BOOLEAN),
    absent("item:InferenceClassification", _CLASSIFICATION),
)
