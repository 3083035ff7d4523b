"""Which responses go with an item of each kind, and that CreateItem takes those and no others."""

from typing import Any

import pytest

from fakeserver.protocols.ews.properties.response_objects import response_objects_of
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.values import EmailAddress
from tests.protocols.ews.client import Ews
from tests.protocols.ews.requirements.asking import create

REPLIES = ("ReplyToItem", "ReplyAllToItem", "ForwardItem")
TO_POSTS = ("PostReplyItem", "ReplyToItem", "ForwardItem")
#: Item class -> folder, and what can be answered with.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "IPM.Note": ("inbox", REPLIES),
    "IPM.Note.Rules.OofTemplate.Microsoft": ("inbox", REPLIES),
    "REPORT.IPM.Note.NDR": ("inbox", REPLIES),
    "REPORT.IPM.Note.IPNRN": ("inbox", REPLIES),
    "IPM.StickyNote": ("notes", REPLIES),
    "IPM.Activity": ("journal", REPLIES),
    "IPM.Custom": ("inbox", REPLIES),
    "IPM.Post": ("inbox", TO_POSTS),
    "IPM.Contact": ("contacts", ()),
    "IPM.DistList": ("contacts", ()),
    "IPM.Task": ("tasks", ()),
    "IPM.Appointment": ("calendar", ("ForwardItem",)),
    "IPM.Schedule.Meeting.Resp.Pos": ("inbox", REPLIES),
}
ADDRESS = "bob@contoso.onmicrosoft.com"
BOB = f"<t:ToRecipients><t:Mailbox><t:EmailAddress>{ADDRESS}</t:EmailAddress></t:Mailbox></t:ToRecipients>"


def added(ews: Ews, item_class: str, **more: Any) -> Item:
    """Put an item of a class into its folder, as something that came."""
    folder, _ = KINDS[item_class]
    now = ews.tenant.clock.now()
    values: dict[str, Any] = {"subject": "x", "from_": EmailAddress("Bob", ADDRESS), **more}
    if item_class == "IPM.Appointment":
        values |= {"start": now, "end": now}
    return ews.mailbox.items.add(ews.mailbox.folders.distinguished(folder), item_class, values)


def shown(ews: Ews, item: Item) -> list[list[str]]:
    """Return what t:ResponseObjects has, once for each of these elements."""
    answer = ews(
        "<m:GetItem><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>"
        f'<m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds></m:GetItem>'
    )
    found = answer.all(".//t:ResponseObjects")
    return [[child.tag.rpartition("}")[2] for child in each] for each in found]


@pytest.mark.parametrize("item_class", KINDS)
def test_each_kind(ews: Ews, item_class: str) -> None:
    item, (_, expected) = added(ews, item_class), KINDS[item_class]
    assert response_objects_of(item) == expected
    assert shown(ews, item) == ([list(expected)] if expected else [])


@pytest.mark.parametrize("item_class", ["IPM.Note", "IPM.Contact"])
def test_a_draft_has_none(ews: Ews, item_class: str) -> None:
    assert shown(ews, added(ews, item_class, is_draft=True)) == []


@pytest.mark.parametrize("item_class", KINDS)
@pytest.mark.parametrize("response", [*REPLIES, "PostReplyItem"])
def test_others_are_refused(ews: Ews, item_class: str, response: str) -> None:
    item = added(ews, item_class)
    recipients = BOB if response == "ForwardItem" else ""
    answer = ews(
        create(
            f'<t:{response}>{recipients}<t:ReferenceItemId Id="{item.item_id}" ChangeKey="{item.change_key}"/>'
            f"</t:{response}>"
        )
    )
    # Nobody stands behind a post but who wrote it: to all of them it can be answered, too.
    offered = response in response_objects_of(item) or (item_class == "IPM.Post" and response == "ReplyAllToItem")
    assert answer.codes == ["NoError" if offered else "ErrorInvalidReferenceItem"]
