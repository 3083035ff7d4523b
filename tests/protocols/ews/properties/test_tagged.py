"""Tagged properties that are properties of another name, or are worked out."""

from base64 import b64encode

import pytest

from fakeserver.tenant.exchange.values import Body, EmailAddress, TextFormat
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import get_item
from tests.protocols.ews.properties.setting import deleted, set_to, update, values


def test_a_truth_and_an_untruth(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    assert values(ews, item, 'PropertyTag="0x0E69" PropertyType="Boolean"') == ["false"]
    ews.mailbox.items.set_flags(item, item.flags._replace(seen=True))
    assert values(ews, item, 'PropertyTag="0x0E69" PropertyType="Boolean"') == ["true"]


def test_the_senders_name_by_its_tag(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x", sender="Bob Stone <bob@example.com>")
    for tag in ("0x0042", "0x0C1A"):
        assert values(ews, item, f'PropertyTag="{tag}" PropertyType="String"') == ["Bob Stone"]


def test_a_draft_of_nobodys_has_neither_name_nor_address(ews: Ews) -> None:
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished("drafts"), "IPM.Note", {"is_draft": True})
    for tag, *_ in SENDERS:
        assert values(ews, item, f'PropertyTag="{tag}" PropertyType="String"') == []


SENDERS = [
    ("0x0042", "from_", EmailAddress("new", "bob@example.com")),
    ("0x0065", "from_", EmailAddress("Bob Stone", "new")),
    ("0x0C1A", "sender", EmailAddress("new", "bob@example.com")),
    ("0x0C1F", "sender", EmailAddress("Bob Stone", "new")),
    ("0x5D01", "sender", EmailAddress("Bob Stone", "new")),
    ("0x5D02", "from_", EmailAddress("Bob Stone", "new")),
]


@pytest.mark.parametrize(("tag", "name", "after"), SENDERS)
def test_a_part_of_a_correspondent_set_by_its_tag_changes_that_part(
    ews: Ews, tag: str, name: str, after: EmailAddress
) -> None:
    item = ews.mailbox.deliver(subject="x", sender="Bob Stone <bob@example.com>")
    path = f'PropertyTag="{tag}" PropertyType="String"'
    assert ews(update(item, set_to(path, "<t:Value>new</t:Value>"))).codes == ["NoError"]
    assert item.get(name) == after
    assert values(ews, item, path) == ["new"]


def test_name_and_address_of_a_new_messages_author_by_their_tags(ews: Ews) -> None:
    given = "".join(
        f'<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="{tag}" PropertyType="String"/><t:Value>{value}</t:Value>'
        "</t:ExtendedProperty>"
        for tag, value in (("0x0042", "Bob Stone"), ("0x5D02", "bob@example.com"))
    )
    answer = ews(
        f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message>{given}</t:Message></m:Items></m:CreateItem>'
    )
    assert answer.codes == ["NoError"]
    [item] = ews.mailbox.folders.distinguished("drafts").items.values()
    assert item.get("from_") == EmailAddress("Bob Stone", "bob@example.com")
    for tag in ("0x0042", "0x5D02"):
        assert ews(update(item, deleted(f'PropertyTag="{tag}" PropertyType="String"'))).codes == ["NoError"]
    assert item.get("from_") is None


@pytest.mark.parametrize(("word", "number"), [("Low", "0"), ("Normal", "1"), ("High", "2")])
def test_importance_by_its_tag(ews: Ews, word: str, number: str) -> None:
    item = ews.mailbox.deliver(f"Subject: x\nImportance: {word}\n\nx")
    assert values(ews, item, 'PropertyTag="0x0017" PropertyType="Integer"') == [number]


@pytest.mark.parametrize(
    ("word", "number"), [("Normal", "0"), ("Personal", "1"), ("Private", "2"), ("Company-Confidential", "3")]
)
def test_sensitivity_by_its_tag(ews: Ews, word: str, number: str) -> None:
    item = ews.mailbox.deliver(f"Subject: x\nSensitivity: {word}\n\nx")
    assert values(ews, item, 'PropertyTag="0x0036" PropertyType="Integer"') == [number]


@pytest.mark.parametrize(
    ("tag", "kind", "value", "shown", "read"),
    [
        ("0x0017", "Integer", "2", "Importance", "High"),
        ("0x0036", "Integer", "3", "Sensitivity", "Confidential"),
        ("0x0037", "String", "new", "Subject", "new"),
        ("0x0070", "String", "a topic", "ConversationTopic", "a topic"),
        ("0x0071", "Binary", "AQID", "ConversationIndex", "AQID"),
        ("0x0E69", "Boolean", "true", "IsRead", "true"),
        ("0x1042", "String", "<a@x>", "InReplyTo", "<a@x>"),
        ("0x1039", "String", "<a@x> <b@x>", "References", "<a@x> <b@x>"),
    ],
)
def test_a_property_set_by_its_tag_is_the_one_by_its_name(
    ews: Ews, tag: str, kind: str, value: str, shown: str, read: str
) -> None:
    item = ews.mailbox.deliver(subject="x")
    path = f'PropertyTag="{tag}" PropertyType="{kind}"'
    given = value.replace("<", "&lt;").replace(">", "&gt;")
    assert ews(update(item, set_to(path, f"<t:Value>{given}</t:Value>"))).codes == ["NoError"]
    assert values(ews, item, path) == [value]
    answer = ews(get_item(item.item_id, base="AllProperties"))
    assert answer.value(f".//t:{shown}") == read


@pytest.mark.parametrize("tag", ["0x0017", "0x0036"])
@pytest.mark.parametrize("value", ["-1", "4"])
def test_a_choice_that_there_is_not(ews: Ews, tag: str, value: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    change = set_to(f'PropertyTag="{tag}" PropertyType="Integer"', f"<t:Value>{value}</t:Value>")
    assert ews(update(item, change)).codes == ["ErrorInvalidValueForProperty"]


def test_receipts_asked_for_by_their_tags(ews: Ews) -> None:
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished("drafts"), "IPM.Note", {"is_draft": True})
    for tag, name in (("0x0029", "is_read_receipt_requested"), ("0x0023", "is_delivery_receipt_requested")):
        path = f'PropertyTag="{tag}" PropertyType="Boolean"'
        assert values(ews, item, path) == ["false"]
        assert ews(update(item, set_to(path, "<t:Value>true</t:Value>"))).codes == ["NoError"]
        assert item.get(name) is True


@pytest.mark.parametrize("tag", ["0x0029", "0x0023"])
@pytest.mark.parametrize("change", ["set", "delete"])
def test_receipts_of_a_sent_message_stay(ews: Ews, tag: str, change: str) -> None:
    sent = ews.mailbox.deliver(subject="x")
    path = f'PropertyTag="{tag}" PropertyType="Boolean"'
    changed = set_to(path, "<t:Value>true</t:Value>") if change == "set" else deleted(path)
    answer = ews(update(sent, changed))
    assert answer.codes == ["ErrorInvalidPropertyUpdateSentMessage"]
    assert answer.attribute(".//m:MessageXml/t:ExtendedFieldURI", "PropertyTag") == hex(int(tag, 16))
    assert values(ews, sent, path) == ["false"]


COMPUTED = {
    "0x0E02": ("String", "Bob"),
    "0x0E03": ("String", "Bob"),
    "0x0E04": ("String", "Bob"),
    "0x0E08": ("Long", "7"),
    "0x0E1B": ("Boolean", "true"),
    "0x0E23": ("Integer", "7"),
    "0x0FF4": ("Integer", "7"),
    "0x0FF7": ("Integer", "1"),
    "0x0FF9": ("Binary", "AAEC"),
    "0x0FFE": ("Integer", "5"),
    "0x0FFF": ("Binary", "AAEC"),
    "0x300B": ("Binary", "AAEC"),
    "0x3007": ("SystemTime", "2020-01-01T00:00:00Z"),
    "0x3008": ("SystemTime", "2020-01-01T00:00:00Z"),
    "0x3FFA": ("String", "Bob"),
    "0x65E2": ("Binary", "AAEC"),
}


@pytest.mark.parametrize("tag", COMPUTED)
def test_what_the_store_works_out_is_not_set(ews: Ews, tag: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    kind, value = COMPUTED[tag]
    path = f'PropertyTag="{tag}" PropertyType="{kind}"'
    before = values(ews, item, path)
    answer = ews(update(item, set_to(path, f"<t:Value>{value}</t:Value>")))
    assert answer.codes == ["ErrorItemSavePropertyError"]
    assert answer.value(".//m:MessageText") == "Item save operation did not succeed."
    assert answer.attribute(".//m:MessageXml/t:ExtendedFieldURI", "PropertyTag") == hex(int(tag, 16))
    assert ews(update(item, deleted(path))).codes == ["ErrorItemSavePropertyError"]
    given = f"<t:ExtendedProperty><t:ExtendedFieldURI {path}/><t:Value>{value}</t:Value></t:ExtendedProperty>"
    created = f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message>{given}</t:Message></m:Items>'
    assert ews(f"{created}</m:CreateItem>").codes == ["ErrorItemSavePropertyError"]
    assert values(ews, item, path) == before
    assert ews.mailbox.messages("drafts") == []


def test_the_body_set_by_its_tag_is_the_body(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x", body="old")
    path = 'PropertyTag="0x1000" PropertyType="String"'
    assert ews(update(item, set_to(path, "<t:Value>new</t:Value>"))).codes == ["NoError"]
    assert item.get("body").content == "new"
    assert values(ews, item, path) == ["new"]


HTML = 'PropertyTag="0x1013" PropertyType="Binary"'


def test_the_html_set_by_its_tag_is_the_body(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x", body="old")
    assert values(ews, item, HTML) == []
    octets = b64encode("<b>nü</b>".encode()).decode()
    assert ews(update(item, set_to(HTML, f"<t:Value>{octets}</t:Value>"))).codes == ["NoError"]
    assert item.get("body") == Body(TextFormat.HTML, "<b>nü</b>")
    assert values(ews, item, HTML) == [octets]
    assert values(ews, item, 'PropertyTag="0x1000" PropertyType="String"') == ["nü\r\n"]
    assert ews(update(item, deleted(HTML))).codes == ["NoError"]
    assert item.get("body").content == ""


def test_html_in_another_charset_is_refused(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x", body="old")
    answer = ews(update(item, set_to(HTML, f"<t:Value>{b64encode(bytes([0xFC])).decode()}</t:Value>")))
    assert answer.codes == ["ErrorItemSavePropertyError"]
    assert item.get("body").content.strip() == "old"


@pytest.mark.parametrize(
    ("before", "after"), [("RE: FW: old", "RE: FW: new"), ("RE: old ", "RE: new"), ("old", "new"), ("", "new")]
)
def test_the_subject_without_its_prefix_set_by_tag(ews: Ews, before: str, after: str) -> None:
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished("drafts"), "IPM.Note", {"subject": before})
    path = 'PropertyTag="0x0E1D" PropertyType="String"'
    assert ews(update(item, set_to(path, "<t:Value>new</t:Value>"))).codes == ["NoError"]
    assert item.get("subject") == after
    assert values(ews, item, path) == ["new"]
    assert ews(update(item, deleted(path))).codes == ["NoError"]
    assert item.get("subject") == after.removesuffix("new")


def test_when_something_in_a_folder_was_changed_last(ews: Ews) -> None:
    ews.tenant.clock.freeze()
    asked = (
        "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:ExtendedFieldURI "
        'PropertyTag="0x670A" PropertyType="SystemTime"/><t:ExtendedFieldURI PropertyTag="0x6751" '
        'PropertyType="Integer"/></t:AdditionalProperties></m:FolderShape><m:FolderIds>'
        '<t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>'
    )
    before = ews(asked).texts(".//t:Value")
    ews.tenant.clock.advance(60)
    item = ews.mailbox.deliver(subject="x")
    after = ews(asked).texts(".//t:Value")
    ews.tenant.clock.advance(60)
    ews.mailbox.items.delete([item])
    last = ews(asked).texts(".//t:Value")
    assert before[0] < after[0] < last[0]
    assert [int(seen[1]) for seen in (before, after, last)] == [1, 2, 2]
