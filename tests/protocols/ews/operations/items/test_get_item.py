"""GetItem: shapes, bodies, MIME, extended properties."""

from base64 import b64decode
from typing import Any

import pytest

from fakeserver.tenant.exchange.values import ExtendedPropertyKey, PropertyType
from tests.protocols.ews.client import Ews


def request(item: Any, base: str = "IdOnly", extra: str = "", paths: str = "") -> str:
    additional = f"<t:AdditionalProperties>{paths}</t:AdditionalProperties>" if paths else ""
    return (
        f"<m:GetItem><m:ItemShape><t:BaseShape>{base}</t:BaseShape>{extra}{additional}</m:ItemShape><m:ItemIds>"
        f'<t:ItemId Id="{item.item_id}" ChangeKey="{item.change_key}"/></m:ItemIds></m:GetItem>'
    )


@pytest.fixture
def message(ews: Ews) -> Any:
    return ews.mailbox.deliver(
        subject="Hello & <you>", html="<p>html</p>", sender="Carol <carol@example.com>",
        cc=["bob@contoso.onmicrosoft.com"], attachments=[("a.txt", b"abc")],
    )  # fmt: skip


def children(answer: Any) -> list[str]:
    return [str(child.tag).rpartition("}")[2] for child in answer.find(".//t:Message")]


def test_the_three_shapes(ews: Ews, message: Any) -> None:
    assert children(ews(request(message))) == ["ItemId"]
    default = children(ews(request(message, "Default")))
    everything = children(ews(request(message, "AllProperties")))
    assert {"Subject", "Body", "From", "IsRead", "HasAttachments"} <= set(default) < set(everything)
    assert {"ParentFolderId", "Attachments", "InternetMessageHeaders", "ConversationId"} <= set(everything) - set(
        default
    )


def test_what_is_asked_for_comes_in_the_schemas_order(ews: Ews, message: Any) -> None:
    uris = ("message:IsRead", "item:Subject", "item:Body", "item:Flag", "message:ToRecipients")
    answer = ews(request(message, paths="".join(f'<t:FieldURI FieldURI="{uri}"/>' for uri in uris)))
    assert children(answer) == ["ItemId", "Subject", "Body", "Flag", "ToRecipients", "IsRead"]


def test_the_mime_content_is_what_is_stored(ews: Ews, message: Any) -> None:
    answer = ews(request(message, extra="<t:IncludeMimeContent>true</t:IncludeMimeContent>"))
    assert b64decode(answer.texts(".//t:MimeContent")[0]) == message.mime()


@pytest.mark.parametrize(
    ("body_type", "kind", "content"),
    [("Best", "HTML", "<p>html</p>"), ("HTML", "HTML", "<p>html</p>"), ("Text", "Text", "html\r\n")],
)
def test_the_body_in_each_type(ews: Ews, message: Any, body_type: str, kind: str, content: str) -> None:
    extra = f"<t:BodyType>{body_type}</t:BodyType>"
    answer = ews(request(message, extra=extra, paths='<t:FieldURI FieldURI="item:Body"/>'))
    assert answer.attribute(".//t:Body", "BodyType") == kind
    assert content in answer.value(".//t:Body")


def test_names_and_addresses_are_whole(ews: Ews, message: Any) -> None:
    answer = ews(request(message, "AllProperties"))
    assert answer.texts(".//t:From/t:Mailbox/*") == ["Carol", "carol@example.com", "SMTP", "OneOff"]
    assert answer.texts(".//t:Subject") == ["Hello & <you>"]
    assert answer.texts(".//t:DisplayCc") == ["bob@contoso.onmicrosoft.com"]
    assert answer.texts(".//t:FileAttachment/t:Name") == ["a.txt"]
    assert answer.texts(".//t:FileAttachment/t:ContentType") == ["text/plain"]


def test_one_header_field_by_its_name(ews: Ews, message: Any) -> None:
    path = '<t:IndexedFieldURI FieldURI="item:InternetMessageHeader" FieldIndex="subject"/>'
    answer = ews(request(message, paths=path))
    assert answer.texts(".//t:InternetMessageHeader") == ["Hello & <you>"]


def test_extended_properties_echo_the_form_that_was_asked(ews: Ews, message: Any) -> None:
    common = "00062008-0000-0000-c000-000000000046"
    ews.mailbox.items.update(message, {ExtendedPropertyKey(common, 0x8506, PropertyType.BOOLEAN): True})
    paths = (
        '<t:ExtendedFieldURI PropertyTag="0x0E08" PropertyType="Integer"/>'
        '<t:ExtendedFieldURI DistinguishedPropertySetId="Common" PropertyId="34054" PropertyType="Boolean"/>'
        f'<t:ExtendedFieldURI PropertySetId="{common.upper()}" PropertyId="34054" PropertyType="Boolean"/>'
        '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="missing" PropertyType="String"/>'
    )
    answer = ews(request(message, paths=paths))
    assert answer.texts(".//t:Value") == [str(message.size), "true", "true"]
    assert answer.attributes(".//t:ExtendedFieldURI", "PropertyTag")[0] == "0xe08"
    assert answer.attributes(".//t:ExtendedFieldURI", "PropertySetId")[2] == common.upper()


@pytest.mark.parametrize(
    "path",
    [
        '<t:ExtendedFieldURI PropertyType="Integer"/>',
        '<t:ExtendedFieldURI PropertyTag="0x0E08" PropertyName="x" PropertyType="Integer"/>',
        '<t:ExtendedFieldURI DistinguishedPropertySetId="Common" PropertyType="Integer"/>',
    ],
)
def test_attributes_that_do_not_go_together(ews: Ews, message: Any, path: str) -> None:
    answer = ews(request(message, paths=path))
    assert (answer.status, answer.codes) == (200, ["ErrorInvalidExtendedProperty"])


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ('PropertySetId="x" PropertyName="x" PropertyType="Integer"', "PropertySetId"),
        ('DistinguishedPropertySetId="common" PropertyName="x" PropertyType="Integer"', "DistinguishedPropertySetId"),
        ('DistinguishedPropertySetId="Common" PropertyId="0x8503" PropertyType="Boolean"', "PropertyId"),
        ('PropertyTag="x" PropertyType="Integer"', "PropertyTag"),
        ('PropertyTag="0x0E08" PropertyType="Nonsense"', "PropertyType"),
        ('PropertyTag="0x0E08" PropertyType="BooleanArray"', "PropertyType"),
    ],
)
def test_attributes_that_the_schema_has_otherwise(ews: Ews, message: Any, attributes: str, name: str) -> None:
    answer = ews(request(message, paths=f"<t:ExtendedFieldURI {attributes}/>"))
    assert (answer.status, answer.value(".//faultcode")) == (500, "a:ErrorSchemaValidation")
    assert answer.value(".//t:Violation").startswith(f"The '{name}' attribute is invalid - The value '")


def test_an_unknown_property_is_a_violation_of_the_schema(ews: Ews, message: Any) -> None:
    answer = ews(request(message, paths='<t:FieldURI FieldURI="nonsense"/>'))
    assert answer.element.findtext(".//faultcode") == "a:ErrorSchemaValidation"
    assert "'nonsense'" in (answer.element.findtext(".//faultstring") or "")


def test_ids_are_answered_one_by_one(ews: Ews, message: Any) -> None:
    ids = f'<t:ItemId Id="AAAA=="/><t:ItemId Id="{message.item_id}"/><t:ItemId Id="{message.item_id.lower()}"/>'
    answer = ews(request(message).replace("<m:ItemIds>", f"<m:ItemIds>{ids}"))
    assert answer.codes == ["ErrorInvalidIdMalformed", "NoError", "ErrorInvalidIdMalformed", "NoError"]
    assert len(answer.all(".//m:Items")) == 4


@pytest.mark.parametrize(
    "path",
    [
        '<t:IndexedFieldURI FieldURI="contacts:EmailAddress" FieldIndex="EmailAddress7"/>',
        '<t:FieldURI FieldURI="folder:DisplayName"/>',
        '<t:FieldURI FieldURI="contacts:Culture"/>',
    ],
)
def test_what_no_item_has_is_refused(ews: Ews, message: Any, path: str) -> None:
    answer = ews(request(message, paths=path))
    assert answer.codes == ["ErrorInvalidPropertyRequest"]
    assert str(answer.find(".//m:MessageXml")[0].get("FieldURI")) in path


CLASSES = '<t:FieldURI FieldURI="item:Subject"/><t:FieldURI FieldURI="{}"/>'


@pytest.mark.parametrize("uri", ["calendar:Start", "contacts:GivenName", "task:Status", "message:IsRead"])
def test_older_versions_refuse_properties_of_other_classes(ews: Ews, uri: str) -> None:
    folder = ews.mailbox.folders.distinguished("contacts")
    contact = ews.mailbox.items.add(folder, "IPM.Contact", {"given_name": "Ada"})
    asked = request(contact, paths=CLASSES.format(uri))
    assert ews(asked).codes == ["NoError"]
    older = ews(asked, header='<t:RequestServerVersion Version="Exchange2010_SP2"/>')
    if uri == "contacts:GivenName":
        assert older.value(".//t:GivenName") == "Ada"
    else:
        assert older.value(".//m:MessageText") == (
            f"The property {uri} is not valid for this object type. The Current ExchangeVersion is Exchange2010_SP2."
        )


def test_a_property_of_another_class_is_not_that_of_the_same_name(ews: Ews) -> None:
    task = ews.mailbox.items.add(ews.mailbox.folders.distinguished("tasks"), "IPM.Task", {"companies": ["Contoso"]})
    assert ews(request(task, paths='<t:FieldURI FieldURI="contacts:Companies"/>')).all(".//t:Companies") == []
    assert ews(request(task, paths='<t:FieldURI FieldURI="task:Companies"/>')).texts(".//t:String") == ["Contoso"]
