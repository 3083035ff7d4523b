"""Properties of messages besides those of all items: t:MessageType.

Source: exchange-web-services/email-properties-and-elements-in-ews-in-exchange (table 1).
"""

from typing import Final

from fakeserver.protocols.ews.properties import computed
from fakeserver.protocols.ews.properties.field import ALL, DEFAULT, Field, absent
from fakeserver.protocols.ews.values.addresses import RECIPIENT, RECIPIENTS
from fakeserver.protocols.ews.values.simple import BINARY, BOOLEAN, STRING


def _recipients(uri: str, shape: int) -> Field:
    return Field(uri, RECIPIENTS, shape, writable=True, appendable=True, fixed_when_sent=True, findable=False)


MESSAGE: Final = (
    Field("message:Sender", RECIPIENT, ALL, writable=True, once=True),
    _recipients("message:ToRecipients", DEFAULT),
    _recipients("message:CcRecipients", DEFAULT),
    _recipients("message:BccRecipients", DEFAULT),
    Field("message:IsReadReceiptRequested", BOOLEAN, DEFAULT, writable=True, default=False, fixed_when_sent=True),
    Field("message:IsDeliveryReceiptRequested", BOOLEAN, DEFAULT, writable=True, default=False, fixed_when_sent=True),
    Field("message:ConversationIndex", BINARY, ALL),
    Field("message:ConversationTopic", STRING, ALL),
    Field("message:From", RECIPIENT, DEFAULT, writable=True, named="from_", fixed_when_sent=True),
    Field("message:InternetMessageId", STRING, ALL, writable=True, once=True),
    Field("message:IsRead", BOOLEAN, DEFAULT, writable=True, attribute="is_read", deletable=False, is_flag=True),
    Field("message:IsResponseRequested", BOOLEAN, ALL, writable=True),
    Field("message:References", STRING, ALL, writable=True),
    _recipients("message:ReplyTo", ALL),
    Field("message:ReceivedBy", RECIPIENT, ALL),
    Field("message:ReceivedRepresenting", RECIPIENT, ALL),
    Field("message:ApprovalRequestData", STRING, searchable=False),
    Field("message:VotingInformation", STRING, searchable=False, computed=computed.voting_information),
    Field("message:ReminderMessageData", STRING, searchable=False),
    absent("message:MessageSafety"),
    absent("message:SenderSMTPAddress"),
    absent("message:MailboxGuids"),
    absent("message:PublishedCalendarItemIcs", STRING),
    absent("message:PublishedCalendarItemName", STRING),
)
