from datetime import UTC, datetime

import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.flags import SEEN, MessageFlags
from fakeserver.tenant.exchange.kinds.follow_up import FollowUpFlag, FollowUpStatus
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.parsed import MAX_PARSED
from fakeserver.tenant.exchange.values import Body, DeleteMode, TextFormat
from fakeserver.tenant.refusals import IdMalformed, ItemNotFound, MessageTooLarge, ParentFolderNotFound

START = datetime(2026, 11, 30, 8, tzinfo=UTC)
RAW = b"Subject: Hi\r\n\r\nHello\r\n"


def test_items_are_found_by_id(alice: Mailbox, bob: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    assert alice.items.by_id(item.item_id) is item
    bob.items.add_mime(bob.folders.distinguished("inbox"), RAW)
    with pytest.raises(ItemNotFound):
        bob.items.by_id(item.item_id)
    with pytest.raises(IdMalformed):
        alice.items.by_id(alice.folders.distinguished("inbox").folder_id)
    alice.items.delete([item])
    with pytest.raises(ItemNotFound) as refusal:
        alice.items.by_id(item.item_id)
    assert refusal.value.item_id == item.item_id


def test_flags_and_dates_come_with_the_message(alice: Mailbox) -> None:
    at = datetime(2020, 1, 2, tzinfo=UTC)
    item = alice.items.add_mime(
        alice.folders.distinguished("inbox"), RAW, received_at=at, flags=MessageFlags(*[True] * 6)
    )
    assert (item.received_at, item.get("date_time_received")) == (at, at)
    assert all(item.flags)
    assert all((item.is_read, item.is_draft, item.answered, item.flagged))
    assert item.folder.unread_count == 0


def test_too_large_a_message_is_refused(alice: Mailbox) -> None:
    alice.receive_limit = len(RAW) - 1
    with pytest.raises(MessageTooLarge):
        alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    with pytest.raises(MessageTooLarge):
        alice.items.add(alice.folders.distinguished("inbox"), "IPM.Note", {"mime_content": RAW})
    assert alice.folders.distinguished("inbox").total_count == 0


def test_properties_override_the_mime_they_come_with(alice: Mailbox) -> None:
    same = alice.items.add(
        alice.folders.distinguished("inbox"), "IPM.Note", {"mime_content": RAW, "subject": "Hi", "is_read": True}
    )
    assert same.mime() == RAW
    other = alice.items.add(alice.folders.distinguished("inbox"), "IPM.Note", {"mime_content": RAW, "subject": "Bye"})
    assert (other.subject, other.body) == ("Bye", "Hello\r\n")
    assert alice.folders.distinguished("inbox").unread_count == 1


def test_reading_is_one_fact_and_one_kind_of_change(alice: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    change_key, position = item.change_key, alice.changes.position
    assert alice.items.set_flags(item, SEEN)
    assert not alice.items.set_flags(item, MessageFlags(seen=True))
    assert item.get("is_read") is True
    assert item.change_key != change_key
    (change,) = alice.changes.since(position)
    assert change.kind is ChangeKind.READ_FLAG
    alice.items.update(item, {"is_read": False})
    assert alice.changes.since(position)[-1].kind is ChangeKind.READ_FLAG
    alice.items.set_flags(item, MessageFlags(seen=True, flagged=True))
    assert alice.changes.since(position)[-1].kind is ChangeKind.CHANGED


def test_a_change_of_content_gives_a_new_uid_and_keeps_the_id(alice: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    item_id = item.item_id
    alice.items.update(item, {"body": Body(TextFormat.PLAIN, "New")})
    assert (item.uid, list(item.folder.items)) == (3, [2, 3])
    assert alice.items.by_id(item_id) is item
    assert item.message.text == "New"
    change = alice.changes.since(0)[-1]
    assert (change.kind, change.uid, change.old_uid) == (ChangeKind.CHANGED, 3, 1)


def test_a_change_beside_the_content_keeps_bytes_and_uid(alice: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    alice.items.update(item, {"categories": ["Red"], "subject": "Hi"})
    assert (item.uid, item.mime()) == (1, RAW)
    alice.items.update(item, {"categories": None})
    assert item.get("categories") is None


def test_deleting_a_property_hides_what_the_message_said(alice: Mailbox) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    alice.items.update(item, {"subject": None, "unheard_of": None})
    assert item.get("subject") is None
    assert item.message.subject is None


def test_new_mime_is_another_message(alice: Mailbox) -> None:
    item = alice.deliver(subject="Old", attachments=[("a", b"1")])
    alice.items.update(item, {"subject": "Older"})
    alice.items.update(item, {"mime_content": RAW})
    assert (item.mime(), item.subject, item.attachments, item.uid) == (RAW, "Hi", [], 3)


def test_own_facts_are_set_by_their_names(alice: Mailbox) -> None:
    at = datetime(2020, 1, 2, tzinfo=UTC)
    item = alice.items.add(
        alice.folders.distinguished("inbox"), "IPM", {"item_class": "IPM.Note", "date_time_received": at, "is_draft": 1}
    )
    assert (item.item_class, item.received_at, item.is_draft) == ("IPM.Note", at, True)


def test_every_write_shows_in_time_and_change_key(alice: Mailbox, clock: Clock) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), RAW)
    keys = {item.change_key}
    for change in ({"categories": ["x"]}, {"is_read": True}, {"subject": "x"}, {"flagged": True}):
        clock.advance(1)
        alice.items.update(item, change)
        keys.add(item.change_key)
        assert item.modified_at == clock.now()
    assert len(keys) == 5


def test_few_parsed_messages_are_kept(alice: Mailbox) -> None:
    items = [alice.items.add_mime(alice.folders.distinguished("inbox"), RAW) for _ in range(100)]
    assert {item.message.subject for item in items} == {"Hi"}
    assert items[-1].message is items[-1].message
    assert len(alice.contents.parsed) == MAX_PARSED


def test_message_ids_are_unique(alice: Mailbox, bob: Mailbox) -> None:
    ids = {mailbox.ids.new_message_id() for mailbox in (alice, bob) for _ in range(50)}
    assert len(ids) == 100
    assert all(each.startswith("<") and each.endswith(">") for each in ids)


def test_a_moved_item_has_a_new_id_and_the_old_one_is_gone(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    old_id = item.item_id
    (moved,) = alice.items.move([item], alice.folders.distinguished("archive"))
    assert moved is item
    assert moved.item_id != old_id
    assert alice.items.by_id(moved.item_id) is moved
    assert list(alice.folders.distinguished("archive").items.values()) == [moved]
    assert alice.messages() == []
    with pytest.raises(ItemNotFound):
        alice.items.by_id(old_id)


def test_moving_within_a_folder_gives_a_new_uid_too(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    old_id = item.item_id
    alice.items.move([item], alice.folders.distinguished("inbox"))
    assert item.uid == 2
    assert item.item_id != old_id
    assert item.folder.total_count == 1


def test_a_copy_is_independent(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    alice.items.set_flags(item, MessageFlags(flagged=True, deleted=True))
    (copy,) = alice.items.copy([item], alice.folders.distinguished("archive"))
    assert copy.mime() == item.mime()
    assert copy.item_id != item.item_id
    assert (copy.flagged, copy.flags.deleted, copy.received_at) == (True, False, item.received_at)
    alice.items.update(copy, {"subject": "y"})
    assert item.subject == "x"
    assert alice.changes.since(0, alice.folders.distinguished("archive"))[0].kind is ChangeKind.COPIED


@pytest.mark.parametrize(
    ("mode", "target"),
    [
        (DeleteMode.HARD, None),
        (DeleteMode.SOFT, "recoverableitemsdeletions"),
        (DeleteMode.MOVE_TO_DELETED, "deleteditems"),
    ],
)
def test_where_deleted_items_go(alice: Mailbox, mode: DeleteMode, target: str | None) -> None:
    item = alice.deliver(subject="x")
    old_id = item.item_id
    alice.items.delete([item], mode)
    assert alice.messages() == []
    with pytest.raises(ItemNotFound):
        alice.items.by_id(old_id)
    if target is None:
        assert not any(folder.items for folder in alice.folders.below(alice.folders.distinguished("root")))
        assert alice.changes.since(0)[-1].kind is ChangeKind.DELETED
    else:
        assert alice.messages(target) == [item]


def test_deleting_what_lies_in_deleted_items_goes_further(alice: Mailbox) -> None:
    item = alice.deliver(subject="x", folder="deleteditems")
    alice.items.delete([item], DeleteMode.MOVE_TO_DELETED)
    assert alice.messages("recoverableitemsdeletions") == [item]
    alice.items.delete([item], DeleteMode.SOFT)
    assert not any(folder.items for folder in alice.folders.below(alice.folders.distinguished("root")))


def test_what_is_gone_cannot_be_moved_copied_or_deleted(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    alice.items.delete([item])
    archive = alice.folders.distinguished("archive")
    with pytest.raises(ItemNotFound):
        alice.items.delete([item])
    with pytest.raises(ItemNotFound):
        alice.items.move([item], archive)
    with pytest.raises(ItemNotFound):
        alice.items.copy([item], archive)


def test_nothing_is_put_into_another_mailboxs_folder(alice: Mailbox, bob: Mailbox) -> None:
    item, theirs = alice.deliver(subject="x"), bob.folders.distinguished()
    for put in (
        lambda: alice.items.move([item], theirs),
        lambda: alice.items.copy([item], theirs),
        lambda: alice.items.add(theirs, "IPM.Note", {}),
        lambda: alice.items.add_mime(theirs, b"x: y\r\n"),
    ):
        with pytest.raises(ParentFolderNotFound):
            put()
    assert bob.messages() == []
    assert alice.messages() == [item]


def test_a_flag_that_is_cleared_or_set_anew_forgets_its_dates(alice: Mailbox) -> None:
    dated = FollowUpFlag(FollowUpStatus.FLAGGED, START, START)
    item = alice.deliver(subject="x")
    for flagged_by in ("flags", "update"):
        alice.items.update(item, {"flagged": True, "follow_up": dated})
        alice.items.set_flags(item, item.flags._replace(seen=True))
        alice.items.update(item, {"is_read": False, "categories": ["Red"]})
        assert item.get("follow_up") == dated
        if flagged_by == "flags":
            alice.items.set_flags(item, item.flags._replace(flagged=False))
        else:
            alice.items.update(item, {"flagged": False, "categories": None})
        assert item.get("follow_up") is None
