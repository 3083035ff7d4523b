"""What is moved or copied arrives whole, within a mailbox and across two: one of each kind, with everything set."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry
from fakeserver.tenant.exchange.kinds.attendees import Attendee
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.values import (
    Body,
    EmailAddress,
    ExtendedPropertyKey,
    Importance,
    PropertyType,
    Sensitivity,
    TextFormat,
)
from fakeserver.tenant.refusals import ItemNotFound, MessageTooLarge, ParentFolderNotFound

AT = datetime(2020, 1, 2, 3, 4, tzinfo=UTC)
LATER = datetime(2021, 1, 2, 3, 4, tzinfo=UTC)
RAW = (
    b"From: Bob <b@x.com>\r\nTo: a@y.com\r\nSubject: Hi\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\n\r\nHello\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--b--\r\n"
)
COMMON: dict[Any, Any] = {
    "categories": ["Red", "Blue"],
    "reminder_due_by": LATER,
    "reminder_minutes_before_start": 15,
    "culture": "en-GB",
    "made_by": "somebody",
    ExtendedPropertyKey("00020329-0000-0000-c000-000000000046", "colour", PropertyType.STRING): "green",
    ExtendedPropertyKey(None, 0x6001, PropertyType.INTEGER_32, True): [1, 2],
}
CONTENT = {
    "subject": "Subject",
    "body": Body(TextFormat.HTML, "<p>body</p>"),
    "from_": EmailAddress("Alice", "alice@contoso.onmicrosoft.com"),
    "sender": EmailAddress("Bob", "bob@contoso.onmicrosoft.com"),
    "to_recipients": [EmailAddress("C", "c@x.com")],
    "cc_recipients": [EmailAddress("D", "d@x.com")],
    "bcc_recipients": [EmailAddress("E", "e@x.com")],
    "reply_to": [EmailAddress("F", "f@x.com")],
    "internet_message_id": "<1@x>",
    "in_reply_to": "<0@x>",
    "references": "<0@x>",
    "date_time_sent": AT,
    "importance": Importance.HIGH,
    "sensitivity": Sensitivity.PRIVATE,
    "internet_message_headers": [("X-A", "b")],
}
BOB = (Attendee(AddressEntry("Bob", "b@x.com")),)
#: What kinds have of their own. The store keeps values of any form, and so must a transfer.
OWN: dict[str, dict[str, Any]] = {
    "IPM.Note": {},
    "IPM.Appointment": {
        "start": AT,
        "end": LATER,
        "location": "Room 1",
        "required_attendees": (Attendee(AddressEntry("Bob", "b@x.com")),),
    },
    "IPM.Contact": {"given_name": "Ada", "surname": "L", "file_as": "L, Ada", "phone_numbers": {"HomePhone": "1"}},
    "IPM.Task": {"due_date": LATER, "percent_complete": 50.0, "status": "InProgress"},
    "IPM.DistList": {"display_name": "All", "members": ["a", "b"]},
    "IPM.Post": {"posted_time": AT},
}


def message_as_mime(mailbox: Mailbox) -> Item:
    item = mailbox.items.add_mime(mailbox.folders.distinguished(), RAW, received_at=AT)
    mailbox.items.update(item, COMMON)
    return item


def made_of_properties(item_class: str) -> Callable[[Mailbox], Item]:
    def make(mailbox: Mailbox) -> Item:
        item = mailbox.items.add(
            mailbox.folders.distinguished(), item_class, {**CONTENT, **COMMON, **OWN[item_class],
            "date_time_received": AT},
        )  # fmt: skip
        mailbox.attachments.add(item, Attachment("a.bin", b"\0\xff", "application/x", "c1", "http://x", True))
        inner = mailbox.items.detached(item, "IPM.Contact", {"subject": "inner", **COMMON, **OWN["IPM.Contact"]})
        mailbox.attachments.add(inner, Attachment("deep.txt", b"deep"))
        mailbox.attachments.add(item, Attachment("inner", item=inner))
        return item

    return make


def whole(item: Item) -> dict[str, Any]:
    """Return all that has to arrive."""
    return {
        "class": item.item_class,
        "flags": item.flags,
        "times": (item.created_at, item.received_at),
        "properties": item.properties,
        "mime": item.mime(),
        "is_mime": item.is_mime,
        "attachments": [
            (
                each.name, each.content, each.content_type, each.content_id, each.content_location, each.is_inline,
                None if each.item is None else whole(each.item),
            )
            for each in item.attachments
        ],
    }  # fmt: skip


@pytest.fixture(params=["as MIME", *OWN])
def item(request: pytest.FixtureRequest, alice: Mailbox) -> Item:
    made = (message_as_mime if request.param == "as MIME" else made_of_properties(request.param))(alice)
    alice.items.set_flags(made, MessageFlags(True, True, True, False, True, True))
    alice.items.update(made, {"date_time_created": AT})
    return made


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("across", [True, False])
def test_an_item_arrives_whole(
    mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox, item: Item, keep: bool, across: bool
) -> None:
    before, former_id, former = whole(item), item.item_id, item.folder
    target = (bob if across else alice).folders.distinguished("archive")
    [arrived] = mailboxes.transfer([item], target, keep=keep)
    assert whole(arrived) == before
    assert list(target.items.values()) == [arrived]
    assert (arrived.folder, arrived.mailbox) == (target, bob if across else alice)
    assert list(former.items.values()) == ([item] if keep else [])
    if keep:
        assert whole(item) == before
        assert alice.items.by_id(former_id) is item
    else:
        with pytest.raises(ItemNotFound):
            alice.items.by_id(former_id)


@pytest.mark.parametrize(
    ("keep", "in_source", "in_target"),
    [(True, [], [ChangeKind.CREATED]), (False, [ChangeKind.DELETED], [ChangeKind.CREATED])],
)
def test_both_mailboxes_tell_of_it(
    mailboxes: Mailboxes,
    alice: Mailbox,
    bob: Mailbox,
    keep: bool,
    in_source: list[ChangeKind],
    in_target: list[ChangeKind],
) -> None:
    item = alice.deliver(subject="x")
    before, position = alice.changes.position, bob.changes.position
    mailboxes.transfer([item], bob.folders.distinguished(), keep=keep)
    assert [change.kind for change in alice.changes.since(before)] == in_source
    assert [(change.kind, change.delivered) for change in bob.changes.since(position)] == [(in_target[0], False)]
    assert alice.folders.distinguished().unread_count == int(keep)
    assert bob.folders.distinguished().unread_count == 1


def test_a_copy_changes_alone(mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox, item: Item) -> None:
    before = whole(item)
    [copy] = mailboxes.transfer([item], bob.folders.distinguished(), keep=True)
    bob.items.update(copy, {"subject": "other", "categories": None})
    for attachment in list(copy.attachments):
        bob.attachments.remove(attachment)
    assert whole(item) == before


@pytest.mark.parametrize("keep", [True, False])
def test_all_arrive_or_none(mailboxes: Mailboxes, alice: Mailbox, bob: Mailbox, keep: bool) -> None:
    small, large, gone = (alice.deliver(body="x" * size) for size in (1, 5000, 1))
    bob.receive_limit = 5000
    target = bob.folders.distinguished()
    with pytest.raises(MessageTooLarge):
        mailboxes.transfer([small, large], target, keep=keep)
    alice.items.delete([gone])
    with pytest.raises(ItemNotFound):
        mailboxes.transfer([small, gone], target, keep=keep)
    deleted = bob.folders.create(target, "Sub")
    bob.folders.delete(deleted)
    with pytest.raises(ParentFolderNotFound):
        mailboxes.transfer([small], deleted, keep=keep)
    assert (alice.messages(), bob.messages()) == ([small, large], [])
