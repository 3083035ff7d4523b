"""Properties of messages besides those of all items: t:MessageType.

Source: exchange-web-services/email-properties-and-elements-in-ews-in-exchange (table 1).
"""

from typing import Final

from fakeserver.protocols.ews.properties.field import ALL, ALL_BUT_FOUND, DEFAULT, DEFAULT_BUT_FOUND, Field, absent
from fakeserver.protocols.ews.values.addresses import RECIPIENT, RECIPIENTS
from fakeserver.protocols.ews.values.simple import BINARY, BOOLEAN, STRING

MESSAGE: Final = (
    Field("message:Sender", RECIPIENT, ALL, writable=True),
    Field("message:ToRecipients", RECIPIENTS, DEFAULT_BUT_FOUND, writable=True, findable=False),
    Field("message:CcRecipients", RECIPIENTS, DEFAULT_BUT_FOUND, writable=True, findable=False),
    Field("message:BccRecipients", RECIPIENTS, DEFAULT_BUT_FOUND, writable=True, findable=False),
    Field("message:IsReadReceiptRequested", BOOLEAN, DEFAULT, writable=True, default=False),
    Field("message:IsDeliveryReceiptRequested", BOOLEAN, DEFAULT, writable=True, default=False),
    Field("message:ConversationIndex", BINARY, ALL),
    Field("message:ConversationTopic", STRING, ALL),
    Field("message:From", RECIPIENT, DEFAULT, writable=True, named="from_"),
    Field("message:InternetMessageId", STRING, ALL, writable=True),
    Field("message:IsRead", BOOLEAN, DEFAULT, writable=True, attribute="is_read"),
    Field("message:IsResponseRequested", BOOLEAN, ALL, writable=True),
    Field("message:References", STRING, ALL, writable=True),
    Field("message:ReplyTo", RECIPIENTS, ALL_BUT_FOUND, writable=True, findable=False),
    Field("message:ReceivedBy", RECIPIENT, ALL),
    Field("message:ReceivedRepresenting", RECIPIENT, ALL),
    Field("message:ApprovalRequestData", STRING, searchable=False),
    Field("message:VotingInformation", STRING, searchable=False),
    Field("message:ReminderMessageData", STRING, searchable=False),
    absent("message:MessageSafety"),
    absent("message:SenderSMTPAddress"),
    absent("message:MailboxGuids"),
    absent("message:PublishedCalendarItemIcs"),
    absent("message:PublishedCalendarItemName"),
)
