"""MoveItem and CopyItem keep an item whole: one of each kind, with every property that a client can set."""

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.properties.table import fields_of
from fakeserver.protocols.ews.values.simple import BOOLEAN, DATE_TIME, DAY, INTEGER, LONG, STRINGS
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import fields, get_item

KINDS = ("Message", "CalendarItem", "Contact", "DistributionList", "Task", "PostItem")
#: Where a kind is created, unless in the inbox.
PLACES = {"CalendarItem": "calendar", "Contact": "contacts", "DistributionList": "contacts", "Task": "tasks"}

_MAILBOX = "<t:Mailbox><t:Name>Carol</t:Name><t:EmailAddress>carol@example.com</t:EmailAddress></t:Mailbox>"
_ATTENDEES = f"<t:Attendee>{_MAILBOX}<t:ResponseType>Accept</t:ResponseType></t:Attendee>"
_DAILY = (
    "<t:DailyRecurrence><t:Interval>2</t:Interval></t:DailyRecurrence>"
    "<t:NumberedRecurrence><t:StartDate>2026-12-01</t:StartDate>"
    "<t:NumberOfOccurrences>5</t:NumberOfOccurrences></t:NumberedRecurrence>"
)
#: What stands in an element, where text of the element's type will not do.
_INNER = {
    "Sensitivity": "Private",
    "Importance": "High",
    "Culture": "en-GB",
    "ReminderMinutesBeforeStart": "7",
    "Flag": "<t:FlagStatus>Flagged</t:FlagStatus>",
    "IconIndex": "MailReplied",
    "Sender": _MAILBOX,
    "From": _MAILBOX,
    "ToRecipients": _MAILBOX,
    "CcRecipients": _MAILBOX,
    "BccRecipients": _MAILBOX,
    "ReplyTo": _MAILBOX,
    "Mentions": _MAILBOX,
    "ConversationIndex": "AQ==",
    "LegacyFreeBusyStatus": "OOF",
    "RequiredAttendees": _ATTENDEES,
    "OptionalAttendees": _ATTENDEES,
    "Resources": _ATTENDEES,
    "Recurrence": _DAILY,
    "EnhancedLocation": "<t:DisplayName>Room 1</t:DisplayName>",
    "FileAsMapping": "LastCommaFirst",
    "PostalAddressIndex": "Home",
    "EmailAddresses": '<t:Entry Key="EmailAddress1">ada@example.com</t:Entry>',
    "PhoneNumbers": '<t:Entry Key="HomePhone">1</t:Entry><t:Entry Key="Pager">2</t:Entry>',
    "ImAddresses": '<t:Entry Key="ImAddress1">im</t:Entry>',
    "PhysicalAddresses": '<t:Entry Key="Home"><t:Street>1 Road</t:Street><t:City>X</t:City></t:Entry>',
    "UserSMIMECertificate": "<t:Base64Binary>AQ==</t:Base64Binary>",
    "MSExchangeCertificate": "<t:Base64Binary>AQ==</t:Base64Binary>",
    "AbchEmailAddresses": "<t:Email><t:Type>Other</t:Type><t:Address>ada@example.com</t:Address></t:Email>",
    "Urls": "<t:Url><t:Type>Other</t:Type><t:Address>http://example.com</t:Address></t:Url>",
    **dict.fromkeys(("AbchContactId", "ConversationGuid"), "00062004-0000-0000-c000-000000000046"),
    "Members": f"<t:Member>{_MAILBOX}</t:Member>",
    "Status": "Completed",
    "PercentComplete": "100",
}
_WITH_ATTRIBUTES = {
    "Body": '<t:Body BodyType="HTML">&lt;p&gt;body&lt;/p&gt;</t:Body>',
    "MeetingTimeZone": '<t:MeetingTimeZone TimeZoneName="UTC"><t:BaseOffset>PT0S</t:BaseOffset></t:MeetingTimeZone>',
    "StartTimeZone": '<t:StartTimeZone Id="UTC"/>',
    "EndTimeZone": '<t:EndTimeZone Id="UTC"/>',
    **{
        name: f'<t:{name} IsExplicit="true">00062004-0000-0000-c000-000000000046</t:{name}>'
        for name in ("ArchiveTag", "PolicyTag")
    },
}
_BY_TYPE = {
    id(BOOLEAN): "true",
    id(INTEGER): "7",
    id(LONG): "7",
    id(DATE_TIME): "2026-12-01T09:00:00Z",
    id(DAY): "2026-12-01T00:00:00Z",
    id(STRINGS): "<t:String>one</t:String><t:String>two</t:String>",
}
#: Left out: content as MIME instead of properties; what makes the item another; reminders that FindReminders owns.
_LEFT_OUT = {"MimeContent", "ItemClass", "IsAssociated", "InboxReminders"}
#: Differs by nature, not by loss: identity, place, and when it was put there.
_OWN = {
    "ItemId",
    "InstanceKey",
    "LastModifiedName",
    "ParentFolderId",
    "LastModifiedTime",
    "ConversationId",
    "AttachmentId",
    "EffectiveRights",
} | {f"WebClient{verb}FormQueryString" for verb in ("Read", "Edit")}
_EXTENDED = (
    '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="colour" PropertyType="String"/>'
)


_ATTACHMENTS = (
    "<t:Attachments><t:FileAttachment><t:Name>a.bin</t:Name><t:Content>AP8=</t:Content></t:FileAttachment>"
    "<t:ItemAttachment><t:Name>inner</t:Name><t:Contact><t:Subject>inner</t:Subject><t:GivenName>Eve</t:GivenName>"
    "</t:Contact></t:ItemAttachment></t:Attachments>"
)


def set_by_clients(kind: str) -> dict[str, str]:
    """Return the properties of a kind that a client can set: FieldURIs by element, in the schema's order."""
    return {name: field.uri for name, field in fields_of(kind).items() if field.writable and name not in _LEFT_OUT}


def created(kind: str) -> str:
    """Return the element of a new item with every property that can be set."""
    parts = []
    for name, field in fields_of(kind).items():
        if name == "Attachments":
            parts.append(_ATTACHMENTS)
        elif name in set_by_clients(kind):
            inner = _INNER.get(name, _BY_TYPE.get(id(field.type), f"some {name}"))
            parts.append(_WITH_ATTRIBUTES.get(name, f"<t:{name}>{inner}</t:{name}>"))
    extended = f"<t:ExtendedProperty>{_EXTENDED}<t:Value>green</t:Value></t:ExtendedProperty>"
    return f"<t:{kind}>{''.join(parts)}{extended}</t:{kind}>"


def shown(ews: Ews, kind: str, item: Any) -> tuple[str, list[str]]:
    """Return what GetItem and GetAttachment show of an item, without what belongs to its place."""
    paths = fields(*set_by_clients(kind).values()) + _EXTENDED
    mime = "<t:IncludeMimeContent>true</t:IncludeMimeContent>"
    answer = ews(get_item(item.item_id, base="AllProperties", extra=mime, paths=paths))
    attachments = "".join(f'<t:AttachmentId Id="{one}"/>' for one in answer.attributes(".//t:AttachmentId", "Id"))
    got = ews(f"<m:GetAttachment><m:AttachmentIds>{attachments}</m:AttachmentIds></m:GetAttachment>")
    assert set(answer.codes + got.codes) == {"NoError"}
    return _lasting(answer.find(".//m:Items/*")), [_lasting(one) for one in got.all(".//m:Attachments/*")]


def _lasting(element: etree._Element) -> str:
    for one in list(element.iter()):
        parent = one.getparent()
        if etree.QName(one).localname in _OWN and parent is not None and one is not element:
            parent.remove(one)
    return str(etree.tostring(element, encoding="unicode", pretty_print=True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", ["MoveItem", "CopyItem"])
@pytest.mark.parametrize("owner", ["alice", "bob"])
def test_every_property_arrives(ews: Ews, kind: str, operation: str, owner: str) -> None:
    # A task was not completed in the future.
    ews.tenant.clock.freeze(datetime(2026, 12, 24, tzinfo=UTC))
    ews.tenant.rights.add_mailbox_permission("bob", ews.alice)
    place = PLACES.get(kind, "inbox")
    folder = f'<m:SavedItemFolderId><t:DistinguishedFolderId Id="{place}"/></m:SavedItemFolderId>'
    attributes = 'MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"'
    answer = ews(f"<m:CreateItem {attributes}>{folder}<m:Items>{created(kind)}</m:Items></m:CreateItem>")
    assert answer.codes == ["NoError"], answer.text
    [item] = ews.mailbox.messages(place)
    before = shown(ews, kind, item)
    assert [name for name in set_by_clients(kind) if f"<t:{name}" not in before[0]] == []
    archive = ews.tenant.mailbox(owner).folders.distinguished("archive")
    target = f'<m:ToFolderId><t:FolderId Id="{archive.folder_id}"/></m:ToFolderId>'
    ids = f'<m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds>'
    assert ews(f"<m:{operation}>{target}{ids}</m:{operation}>").codes == ["NoError"]
    [arrived] = archive.items.values()
    assert shown(ews, kind, arrived) == before
    assert len(ews.mailbox.messages(place)) == (operation == "CopyItem")
