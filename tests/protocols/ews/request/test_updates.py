"""Changes of items, read; what they do is tested with UpdateItem."""

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.properties.table import fields_of
from fakeserver.protocols.ews.request import updates as module
from fakeserver.protocols.ews.request.updates import changes_by, read_updates
from fakeserver.protocols.ews.soap.names import TYPES, t
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.values import Body, TextFormat
from tests.protocols.ews.client import Ews
from tests.protocols.ews.properties.setting import update


def updates(content: str) -> Any:
    return etree.fromstring(f'<t:Updates xmlns:t="{TYPES}">{content}</t:Updates>')


def changes_of(given: Any, item: Item) -> dict[Any, Any]:
    return changes_by(read_updates(given), item)


def test_a_later_change_sees_an_earlier_one(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x", body="one")
    append = (
        '<t:AppendToItemField><t:FieldURI FieldURI="item:Body"/><t:Message><t:Body BodyType="Text">{}</t:Body>'
        "</t:Message></t:AppendToItemField>"
    )
    changes = changes_of(updates(append.format("two") + append.format("three")), item)
    assert changes["body"].content == "onetwothree"


def test_what_is_appended_must_be_what_is_named(ews: Ews) -> None:
    append = (
        '<t:AppendToItemField><t:FieldURI FieldURI="message:ToRecipients"/><t:Message>'
        "<t:IsRead>1</t:IsRead></t:Message></t:AppendToItemField>"
    )
    with pytest.raises(EwsError):
        changes_of(updates(append), ews.mailbox.deliver(subject="x"))


def test_one_change_holds_one_extended_property(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    path = '<t:ExtendedFieldURI PropertyTag="0x6601" PropertyType="String"/>'
    both = "".join(f"<t:ExtendedProperty>{path}<t:Value>{one}</t:Value></t:ExtendedProperty>" for one in "ab")
    answer = ews(update(item, f"<t:SetItemField>{path}<t:Message>{both}</t:Message></t:SetItemField>"))
    assert answer.codes == ["ErrorIncorrectUpdatePropertyCount"]


def test_deleting_gives_the_default_where_there_must_be_one(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    delete = '<t:DeleteItemField><t:FieldURI FieldURI="{}"/></t:DeleteItemField>'
    changes = changes_of(updates(delete.format("item:Body") + delete.format("item:Subject")), item)
    assert changes == {"body": Body(TextFormat.PLAIN, ""), "subject": None}


SUBJECT = '<t:FieldURI FieldURI="item:Subject"/>'
VALUE = "<t:Message><t:Subject>y</t:Subject></t:Message>"


@pytest.mark.parametrize(
    "content",
    [
        "<t:SetItemField/>",
        f"<t:SetItemField>{SUBJECT}</t:SetItemField>",
        f"<t:SetItemField>{SUBJECT}{VALUE}{VALUE}</t:SetItemField>",
        f"<t:DeleteItemField>{SUBJECT}{SUBJECT}</t:DeleteItemField>",
        "<t:Nonsense/>",
    ],
)
def test_a_change_that_has_not_each_of_its_parts_once_is_a_fault(ews: Ews, content: str) -> None:
    with pytest.raises(Violation):
        changes_of(updates(content), ews.mailbox.deliver(subject="x"))


def test_the_zone_of_many_times_is_looked_for_once(ews: Ews, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_for: list[str] = []
    usual = module._given_zone

    def counted(name: str, *rest: Any) -> Any:
        looked_for.append(name)
        return usual(name, *rest)

    monkeypatch.setattr(module, "_given_zone", counted)
    set_field = (
        '<t:SetItemField><t:FieldURI FieldURI="calendar:{0}"/><t:CalendarItem>{1}</t:CalendarItem></t:SetItemField>'
    )
    start = set_field.format("Start", "<t:Start>2026-07-01T10:00:00</t:Start>")
    zone = set_field.format("StartTimeZone", '<t:StartTimeZone Id="W. Europe Standard Time"/>')
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished("calendar"), "IPM.Appointment", {})
    changes = changes_of(updates(start * 50 + zone), item)
    assert looked_for == [t("StartTimeZone")]
    assert changes["start"] == datetime(2026, 7, 1, 8, tzinfo=UTC)


SET_CLASS = (
    '<t:SetItemField><t:FieldURI FieldURI="item:ItemClass"/><t:Message><t:ItemClass>{}</t:ItemClass></t:Message>'
    "</t:SetItemField>"
)
DELETE = "<t:DeleteItemField>{}</t:DeleteItemField>"
TAG = '<t:ExtendedFieldURI PropertyTag="0x001A" PropertyType="String"/>'


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (SET_CLASS.format("IPM.Appointment"), "ErrorObjectTypeChanged"),
        (SET_CLASS.format(""), "ErrorInvalidValueForProperty"),
        (
            '<t:DeleteItemField><t:FieldURI FieldURI="item:ItemClass"/></t:DeleteItemField>',
            "ErrorInvalidPropertyDelete",
        ),
        (f"<t:DeleteItemField>{TAG}</t:DeleteItemField>", "ErrorInvalidPropertyDelete"),
        (
            f"<t:SetItemField>{TAG}<t:Message><t:ExtendedProperty>{TAG}<t:Value>IPM.Task</t:Value></t:ExtendedProperty>"
            "</t:Message></t:SetItemField>",
            "ErrorObjectTypeChanged",
        ),
    ],
)
def test_an_item_stays_of_its_kind(ews: Ews, change: str, code: str) -> None:
    with pytest.raises(EwsError, match=code):
        changes_of(updates(change), ews.mailbox.deliver(subject="x"))


def test_another_class_of_the_same_kind_is_set(ews: Ews) -> None:
    changes = changes_of(updates(SET_CLASS.format("IPM.Note.Other")), ews.mailbox.deliver(subject="x"))
    assert changes == {"item_class": "IPM.Note.Other"}


@pytest.mark.parametrize(
    "uri",
    [
        "message:ApprovalRequestData",
        "message:VotingInformation",
        "message:ReminderMessageData",
        "message:ConversationIndex",
        "item:RightsManagementLicenseData",
        "item:IconIndex",
        "item:StoreEntryId",
    ],
)
def test_what_only_the_service_sets_is_not_updated(ews: Ews, uri: str) -> None:
    name = uri.partition(":")[2]
    change = f'<t:SetItemField><t:FieldURI FieldURI="{uri}"/><t:Message><t:{name}/></t:Message></t:SetItemField>'
    with pytest.raises(EwsError, match="ErrorInvalidPropertySet"):
        changes_of(updates(change), ews.mailbox.deliver(subject="x"))


# --- every property, every change ------------------------------------------------------------------------------------

ROW = '<t:{0}><t:FieldURI FieldURI="{1}"/>{2}</t:{0}>'
CLASSES = {
    "Message": "IPM.Note",
    "CalendarItem": "IPM.Appointment",
    "Contact": "IPM.Contact",
    "DistributionList": "IPM.DistList",
    "Task": "IPM.Task",
    "PostItem": "IPM.Post",
}
PROPERTIES = [(element, row) for element in CLASSES for row in fields_of(element).values()]


def code_of(content: str, item: Any) -> str:
    """Return the code that refuses a change; empty where it is taken."""
    try:
        changes_of(updates(content), item)
    except EwsError as error:
        return error.row.code
    return ""


def made(ews: Ews, element: str, **properties: Any) -> Any:
    return ews.mailbox.items.add(ews.mailbox.folders.distinguished("drafts"), CLASSES[element], properties)


def refused(ews: Ews, verb: str, value: str = "") -> dict[str, str]:
    """Return the codes that refuse a change, by the properties of drafts of every class."""
    drafts = {element: made(ews, element, is_draft=True) for element in CLASSES}
    found = {row.uri: code_of(ROW.format(verb, row.uri, value), drafts[element]) for element, row in PROPERTIES}
    return {uri: code for uri, code in found.items() if code}


#: Writable, and always there.
KEPT = (
    "item:MimeContent item:ItemClass item:Sensitivity item:Importance item:ReminderDueBy item:ReminderIsSet "
    "item:ReminderMinutesBeforeStart message:IsRead calendar:UID calendar:Start calendar:End calendar:IsAllDayEvent "
    "calendar:LegacyFreeBusyStatus calendar:IsResponseRequested calendar:MeetingTimeZone calendar:StartTimeZone "
    "calendar:EndTimeZone calendar:ConferenceType calendar:AllowNewTimeProposal "
    "task:PercentComplete task:Status"
).split()
#: For CreateItem only.
ONCE = "item:IsAssociated message:Sender message:InternetMessageId".split()
APPENDABLE = (
    "item:Body message:ToRecipients message:CcRecipients message:BccRecipients message:ReplyTo "
    "calendar:RequiredAttendees calendar:OptionalAttendees calendar:Resources distributionlist:Members"
).split()
FIXED = (
    "message:ToRecipients message:CcRecipients message:BccRecipients message:ReplyTo message:From "
    "message:IsReadReceiptRequested message:IsDeliveryReceiptRequested"
).split()


def test_what_is_deleted(ews: Ews) -> None:
    found = refused(ews, "DeleteItemField")
    read_only = {row.uri for _, row in PROPERTIES if not row.writable}
    assert set(found) == {*KEPT, *ONCE, *read_only}
    assert set(found.values()) == {"ErrorInvalidPropertyDelete"}


def test_what_is_appended_to(ews: Ews) -> None:
    found = refused(ews, "AppendToItemField", "<t:Item><t:Nothing/></t:Item>")
    assert {uri for uri, code in found.items() if code == "ErrorUpdatePropertyMismatch"} == set(APPENDABLE)
    assert {uri for uri, code in found.items() if code == "ErrorInvalidPropertyAppend"} == (
        {row.uri for _, row in PROPERTIES} - set(APPENDABLE)
    )


def test_every_change_must_hold_what_it_names(ews: Ews) -> None:
    found = refused(ews, "SetItemField", "<t:Item><t:Nothing/></t:Item>")
    assert set(found) == {row.uri for _, row in PROPERTIES}
    assert set(found.values()) == {"ErrorUpdatePropertyMismatch"}


@pytest.mark.parametrize("uri", ONCE)
def test_what_is_set_once(ews: Ews, uri: str) -> None:
    name = uri.partition(":")[2]
    value = f"<t:Message><t:{name}/></t:Message>"
    assert code_of(ROW.format("SetItemField", uri, value), made(ews, "Message")) == "ErrorInvalidPropertySet"


@pytest.mark.parametrize("verb", ["SetItemField", "DeleteItemField", "AppendToItemField"])
def test_what_stays_once_the_message_was_sent(ews: Ews, verb: str) -> None:
    sent, value = made(ews, "Message"), "" if verb == "DeleteItemField" else "<t:Item><t:Nothing/></t:Item>"
    found = {
        row.uri: code_of(ROW.format(verb, row.uri, value), sent) for element, row in PROPERTIES if element == "Message"
    }
    assert {uri for uri, code in found.items() if code == "ErrorInvalidPropertyUpdateSentMessage"} == set(FIXED)


@pytest.mark.parametrize("element", CLASSES)
def test_a_property_of_another_class(ews: Ews, element: str) -> None:
    item = made(ews, element)
    own = {row.uri for row in fields_of(element).values()}
    for uri in {row.uri for _, row in PROPERTIES} - own | {"folder:DisplayName", "contacts:Culture"}:
        assert code_of(ROW.format("DeleteItemField", uri, ""), item) == "ErrorInvalidPropertyRequest"
    entry = '<t:DeleteItemField><t:IndexedFieldURI FieldURI="contacts:EmailAddress" FieldIndex="EmailAddress1"/>'
    code = code_of(f"{entry}</t:DeleteItemField>", item)
    assert code == ("" if element == "Contact" else "ErrorInvalidPropertyRequest")


def test_a_body_is_appended_in_its_format(ews: Ews) -> None:
    item = made(ews, "Message", body=Body(TextFormat.HTML, "<p>one</p>"))
    append = '<t:Message><t:Body BodyType="{}">two</t:Body></t:Message>'
    assert code_of(ROW.format("AppendToItemField", "item:Body", append.format("HTML")), item) == ""
    text = ROW.format("AppendToItemField", "item:Body", append.format("Text"))
    assert code_of(text, item) == "ErrorInvalidPropertyAppend"


ENTRY = '<t:{0}><t:IndexedFieldURI FieldURI="{1}" FieldIndex="{2}"/>{3}</t:{0}>'
STREET = "contacts:PhysicalAddress:Street"
HOME = '<t:Contact><t:PhysicalAddresses><t:Entry Key="{}">{}</t:Entry></t:PhysicalAddresses></t:Contact>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ENTRY.format("SetItemField", STREET, "Home", HOME.format("Home", "<t:Street>x</t:Street>")), ""),
        (
            ENTRY.format("SetItemField", STREET, "Home", HOME.format("Business", "<t:Street>x</t:Street>")),
            "ErrorUpdatePropertyMismatch",
        ),
        (
            ENTRY.format(
                "SetItemField", STREET, "Home", HOME.format("Home", "<t:Street>x</t:Street><t:City>y</t:City>")
            ),
            "ErrorIncorrectUpdatePropertyCount",
        ),
        (
            ENTRY.format("SetItemField", STREET, "Home", "<t:Contact><t:Surname>x</t:Surname></t:Contact>"),
            "ErrorUpdatePropertyMismatch",
        ),
        (ENTRY.format("AppendToItemField", STREET, "Home", HOME.format("Home", "")), "ErrorInvalidPropertyAppend"),
        (ENTRY.format("DeleteItemField", STREET, "Nowhere", ""), "ErrorInvalidPropertyRequest"),
        (
            ENTRY.format("DeleteItemField", "item:InternetMessageHeader", "X-A", ""),
            "ErrorInvalidPropertyDelete",
        ),
    ],
)
def test_one_entry_of_many(ews: Ews, content: str, code: str) -> None:
    assert code_of(content, made(ews, "Contact")) == code
