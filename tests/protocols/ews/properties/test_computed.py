"""Properties that are worked out from an item and its place."""

from base64 import b64decode
from typing import Any

import pytest

from fakeserver.tenant.exchange.entities import Attachment, Item


def get(ews: Any, item: Item, uri: str, body_type: str = "") -> Any:
    wanted = f"<t:BodyType>{body_type}</t:BodyType>" if body_type else ""
    return ews(
        f"<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>{wanted}<t:AdditionalProperties>"
        f'<t:FieldURI FieldURI="{uri}"/></t:AdditionalProperties></m:ItemShape>'
        f'<m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds></m:GetItem>'
    )


@pytest.mark.parametrize(("sender", "mine"), [("", "true"), ("a@example.com", "false")])
def test_what_the_owner_sent_to_themselves_is_theirs(ews: Any, sender: str, mine: str) -> None:
    sender = sender or ews.alice.address.upper()
    item = ews.mailbox.deliver(sender=sender)
    assert get(ews, item, "item:IsFromMe").texts(".//t:IsFromMe") == [mine]


@pytest.mark.parametrize(("body_type", "shown"), [("", "HTML"), ("HTML", "HTML"), ("Text", "Text")])
@pytest.mark.parametrize("name", ["NormalizedBody", "UniqueBody"])
def test_bodies_for_reading_are_html_unless_text_is_asked_for(ews: Any, name: str, body_type: str, shown: str) -> None:
    body = get(ews, ews.mailbox.deliver(body="Lunch?"), f"item:{name}", body_type).find(f".//t:{name}")
    assert body.get("BodyType") == shown
    assert "Lunch?" in body.text


def test_every_item_has_a_key_of_its_row(ews: Any) -> None:
    items = [ews.mailbox.deliver(subject=subject) for subject in ("a", "b")]
    keys = [get(ews, item, "item:InstanceKey").find(".//t:InstanceKey").text for item in items]
    assert [len(b64decode(key)) for key in keys] == [8, 8]
    assert keys[0] != keys[1]


def test_a_file_says_that_it_is_no_contacts_photo(ews: Any) -> None:
    item = ews.mailbox.deliver(attachments=[Attachment("a.txt", b"x")])
    assert get(ews, item, "item:Attachments").texts(".//t:FileAttachment/t:IsContactPhoto") == ["false"]
