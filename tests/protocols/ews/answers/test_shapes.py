"""Shapes: compiled once, written many times."""

import re

import pytest
from lxml import etree

from fakeserver.protocols.ews.answers.shapes import ItemShape, _compiled
from fakeserver.protocols.ews.soap.envelope import Envelope
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.versions import VERSION
from fakeserver.tenant.exchange.mapi.own_names import PROPERTY_SETS
from fakeserver.tenant.exchange.values import ExtendedPropertyKey, PropertyType
from tests.protocols.ews.client import Ews


def shape(content: str, *, finding: bool = False) -> ItemShape:
    node = etree.fromstring(f'<t:Shape xmlns:t="{TYPES}">{content}</t:Shape>')
    return ItemShape.of(node, Envelope("GetItem", node, VERSION, None, milliseconds=False), finding=finding)


def test_the_id_alone(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    expected = f'<t:Message><t:ItemId Id="{item.item_id}" ChangeKey="{item.change_key}"/></t:Message>'
    assert ItemShape().write(item) == expected


@pytest.mark.parametrize(
    ("more", "is_kept"),
    [
        ("<t:InlineImageUrlTemplate>{}</t:InlineImageUrlTemplate>", 1),
        ("<t:InlineImageUrlTemplate>{}" + "x" * 65_536 + "</t:InlineImageUrlTemplate>", 0),
        (
            '<t:AdditionalProperties><t:IndexedFieldURI FieldURI="item:InternetMessageHeader" FieldIndex="{}'
            f'{"x" * 65_536}"/></t:AdditionalProperties>',
            0,
        ),
        (
            '<t:AdditionalProperties><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="{}'
            f'{"x" * 65_536}" PropertyType="String"/></t:AdditionalProperties>',
            0,
        ),
    ],
)
def test_a_shape_is_kept_unless_the_request_names_things_at_length(ews: Ews, more: str, is_kept: int) -> None:
    item, before = ews.mailbox.deliver(subject="x"), _compiled.cache_info()
    for _ in range(2):
        asked = shape(f"<t:BaseShape>IdOnly</t:BaseShape>{more.format(id(ews))}")
        assert item.item_id in asked.write(item)
    after = _compiled.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (is_kept, is_kept)


def test_what_find_item_cannot_give_is_passed_over(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    asked = (
        '<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Body"/>'
        '<t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties>'
    )
    assert "<t:Body" in shape(asked).write(item)
    assert "<t:Body" not in shape(asked, finding=True).write(item)
    assert "<t:Subject>x" in shape(asked, finding=True).write(item)


def test_find_item_gives_the_beginning_of_long_values(ews: Ews) -> None:
    # gautamsi/ews-javascript-api#429 for texts, the page of FindItem for octets
    kinds = {"Words": PropertyType.STRING, "Octets": PropertyType.BINARY}
    words, octets = (ExtendedPropertyKey(PROPERTY_SETS["PublicStrings"], name, kind) for name, kind in kinds.items())
    lists = words._replace(name="Lists", multiple=True)
    properties = {words: "w" * 300, octets: b"o" * 600, lists: ["v" * 300, "v"]}
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished("inbox"), "IPM.Note", properties)
    asked = "".join(
        f'<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="{name}" PropertyType="{kind}"/>'
        for name, kind in (("Words", "String"), ("Octets", "Binary"), ("Lists", "StringArray"))
    )
    paths = f"<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>{asked}</t:AdditionalProperties>"

    def sizes(*, finding: bool) -> list[int]:
        return [len(value) for value in re.findall("Value>([^<]+)<", shape(paths, finding=finding).write(item))]

    assert sizes(finding=True) == [255, 684, 255, 1]
    assert sizes(finding=False) == [300, 800, 300, 1]


def test_items_of_different_kinds_by_one_shape(ews: Ews) -> None:
    everything = shape("<t:BaseShape>AllProperties</t:BaseShape>")
    folder = ews.mailbox.folders.distinguished("inbox")
    classes = ("IPM.Note", "IPM.Appointment", "IPM.Contact", "IPM.Task", "IPM.Post", "IPM.Unknown")
    written = [everything.write(ews.mailbox.items.add(folder, kind, {"subject": "x"})) for kind in classes]
    starts = [text.partition(">")[0] for text in written]
    assert starts == ["<t:Message", "<t:CalendarItem", "<t:Contact", "<t:Task", "<t:PostItem", "<t:Message"]


FIND_INBOX = (
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>{}</m:ItemShape>'
    '<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>'
)
SYNC_INBOX = (
    "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>{}</m:ItemShape>"
    '<m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>'
    "<m:MaxChangesReturned>9</m:MaxChangesReturned></m:SyncFolderItems>"
)


@pytest.mark.parametrize("request_of", [FIND_INBOX, SYNC_INBOX])
def test_what_changes_bodies_changes_nothing_where_items_come_without(ews: Ews, request_of: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    parts = (
        "<t:InlineImageUrlTemplate>cid:{id}</t:InlineImageUrlTemplate>",
        "<t:MaximumBodySize>10</t:MaximumBodySize>",
    )
    for part in parts:
        answer = ews(request_of.format(part))
        assert (answer.codes, answer.attributes(".//t:ItemId", "Id")) == (["NoError"], [item.item_id])
