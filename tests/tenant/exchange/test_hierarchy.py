import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.mailbox import Mailbox
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
    assert not alice._folders
    alice.folder("inbox")
    assert alice._folders


def test_folders_are_found_by_id_distinguished_id_and_path(alice: Mailbox) -> None:
    inbox = alice.folder("Inbox")
    assert alice.folder_by_id(inbox.folder_id) is inbox
    assert alice.folder_by_path("INBOX") is inbox
    sub = alice.create_folder(inbox, "Sub")
    assert alice.folder_by_path("inbox/sub") is sub
    assert alice.folder_by_path("Inbox/none/Sub") is None
    assert alice.folder_by_path("") is None


def test_what_is_not_there_is_refused(alice: Mailbox, bob: Mailbox) -> None:
    with pytest.raises(FolderNotFound):
        alice.folder("publicfoldersroot")
    with pytest.raises(FolderNotFound):
        alice.folder_by_id(bob.folder("inbox").folder_id)
    with pytest.raises(IdMalformed):
        alice.folder_by_id(alice.deliver(subject="x").item_id)
    with pytest.raises(IdMalformed):
        alice.folder_by_id("XXX")


def test_an_id_finds_its_folder_before_any_other_use(alice: Mailbox) -> None:
    folder_id = alice.ids.folder_id(0x0103)
    assert alice.folder_by_id(folder_id) is alice.folder("inbox")


def test_names_are_unique_below_a_parent_without_case(alice: Mailbox) -> None:
    inbox = alice.folder("inbox")
    alice.create_folder(inbox, "Sub")
    with pytest.raises(FolderExists):
        alice.create_folder(inbox, "SUB")
    alice.create_folder(alice.folder("archive"), "Sub")


@pytest.mark.parametrize("name", ["", "  ", "x" * 256])
def test_some_names_are_no_names(alice: Mailbox, name: str) -> None:
    with pytest.raises(FolderNameInvalid):
        alice.create_folder(alice.folder("inbox"), name)


def test_a_renamed_folder_keeps_its_id_and_gets_a_new_change_key(alice: Mailbox) -> None:
    folder = alice.create_folder(alice.folder("inbox"), "Sub")
    folder_id, change_key = folder.folder_id, folder.change_key
    alice.rename_folder(folder, "SUB")
    assert (folder.display_name, folder.folder_id) == ("SUB", folder_id)
    assert folder.change_key != change_key
    assert alice.folder_by_path("Inbox/Sub") is folder


def test_a_folder_moves_with_its_id_and_its_items(alice: Mailbox) -> None:
    folder = alice.create_folder(alice.folder("inbox"), "Sub")
    item = alice.add_mime(folder, b"Subject: x\r\n\r\n")
    ids = folder.folder_id, item.item_id
    alice.move_folder(folder, alice.folder("archive"))
    assert (folder.folder_id, item.item_id) == ids
    assert folder.path == "Archive/Sub"
    assert alice.folder("inbox").children == []
    change = alice.changes.folders_since(0)[-1]
    assert (change.kind, change.other_folder) == (ChangeKind.FOLDER_MOVED, alice.folder("inbox"))


def test_distinguished_folders_stay_as_they_are(alice: Mailbox) -> None:
    with pytest.raises(FolderProtected):
        alice.rename_folder(alice.folder("inbox"), "Post")
    with pytest.raises(FolderProtected):
        alice.move_folder(alice.folder("drafts"), alice.folder("inbox"))


def test_a_folder_cannot_be_put_below_itself(alice: Mailbox) -> None:
    outer = alice.create_folder(alice.folder("inbox"), "Outer")
    inner = alice.create_folder(outer, "Inner")
    for target in (outer, inner):
        with pytest.raises(FolderCycle):
            alice.move_folder(outer, target)


def test_folders_lie_three_hundred_deep_at_most(alice: Mailbox) -> None:
    top = deepest = alice.create_folder(alice.folder("msgfolderroot"), "0")
    while deepest.depth < 300:
        deepest = alice.create_folder(deepest, f"{deepest.depth}")
    with pytest.raises(FolderTooDeep):
        alice.create_folder(deepest, "x")
    lower = alice.create_folder(alice.folder("msgfolderroot"), "Lower")
    for put in (alice.move_folder, alice.copy_folder):
        with pytest.raises(FolderTooDeep):
            put(top, lower)
    assert deepest in alice.folders_deep(alice.folder("root"))
    alice.delete_folder(top)
    assert not deepest.exists


def test_nothing_goes_into_a_deleted_folder(alice: Mailbox) -> None:
    folder = alice.create_folder(alice.folder("inbox"), "Sub")
    alice.delete_folder(folder)
    with pytest.raises(ParentFolderNotFound):
        alice.create_folder(folder, "x")
    with pytest.raises(ParentFolderNotFound):
        alice.add_mime(folder, b"")
    assert not folder.exists


def test_a_folder_made_again_has_another_uid_validity(alice: Mailbox) -> None:
    first = alice.create_folder(alice.folder("inbox"), "Sub")
    alice.delete_folder(first)
    second = alice.create_folder(alice.folder("inbox"), "Sub")
    assert second.uid_validity != first.uid_validity
    assert second.folder_id != first.folder_id


def test_touching_a_folder_shows_in_its_change_key(alice: Mailbox, clock: Clock) -> None:
    folder = alice.create_folder(alice.folder("inbox"), "Sub")
    before = folder.change_key
    clock.advance(5)
    alice.touch_folder(folder)
    assert folder.change_key != before
    assert folder.modified_at == clock.now()
