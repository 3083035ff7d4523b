"""Changes of items, read; what they do is tested with UpdateItem."""

from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.updates import read_updates
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.tenant.exchange.values import Importance
from tests.protocols.ews.client import Ews


def updates(content: str) -> Any:
    return etree.fromstring(f'<t:Updates xmlns:t="{TYPES}">{content}</t:Updates>')


def test_a_later_change_sees_an_earlier_one(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x", body="one")
    append = (
        '<t:AppendToItemField><t:FieldURI FieldURI="item:Body"/><t:Message><t:Body BodyType="Text">{}</t:Body>'
        "</t:Message></t:AppendToItemField>"
    )
    changes = read_updates(updates(append.format("two") + append.format("three")), item)
    assert changes["body"].content == "onetwothree"


def test_what_is_appended_must_be_what_is_named(ews: Ews) -> None:
    append = (
        '<t:AppendToItemField><t:FieldURI FieldURI="message:ToRecipients"/><t:Message>'
        "<t:IsRead>1</t:IsRead></t:Message></t:AppendToItemField>"
    )
    with pytest.raises(EwsError):
        read_updates(updates(append), ews.mailbox.deliver(subject="x"))


def test_deleting_gives_the_default_where_there_must_be_one(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    delete = '<t:DeleteItemField><t:FieldURI FieldURI="{}"/></t:DeleteItemField>'
    changes = read_updates(updates(delete.format("item:Importance") + delete.format("item:Subject")), item)
    assert changes == {"importance": Importance.NORMAL, "subject": None}


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
        read_updates(updates(content), ews.mailbox.deliver(subject="x"))
