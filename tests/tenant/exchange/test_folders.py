import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import (
    FolderCycle,
    FolderExists,
    FolderNameInvalid,
    FolderNotFound,
    FolderProtected,
    FolderTooDeep,
    IdMalformed,
    ParentFolderNotFound,
)


def test_folders_are_made_when_the_first_is_asked_for(alice: Mailbox) -> None:
    before = alice.ids.new_number()
    alice.folders.distinguished("inbox")
    assert alice.ids.new_number() > before + 10


def test_folders_are_found_by_id_distinguished_id_and_path(alice: Mailbox) -> None:
    inbox = alice.folders.distinguished("Inbox")
    assert alice.folders.by_id(inbox.folder_id) is inbox
    assert alice.folders.by_path("INBOX") is inbox
    sub = alice.folders.create(inbox, "Sub")
    assert alice.folders.by_path("inbox/sub") is sub
    assert alice.folders.by_path("Inbox/none/Sub") is None
    assert alice.folders.by_path("") is None


def test_what_is_not_there_is_refused(alice: Mailbox, bob: Mailbox) -> None:
    with pytest.raises(FolderNotFound):
        alice.folders.distinguished("publicfoldersroot")
    with pytest.raises(FolderNotFound):
        alice.folders.by_id(bob.folders.distinguished("inbox").folder_id)
    with pytest.raises(IdMalformed):
        alice.folders.by_id(alice.deliver(subject="x").item_id)
    with pytest.raises(IdMalformed):
        alice.folders.by_id("XXX")


def test_an_id_finds_its_folder_before_any_other_use(alice: Mailbox) -> None:
    folder_id = alice.ids.folder_id(0x0103)
    assert alice.folders.by_id(folder_id) is alice.folders.distinguished("inbox")


def test_names_are_unique_below_a_parent_without_case(alice: Mailbox) -> None:
    inbox = alice.folders.distinguished("inbox")
    alice.folders.create(inbox, "Sub")
    with pytest.raises(FolderExists):
        alice.folders.create(inbox, "SUB")
    alice.folders.create(alice.folders.distinguished("archive"), "Sub")


@pytest.mark.parametrize("name", ["", "  ", "x" * 256, "a\0b"])
def test_some_names_are_no_names(alice: Mailbox, name: str) -> None:
    with pytest.raises(FolderNameInvalid):
        alice.folders.create(alice.folders.distinguished("inbox"), name)


def test_a_renamed_folder_keeps_its_id_and_gets_a_new_change_key(alice: Mailbox) -> None:
    folder = alice.folders.create(alice.folders.distinguished("inbox"), "Sub")
    folder_id, change_key = folder.folder_id, folder.change_key
    alice.folders.rename(folder, "SUB")
    assert (folder.display_name, folder.folder_id) == ("SUB", folder_id)
    assert folder.change_key != change_key
    assert alice.folders.by_path("Inbox/Sub") is folder


def test_a_folder_moves_with_its_id_and_its_items(alice: Mailbox) -> None:
    folder = alice.folders.create(alice.folders.distinguished("inbox"), "Sub")
    item = alice.items.add_mime(folder, b"Subject: x\r\n\r\n")
    ids = folder.folder_id, item.item_id
    alice.folders.move(folder, alice.folders.distinguished("archive"))
    assert (folder.folder_id, item.item_id) == ids
    assert folder.path == "Archive/Sub"
    assert alice.folders.distinguished("inbox").children == []
    change = alice.changes.folders_since(0)[-1]
    assert (change.kind, change.other_folder) == (ChangeKind.FOLDER_MOVED, alice.folders.distinguished("inbox"))


def test_distinguished_folders_stay_as_they_are(alice: Mailbox) -> None:
    with pytest.raises(FolderProtected):
        alice.folders.rename(alice.folders.distinguished("inbox"), "Post")
    with pytest.raises(FolderProtected):
        alice.folders.move(alice.folders.distinguished("drafts"), alice.folders.distinguished("inbox"))


def test_a_folder_cannot_be_put_below_itself(alice: Mailbox) -> None:
    outer = alice.folders.create(alice.folders.distinguished("inbox"), "Outer")
    inner = alice.folders.create(outer, "Inner")
    for target in (outer, inner):
        with pytest.raises(FolderCycle):
            alice.folders.move(outer, target)


def test_folders_lie_three_hundred_deep_at_most(alice: Mailbox) -> None:
    top = deepest = alice.folders.create(alice.folders.distinguished("msgfolderroot"), "0")
    for depth in range(2, 300):
        deepest = alice.folders.create(deepest, f"{depth}")
    with pytest.raises(FolderTooDeep) as refused:
        alice.folders.create(deepest, "x")
    assert refused.value.facts == {"name": "x"}
    lower = alice.folders.create(alice.folders.distinguished("msgfolderroot"), "Lower")
    for put in (alice.folders.move, alice.folders.copy):
        with pytest.raises(FolderTooDeep):
            put(top, lower)
    assert deepest in alice.folders.below(alice.folders.distinguished("root"))
    alice.folders.delete(top)
    assert not deepest.exists


def test_nothing_goes_into_a_deleted_folder(alice: Mailbox) -> None:
    folder = alice.folders.create(alice.folders.distinguished("inbox"), "Sub")
    alice.folders.delete(folder)
    with pytest.raises(ParentFolderNotFound):
        alice.folders.create(folder, "x")
    with pytest.raises(ParentFolderNotFound):
        alice.items.add_mime(folder, b"")
    assert not folder.exists


def test_a_folder_made_again_has_another_uid_validity(alice: Mailbox) -> None:
    first = alice.folders.create(alice.folders.distinguished("inbox"), "Sub")
    alice.folders.delete(first)
    second = alice.folders.create(alice.folders.distinguished("inbox"), "Sub")
    assert second.uid_validity != first.uid_validity
    assert second.folder_id != first.folder_id


def test_touching_a_folder_shows_in_its_change_key(alice: Mailbox, clock: Clock) -> None:
    folder = alice.folders.create(alice.folders.distinguished("inbox"), "Sub")
    before = folder.change_key
    clock.advance(5)
    alice.folders.touch(folder)
    assert folder.change_key != before
    assert folder.modified_at == clock.now()


def test_a_folder_is_copied_with_all_it_contains(alice: Mailbox) -> None:
    outer = alice.folders.create(alice.folders.distinguished("inbox"), "Outer")
    inner = alice.folders.create(outer, "Inner")
    alice.items.add_mime(inner, b"Subject: x\r\n\r\n")
    copy = alice.folders.copy(outer, alice.folders.distinguished("archive"))
    found = alice.folders.by_path("Archive/Outer/Inner")
    assert copy.folder_id != outer.folder_id
    assert found is not None
    assert [item.subject for item in found.items.values()] == ["x"]
    assert inner.total_count == 1
    with pytest.raises(FolderExists):
        alice.folders.copy(outer, alice.folders.distinguished("archive"))
    with pytest.raises(FolderCycle):
        alice.folders.copy(outer, inner)
    with pytest.raises(FolderCycle):
        alice.folders.copy(alice.folders.distinguished("inbox"), outer)


def test_a_deleted_folder_takes_everything_along(alice: Mailbox) -> None:
    outer = alice.folders.create(alice.folders.distinguished("inbox"), "Outer")
    inner = alice.folders.create(outer, "Inner")
    alice.items.add_mime(inner, b"")
    alice.folders.delete(outer)
    assert not any(folder.items for folder in alice.folders.below(alice.folders.distinguished("root")))
    assert not inner.exists
    assert alice.folders.by_path("Inbox/Outer") is None
    assert [change.kind for change in alice.changes.folders_since(0)][-2:] == [ChangeKind.FOLDER_DELETED] * 2


def test_a_folder_moved_to_deleted_items_keeps_its_content_under_a_free_name(alice: Mailbox) -> None:
    for _ in range(2):
        folder = alice.folders.create(alice.folders.distinguished("inbox"), "Sub")
        alice.items.add_mime(folder, b"")
        alice.folders.delete(folder, DeleteMode.MOVE_TO_DELETED)
    assert [(each.display_name, each.total_count) for each in alice.folders.distinguished("deleteditems").children] == [
        ("Sub", 1), ("Sub1", 1),
    ]  # fmt: skip
    alice.folders.delete(folder, DeleteMode.MOVE_TO_DELETED)
    assert len(alice.folders.distinguished("deleteditems").children) == 1
    assert len(alice.messages("recoverableitemsdeletions")) == 1


def test_a_softly_deleted_folder_leaves_its_items_recoverable(alice: Mailbox) -> None:
    folder = alice.folders.create(alice.folders.distinguished("inbox"), "Sub")
    item = alice.items.add_mime(folder, b"")
    alice.folders.delete(folder, DeleteMode.SOFT)
    assert alice.messages("recoverableitemsdeletions") == [item]
    assert not folder.exists


def test_distinguished_folders_cannot_be_deleted_but_emptied(alice: Mailbox) -> None:
    with pytest.raises(FolderProtected):
        alice.folders.delete(alice.folders.distinguished("inbox"))
    calendar = alice.folders.distinguished("contacts")
    sub = alice.folders.create(calendar, "Mine", "IPF.Contact")
    alice.items.add(calendar, "IPM.Contact", {})
    alice.folders.empty(calendar)
    assert (calendar.total_count, sub.exists) == (0, True)
    alice.folders.empty(calendar, delete_subfolders=True)
    assert not sub.exists
    assert alice.folders.distinguished("recipientcache").exists


def test_a_refusal_names_the_folder(alice: Mailbox) -> None:
    inbox = alice.folders.distinguished("inbox")
    with pytest.raises(FolderProtected) as protected:
        alice.folders.move(inbox, alice.folders.distinguished("drafts"))
    assert protected.value.facts == {"name": "Inbox"}


def test_a_folder_may_be_put_where_it_is_and_get_another_name_on_the_way(alice: Mailbox) -> None:
    inbox = alice.folders.distinguished("inbox")
    folder = alice.folders.create(inbox, "Sub")
    alice.folders.move(folder, inbox)
    assert folder.path == "Inbox/Sub"
    alice.folders.move(folder, alice.folders.distinguished("archive"), "Other")
    assert folder.path == "Archive/Other"
    taken = alice.folders.create(inbox, "Other")
    with pytest.raises(FolderExists):
        alice.folders.move(folder, inbox)
    assert (taken.path, folder.path) == ("Inbox/Other", "Archive/Other")
    with pytest.raises(FolderNameInvalid):
        alice.folders.move(folder, inbox, "")
    assert folder.path == "Archive/Other"


def test_a_copy_of_a_folder_is_logged_as_one(alice: Mailbox) -> None:
    folder = alice.folders.create(alice.folders.distinguished("inbox"), "Sub")
    copy = alice.folders.copy(folder, alice.folders.distinguished("archive"))
    change = alice.changes.folders_since(0)[-1]
    assert (change.kind, change.folder, change.other_folder) == (ChangeKind.FOLDER_COPIED, copy, folder)


def test_a_refusal_names_the_folder_that_cannot_go_below_itself(alice: Mailbox) -> None:
    folder = alice.folders.create(alice.folders.distinguished("inbox"), "Sub")
    with pytest.raises(FolderCycle) as refused:
        alice.folders.move(folder, folder)
    assert "Sub" in refused.value.facts.values()
