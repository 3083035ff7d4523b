from datetime import UTC, datetime

import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.parsed import MOST_PARSED
from fakeserver.tenant.exchange.values import Body, TextFormat
from fakeserver.tenant.refusals import IdMalformed, ItemNotFound, MessageTooLarge

RAW = b"Subject: Hi\r\n\r\nHello\r\n"


def test_items_are_found_by_id(alice: Mailbox, bob: Mailbox) -> None:
    item = alice.add_mime(alice.folder("inbox"), RAW)
    assert alice.item(item.item_id) is item
    bob.add_mime(bob.folder("inbox"), RAW)
    with pytest.raises(ItemNotFound):
        bob.item(item.item_id)
    with pytest.raises(IdMalformed):
        alice.item(alice.folder("inbox").folder_id)
    alice.delete([item])
    with pytest.raises(ItemNotFound) as refusal:
        alice.item(item.item_id)
    assert refusal.value.item_id == item.item_id


def test_flags_and_dates_come_with_the_message(alice: Mailbox) -> None:
    at = datetime(2020, 1, 2, tzinfo=UTC)
    item = alice.add_mime(
        alice.folder("inbox"), RAW, received_at=at, is_read=True, is_draft=True, answered=True, flagged=True,
        deleted=True, mdn_sent=True,
    )  # fmt: skip
    assert (item.received_at, item.get("date_time_received")) == (at, at)
    assert all((item.is_read, item.is_draft, item.answered, item.flagged, item.deleted, item.mdn_sent))
    assert item.folder.unread_count == 0


def test_too_large_a_message_is_refused(alice: Mailbox) -> None:
    alice.receive_limit = len(RAW) - 1
    with pytest.raises(MessageTooLarge):
        alice.add_mime(alice.folder("inbox"), RAW)
    with pytest.raises(MessageTooLarge):
        alice.add_item(alice.folder("inbox"), "IPM.Note", {"mime_content": RAW})
    assert alice.folder("inbox").total_count == 0


def test_properties_override_the_mime_they_come_with(alice: Mailbox) -> None:
    same = alice.add_item(alice.folder("inbox"), "IPM.Note", {"mime_content": RAW, "subject": "Hi", "is_read": True})
    assert same.mime() == RAW
    other = alice.add_item(alice.folder("inbox"), "IPM.Note", {"mime_content": RAW, "subject": "Bye"})
    assert (other.subject, other.body) == ("Bye", "Hello\r\n")
    assert alice.folder("inbox").unread_count == 1


def test_reading_is_one_fact_and_one_kind_of_change(alice: Mailbox) -> None:
    item = alice.add_mime(alice.folder("inbox"), RAW)
    change_key, position = item.change_key, alice.changes.position
    assert alice.set_flags(item, is_read=True)
    assert not alice.set_flags(item, is_read=True, flagged=False)
    assert item.get("is_read") is True
    assert item.change_key != change_key
    (change,) = alice.changes.since(position)
    assert change.kind is ChangeKind.READ_FLAG
    alice.update(item, {"is_read": False})
    assert alice.changes.since(position)[-1].kind is ChangeKind.READ_FLAG
    alice.set_flags(item, is_read=True, flagged=True)
    assert alice.changes.since(position)[-1].kind is ChangeKind.CHANGED


def test_a_change_of_content_gives_a_new_uid_and_keeps_the_id(alice: Mailbox) -> None:
    item = alice.add_mime(alice.folder("inbox"), RAW)
    alice.add_mime(alice.folder("inbox"), RAW)
    item_id = item.item_id
    alice.update(item, {"body": Body(TextFormat.PLAIN, "New")})
    assert (item.uid, list(item.folder.items)) == (3, [2, 3])
    assert alice.item(item_id) is item
    assert item.message.text == "New"
    change = alice.changes.since(0)[-1]
    assert (change.kind, change.uid, change.old_uid) == (ChangeKind.CHANGED, 3, 1)


def test_a_change_beside_the_content_keeps_bytes_and_uid(alice: Mailbox) -> None:
    item = alice.add_mime(alice.folder("inbox"), RAW)
    alice.update(item, {"categories": ["Red"], "subject": "Hi"})
    assert (item.uid, item.mime()) == (1, RAW)
    alice.update(item, {"categories": None})
    assert item.get("categories") is None


def test_deleting_a_property_hides_what_the_message_said(alice: Mailbox) -> None:
    item = alice.add_mime(alice.folder("inbox"), RAW)
    alice.update(item, {"subject": None, "unheard_of": None})
    assert item.get("subject") is None
    assert item.message.subject is None


def test_new_mime_is_another_message(alice: Mailbox) -> None:
    item = alice.deliver(subject="Old", attachments=[("a", b"1")])
    alice.update(item, {"subject": "Older"})
    alice.update(item, {"mime_content": RAW})
    assert (item.mime(), item.subject, item.attachments, item.uid) == (RAW, "Hi", [], 3)


def test_own_facts_are_set_by_their_names(alice: Mailbox) -> None:
    at = datetime(2020, 1, 2, tzinfo=UTC)
    item = alice.add_item(
        alice.folder("inbox"), "IPM", {"item_class": "IPM.Note", "date_time_received": at, "is_draft": 1}
    )
    assert (item.item_class, item.received_at, item.is_draft) == ("IPM.Note", at, True)


def test_every_write_shows_in_time_and_change_key(alice: Mailbox, clock: Clock) -> None:
    item = alice.add_mime(alice.folder("inbox"), RAW)
    keys = {item.change_key}
    for change in ({"categories": ["x"]}, {"is_read": True}, {"subject": "x"}, {"flagged": True}):
        clock.advance(1)
        alice.update(item, change)
        keys.add(item.change_key)
        assert item.modified_at == clock.now()
    assert len(keys) == 5


def test_few_parsed_messages_are_kept(alice: Mailbox) -> None:
    items = [alice.add_mime(alice.folder("inbox"), RAW) for _ in range(100)]
    assert {item.message.subject for item in items} == {"Hi"}
    assert items[-1].message is items[-1].message
    assert len(alice.parsed) == MOST_PARSED


def test_message_ids_are_unique(alice: Mailbox, bob: Mailbox) -> None:
    ids = {mailbox.new_message_id() for mailbox in (alice, bob) for _ in range(50)}
    assert len(ids) == 100
    assert all(each.startswith("<") and each.endswith(">") for each in ids)
