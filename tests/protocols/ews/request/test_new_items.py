"""Items in requests, read into what the tenant takes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.properties.item_classes import NEW_ITEM_CLASSES
from fakeserver.protocols.ews.request.new_items import read_new_item
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.tenant.exchange.values import Body, EmailAddress, ExtendedPropertyKey, PropertyType, TextFormat
from tests.protocols.ews.client import Ews
from tests.protocols.ews.properties.setting import update


def node(name: str, content: str = "") -> Any:
    return etree.fromstring(f'<t:{name} xmlns:t="{TYPES}">{content}</t:{name}>')


def extended(path: str, value: str) -> str:
    return f"<t:ExtendedProperty><t:ExtendedFieldURI {path}/><t:Value>{value}</t:Value></t:ExtendedProperty>"


def test_properties_have_the_tenants_types() -> None:
    new = read_new_item(
        node(
            "Message",
            '<t:ItemClass>IPM.Note.Custom</t:ItemClass><t:Body BodyType="Text">b</t:Body><t:IsRead>1</t:IsRead>'
            "<t:From><t:Mailbox><t:Name>C</t:Name><t:EmailAddress> c@d.e </t:EmailAddress></t:Mailbox></t:From>"
            "<t:ReminderDueBy>2026-01-01T01:00:00+01:00</t:ReminderDueBy>",
        )
    )
    assert (new.element, new.item_class) == ("Message", "IPM.Note.Custom")
    assert new.properties == {
        "body": Body(TextFormat.PLAIN, "b"),
        "is_read": True,
        "from_": EmailAddress("C", "c@d.e"),
        "reminder_due_by": datetime(2026, 1, 1, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("name", "property_type", "given", "value"),
    [
        ("String", PropertyType.STRING, "x", "x"),
        ("Integer", PropertyType.INTEGER_32, "-5", -5),
        ("Double", PropertyType.FLOATING_64, "1.5", 1.5),
        ("Boolean", PropertyType.BOOLEAN, "1", True),
        ("Binary", PropertyType.BINARY, "AAE=", b"\x00\x01"),
        ("SystemTime", PropertyType.TIME, "2026-01-01T00:00:00Z", datetime(2026, 1, 1, tzinfo=UTC)),
        (
            "CLSID",
            PropertyType.GUID,
            "{00020329-0000-0000-C000-000000000046}",
            "00020329-0000-0000-c000-000000000046",
        ),
    ],
)
def test_extended_properties_have_types(name: str, property_type: PropertyType, given: str, value: object) -> None:
    path = f'PropertySetId="00020329-0000-0000-C000-000000000046" PropertyName="n" PropertyType="{name}"'
    new = read_new_item(node("Message", extended(path, given)))
    key = ExtendedPropertyKey("00020329-0000-0000-c000-000000000046", "n", property_type)
    assert new.properties == {key: value}


@pytest.mark.parametrize(("kind", "given"), [("Integer", "x"), ("Boolean", "x"), ("Binary", "!"), ("SystemTime", "x")])
def test_a_value_of_another_type_is_refused(kind: str, given: str) -> None:
    with pytest.raises(EwsError):
        read_new_item(node("Message", extended(f'PropertyTag="0x6601" PropertyType="{kind}"', given)))


@pytest.mark.parametrize(
    "path",
    [
        'DistinguishedPropertySetId="PublicStrings" PropertyName="n" PropertyType="String"',
        'PropertyTag="0x6601" PropertyType="String"',
        'DistinguishedPropertySetId="InternetHeaders" PropertyName="X-A" PropertyType="String"',
    ],
)
def test_an_extended_property_has_one_value(path: str) -> None:
    with pytest.raises(EwsError, match="ErrorInvalidPropertySet"):
        read_new_item(node("Message", extended(path, "a") + "<t:Subject/>" + extended(path, "b")))
    # DavMail says the same twice.
    read_new_item(node("Message", extended(path, "a") + "<t:Subject/>" + extended(path, "a")))
    other = path.replace("String", "Integer").replace("PublicIntegers", "PublicStrings")
    read_new_item(node("Message", extended(path, "1") + extended(other, "1")))


@pytest.mark.parametrize("tag", ["-1", "+1", "1_0", " 0x6601", "0x", "", "6601h", "0x10000", "65536", "0x0037001F"])
def test_a_tag_is_a_number_of_16_bits(tag: str) -> None:
    with pytest.raises(Violation) as caught:
        read_new_item(node("Message", extended(f'PropertyTag="{tag}" PropertyType="String"', "x")))
    assert str(caught.value) == (
        f"The 'PropertyTag' attribute is invalid - The value '{tag}' is invalid according to its datatype "
        f"'{TYPES}:PropertyTagType' - The value '{tag}' is not valid according to any of the memberTypes of the union."
    )


@pytest.mark.parametrize("tag", ["0x8001", "0xFFFF", "32768"])
def test_a_tag_is_below_the_custom_range(tag: str) -> None:
    with pytest.raises(EwsError, match="ErrorInvalidExtendedProperty"):
        read_new_item(node("Message", extended(f'PropertyTag="{tag}" PropertyType="String"', "x")))


@pytest.mark.parametrize(
    "content",
    [
        '<t:Subject Nonsense="1">x</t:Subject>',
        '<t:Categories Nonsense="1"><t:String>x</t:String></t:Categories>',
        '<t:Categories><t:String Nonsense="1">x</t:String></t:Categories>',
        '<t:Body BodyType="Text" Nonsense="1">x</t:Body>',
        '<t:MimeContent Nonsense="1">eA==</t:MimeContent>',
        '<t:IsRead Nonsense="1">true</t:IsRead>',
    ],
)
def test_an_attribute_that_nobody_reads_is_refused(content: str) -> None:
    with pytest.raises(Violation, match="'Nonsense' attribute is not declared"):
        read_new_item(node("Message", content))


def test_some_tags_are_facts_of_the_item() -> None:
    new = read_new_item(
        node("Message", extended('PropertyTag="0x0E06" PropertyType="SystemTime"', "2026-01-01T00:00:00Z"))
    )
    assert new.properties == {"date_time_received": datetime(2026, 1, 1, tzinfo=UTC)}


def item_class(name: str) -> str:
    return f"<t:ItemClass>{name}</t:ItemClass>"


@pytest.mark.parametrize(
    ("element", "given"),
    [
        ("Item", item_class("IPM.Appointment")),
        ("Message", item_class("IPM.Contact")),
        ("Contact", item_class("IPM.Note")),
        ("Task", item_class("IPM.Post")),
        ("CalendarItem", item_class("IPM.Unknown")),
        ("Message", extended('PropertyTag="0x001A" PropertyType="String"', "IPM.Task")),
    ],
)
def test_an_item_class_of_another_kind_is_refused(element: str, given: str) -> None:
    with pytest.raises(EwsError, match="ErrorObjectTypeChanged"):
        read_new_item(node(element, given))


@pytest.mark.parametrize(
    ("element", "name"),
    [("Item", "IPM.StickyNote"), ("Message", "IPM.Note.SMIME"), ("Contact", "IPM.Contact.Firm"), ("Task", "IPM.Task")],
)
def test_an_item_class_of_the_same_kind_is_taken(element: str, name: str) -> None:
    assert read_new_item(node(element, item_class(name))).item_class == name
    tagged = extended('PropertyTag="0x001A" PropertyType="String"', name)
    assert read_new_item(node(element, tagged)).item_class == name


@pytest.mark.parametrize(
    ("element", "content"),
    [
        ("Message", "<t:IconIndex>Default</t:IconIndex>"),
        ("Message", "<t:ConversationIndex>AAAA</t:ConversationIndex>"),
        ("PostItem", "<t:ConversationIndex>AAAA</t:ConversationIndex>"),
        ("Message", "<t:BlockStatus>true</t:BlockStatus>"),
        ("Message", "<t:HasBlockedImages>true</t:HasBlockedImages>"),
        ("Message", "<t:IsUnmodified>true</t:IsUnmodified>"),
        ("Message", "<t:ApprovalRequestData/>"),
        ("Message", "<t:VotingInformation/>"),
        ("Message", "<t:ReminderMessageData/>"),
        ("Message", "<t:RightsManagementLicenseData/>"),
    ],
)
def test_what_only_the_service_sets_is_refused(element: str, content: str) -> None:
    with pytest.raises(EwsError, match="ErrorInvalidPropertySet"):
        read_new_item(node(element, content))


def test_a_store_entry_id_is_taken_and_not_set() -> None:
    assert read_new_item(node("Message", "<t:StoreEntryId>AAEC</t:StoreEntryId>")).properties == {}


def test_the_times_of_reminder_and_retention_are_set() -> None:
    new = read_new_item(
        node(
            "Message",
            "<t:ReminderNextTime>2026-01-01T00:00:00Z</t:ReminderNextTime>"
            "<t:RetentionDate>2027-01-01T00:00:00Z</t:RetentionDate>",
        )
    )
    assert new.properties == {
        "reminder_next_time": datetime(2026, 1, 1, tzinfo=UTC),
        "retention_date": datetime(2027, 1, 1, tzinfo=UTC),
    }


MIME = "<t:MimeContent>eA==</t:MimeContent>"
NO_MAIL = [
    ("Task", "ErrorUnsupportedMimeConversion", "MIME conversion is not supported for this item type."),
    ("DistributionList", "ErrorUnsupportedMimeConversion", "MIME conversion is not supported for this item type."),
    ("CalendarItem", "ErrorMimeContentInvalid", "Invalid MIME content."),
    ("Contact", "ErrorUnsupportedMimeConversion", "MIME conversion is not supported for this item type."),
]


@pytest.mark.parametrize("name", ["Item", "Message", "PostItem"])
def test_mail_is_made_of_mime(name: str) -> None:
    assert read_new_item(node(name, MIME)).properties == {"mime_content": b"x"}


@pytest.mark.parametrize(("name", "code", "text"), NO_MAIL)
def test_what_is_no_mail_is_not_made_of_mime(name: str, code: str, text: str) -> None:
    with pytest.raises(EwsError) as caught:
        read_new_item(node(name, MIME))
    assert (caught.value.row.code, caught.value.row.text) == (code, text)


@pytest.mark.parametrize(("name", "code", "text"), NO_MAIL)
def test_nor_changed_into_it(ews: Ews, name: str, code: str, text: str) -> None:
    folder = ews.mailbox.folders.distinguished("inbox")
    item = ews.mailbox.items.add(folder, NEW_ITEM_CLASSES[name], {"subject": "before"})
    path = '<t:FieldURI FieldURI="item:MimeContent"/>'
    request = update(item, f"<t:SetItemField>{path}<t:Item>{MIME}</t:Item></t:SetItemField>")
    to_nobody = 'SendMeetingInvitationsOrCancellations="SendToNone" '
    answer = ews(request.replace("<m:UpdateItem ", f"<m:UpdateItem {to_nobody}"))
    assert (answer.codes, answer.value(".//m:MessageText")) == ([code], text)
    assert item.subject == "before"
