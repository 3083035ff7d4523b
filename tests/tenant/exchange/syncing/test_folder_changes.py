"""What a client is told of the folders below one."""

import threading
from random import Random

import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.syncing import folder_changes
from fakeserver.tenant.exchange.syncing.item_changes import Verb
from fakeserver.tenant.exchange.syncing.sync_state import SyncState
from fakeserver.tenant.exchange.values import DeleteMode


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailboxes(Clock(), threading.RLock(), Random(1)).add("alice@contoso.com", "Alice")


@pytest.fixture
def inbox(mailbox: Mailbox) -> Folder:
    return mailbox.folders.distinguished("inbox")


def told(mailbox: Mailbox, root: Folder, state: SyncState) -> list[tuple[Verb, str]]:
    found, _ = folder_changes.after(mailbox.changes, root, state)
    return [(change.verb, change.folder.display_name) for change in found]


def test_the_first_call_lists_all_folders_parents_first(mailbox: Mailbox) -> None:
    root = mailbox.folders.distinguished("root")
    found, _ = folder_changes.all_below(mailbox, root)
    seen = [root]
    for change in found:
        assert change.verb is Verb.CREATE
        assert change.folder.parent in seen
        seen.append(change.folder)
    assert len(seen) > 40


def test_a_new_a_renamed_and_a_deleted_folder(mailbox: Mailbox, inbox: Folder) -> None:
    renamed, deleted = mailbox.folders.create(inbox, "old"), mailbox.folders.create(inbox, "deleted")
    _, state = folder_changes.all_below(mailbox, inbox)
    mailbox.folders.create(inbox, "new")
    mailbox.folders.rename(renamed, "renamed")
    mailbox.folders.delete(deleted, DeleteMode.HARD)
    assert sorted(told(mailbox, inbox, state), key=str) == [
        (Verb.CREATE, "new"),
        (Verb.DELETE, "deleted"),
        (Verb.UPDATE, "renamed"),
    ]


def test_what_came_and_went_is_not_told(mailbox: Mailbox, inbox: Folder) -> None:
    _, state = folder_changes.all_below(mailbox, inbox)
    mailbox.folders.delete(mailbox.folders.create(inbox, "short"), DeleteMode.HARD)
    assert told(mailbox, inbox, state) == []


def test_a_folder_in_the_waste_basket_is_an_update_of_the_whole_and_a_delete_of_the_part(
    mailbox: Mailbox, inbox: Folder
) -> None:
    folder = mailbox.folders.create(inbox, "folder")
    mailbox.folders.create(folder, "below")
    whole = mailbox.folders.distinguished("msgfolderroot")
    _, state_of_whole = folder_changes.all_below(mailbox, whole)
    _, state_of_inbox = folder_changes.all_below(mailbox, inbox)
    mailbox.folders.delete(folder, DeleteMode.MOVE_TO_DELETED)
    assert told(mailbox, whole, state_of_whole) == [(Verb.UPDATE, "folder")]
    assert told(mailbox, inbox, state_of_inbox) == [(Verb.DELETE, "below"), (Verb.DELETE, "folder")]


def test_a_folder_that_moves_in_brings_its_own_along(mailbox: Mailbox, inbox: Folder) -> None:
    folder = mailbox.folders.create(mailbox.folders.distinguished("drafts"), "folder")
    mailbox.folders.create(folder, "below")
    _, state = folder_changes.all_below(mailbox, inbox)
    mailbox.folders.move(folder, inbox)
    assert told(mailbox, inbox, state) == [(Verb.CREATE, "folder"), (Verb.CREATE, "below")]


def test_the_folder_itself_and_mail_are_no_news(mailbox: Mailbox, inbox: Folder) -> None:
    _, state = folder_changes.all_below(mailbox, inbox)
    mailbox.deliver(subject="1")
    mailbox.folders.touch(inbox)
    assert told(mailbox, inbox, state) == []
