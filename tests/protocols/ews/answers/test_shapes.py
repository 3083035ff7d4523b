"""Shapes: compiled once, written many times."""

from lxml import etree

from fakeserver.protocols.ews.answers.shapes import ItemShape
from fakeserver.protocols.ews.soap.envelope import Envelope
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.versions import VERSION
from tests.protocols.ews.client import Ews


def shape(content: str, *, finding: bool = False) -> ItemShape:
    node = etree.fromstring(f'<t:Shape xmlns:t="{TYPES}">{content}</t:Shape>')
    return ItemShape.of(node, Envelope("GetItem", node, VERSION, None, milliseconds=False), finding=finding)


def test_the_id_alone(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    expected = f'<t:Message><t:ItemId Id="{item.item_id}" ChangeKey="{item.change_key}"/></t:Message>'
    assert ItemShape().write(item) == expected


def test_what_find_item_cannot_give_is_passed_over(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    asked = (
        '<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Body"/>'
        '<t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties>'
    )
    assert "<t:Body" in shape(asked).write(item)
    assert "<t:Body" not in shape(asked, finding=True).write(item)
    assert "<t:Subject>x" in shape(asked, finding=True).write(item)


def test_items_of_different_kinds_by_one_shape(ews: Ews) -> None:
    everything = shape("<t:BaseShape>AllProperties</t:BaseShape>")
    folder = ews.mailbox.folders.distinguished("inbox")
    classes = ("IPM.Note", "IPM.Appointment", "IPM.Contact", "IPM.Task", "IPM.Post", "IPM.Unknown")
    written = [everything.write(ews.mailbox.items.add(folder, kind, {"subject": "x"})) for kind in classes]
    starts = [text.partition(">")[0] for text in written]
    assert starts == ["<t:Message", "<t:CalendarItem", "<t:Contact", "<t:Task", "<t:PostItem", "<t:Message"]
