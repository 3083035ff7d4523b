"""MAPI's names for facts that every protocol shows: the UID, the flags, the categories."""

import pytest
from lxml import etree

from fakeserver.protocols.ews.properties.extended import read_path
from fakeserver.protocols.ews.soap.names import TYPES
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import get_item
from tests.protocols.ews.properties.setting import deleted, set_to, update, values

KEYWORDS = 'DistinguishedPropertySetId="PublicStrings" PropertyName="Keywords" PropertyType="StringArray"'
FLAG_STATUS = 'PropertyTag="0x1090" PropertyType="Integer"'
LAST_VERB = 'PropertyTag="0x1081" PropertyType="Integer"'


def test_the_uid_by_imap_is_the_article_number(ews: Ews) -> None:
    items = [ews.mailbox.deliver(subject=subject) for subject in ("a", "b")]
    number = 'PropertyTag="0xe23" PropertyType="Integer"'
    assert [values(ews, item, number) for item in items] == [[str(item.uid)] for item in items]


def test_messages_are_sorted_by_their_article_numbers(ews: Ews) -> None:
    items = [ews.mailbox.deliver(subject=subject) for subject in ("b", "a", "c")]
    answer = ews(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SortOrder>'
        '<t:FieldOrder Order="Descending"><t:ExtendedFieldURI PropertyTag="0xe23" PropertyType="Integer"/>'
        '</t:FieldOrder></m:SortOrder><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds>'
        "</m:FindItem>"
    )
    assert answer.attributes(".//t:ItemId", "Id") == [item.item_id for item in reversed(items)]


@pytest.mark.parametrize(
    ("attributes", "value", "flag"),
    [(FLAG_STATUS, "2", "flagged"), (LAST_VERB, "102", "answered"), (LAST_VERB, "103", "answered")],
)
def test_a_flag_set_by_tag_is_the_flag_of_every_protocol(ews: Ews, attributes: str, value: str, flag: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    ews(update(item, set_to(attributes, f"<t:Value>{value}</t:Value>")))
    assert getattr(item, flag)
    assert values(ews, item, attributes) == [value]
    ews(update(item, deleted(attributes)))
    assert not getattr(item, flag)
    assert values(ews, item, attributes) == []


def test_the_status_of_a_flag_is_what_was_set_last(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    shown = {"1": ["1"], "114": ["114"], "2": ["2"], "0": []}
    for status in ("1", "2", "1", "114", "1", "114", "2", "114", "0"):
        ews(update(item, set_to(FLAG_STATUS, f"<t:Value>{status}</t:Value>")))
        assert values(ews, item, FLAG_STATUS) == shown[status]


def test_forwarding_is_no_answer(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    ews(update(item, set_to(LAST_VERB, "<t:Value>104</t:Value>")))
    assert not item.answered
    assert values(ews, item, LAST_VERB) == ["104"]


@pytest.mark.parametrize(
    "attributes", ['PropertyTag="0x37" PropertyType="Integer"', 'PropertyTag="0x39" PropertyType="Integer"']
)
def test_a_tag_of_another_type_is_another_property(ews: Ews, attributes: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    sent_at = item.get("date_time_sent")
    ews(update(item, set_to(attributes, "<t:Value>5</t:Value>")))
    assert (item.subject, item.get("date_time_sent")) == ("x", sent_at)
    assert values(ews, item, attributes) == ["5"]


def test_the_keywords_are_the_categories(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    assert values(ews, item, KEYWORDS) == []
    ews(update(item, set_to(KEYWORDS, "<t:Values><t:Value>Red</t:Value><t:Value>Blue</t:Value></t:Values>")))
    assert item.get("categories") == ["Red", "Blue"] == values(ews, item, KEYWORDS)
    ews(update(item, deleted(KEYWORDS)))
    assert item.get("categories") is None


def test_names_and_header_fields_are_read_by_their_tags(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x", sender="Bob <bob@example.com>")
    assert values(ews, item, 'PropertyTag="0x42" PropertyType="String"') == ["Bob"]
    assert "Subject: x" in values(ews, item, 'PropertyTag="0x7d" PropertyType="String"')[0]
    made = ews.mailbox.items.add(ews.mailbox.folders.distinguished("drafts"), "IPM.Note", {})
    assert values(ews, made, 'PropertyTag="0x7d" PropertyType="String"') == []


def test_a_property_comes_back_under_the_name_that_was_asked_for() -> None:
    path = read_path(etree.fromstring(f'<t:ExtendedFieldURI xmlns:t="{TYPES}" {KEYWORDS}/>'))
    assert path.echo == f"<t:ExtendedFieldURI {KEYWORDS}/>"


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        (LAST_VERB, ""),
        (LAST_VERB, "<t:Value>1</t:Value><t:Value>2</t:Value>"),
        (LAST_VERB, "<t:Value>1</t:Value><t:Values><t:Value>2</t:Value></t:Values>"),
        (LAST_VERB, "<t:Value>1</t:Value><t:Nonsense/>"),
        (LAST_VERB, "<t:Value>1</t:Value>text"),
        (KEYWORDS, "<t:Values/>"),
        (KEYWORDS, "<t:Values><t:Nonsense/></t:Values>"),
        (f'{LAST_VERB} Nonsense="1"', "<t:Value>1</t:Value>"),
    ],
)
def test_an_extended_property_is_as_the_schema_has_it(ews: Ews, attributes: str, value: str) -> None:
    given = f"<t:ExtendedProperty><t:ExtendedFieldURI {attributes}/>{value}</t:ExtendedProperty>"
    created = f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message>{given}</t:Message></m:Items>'
    answer = ews(f"{created}</m:CreateItem>")
    assert (answer.status, answer.value(".//faultcode")) == (500, "a:ErrorSchemaValidation")
    if not value:
        assert answer.value(".//t:Violation").count("elements expected: 'Value, Values' in namespace") == 1


@pytest.mark.parametrize(
    ("attributes", "value"),
    [(KEYWORDS, "<t:Value>Red</t:Value>"), (LAST_VERB, "<t:Values><t:Value>102</t:Value></t:Values>")],
)
def test_one_value_for_several_and_several_for_one(ews: Ews, attributes: str, value: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    assert ews(update(item, set_to(attributes, value))).codes == ["ErrorInvalidExtendedPropertyValue"]


def test_a_value_under_another_propertys_path(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    change = set_to(KEYWORDS, "<t:Values><t:Value>Red</t:Value></t:Values>").replace("Keywords", "Words", 1)
    assert ews(update(item, change)).codes == ["ErrorUpdatePropertyMismatch"]


@pytest.mark.parametrize("kind", ["Error", "Null", "Object", "ObjectArray"])
def test_types_without_values_are_neither_got_nor_set(ews: Ews, kind: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    path = f'PropertyTag="0x6601" PropertyType="{kind}"'
    code = "ErrorUnsupportedMapiPropertyType"
    assert ews(update(item, set_to(path, "<t:Value>1</t:Value>"))).codes == [code]
    assert ews(get_item(item.item_id, paths=f"<t:ExtendedFieldURI {path}/>")).codes == [code]
