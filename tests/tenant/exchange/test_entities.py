from fakeserver.tenant.exchange.flags import SEEN
from fakeserver.tenant.exchange.ids import decode_change_key, decode_id
from fakeserver.tenant.exchange.mailbox import Mailbox


def test_counters_follow_every_change(alice: Mailbox) -> None:
    inbox, archive = alice.folders.distinguished("inbox"), alice.folders.distinguished("archive")
    first, second = alice.deliver(subject="one"), alice.deliver(subject="two")
    assert (inbox.total_count, inbox.unread_count) == (2, 2)
    alice.items.set_flags(first, SEEN)
    alice.items.set_flags(first, SEEN)
    assert inbox.unread_count == 1
    alice.items.update(first, {"is_read": False, "categories": ["x"]})
    assert inbox.unread_count == 2
    alice.items.move([second], archive)
    assert (inbox.total_count, inbox.unread_count, archive.unread_count) == (1, 1, 1)
    alice.items.delete([first])
    assert (inbox.total_count, inbox.unread_count) == (0, 0)


def test_paths_run_below_the_top(alice: Mailbox) -> None:
    sub = alice.folders.create(alice.folders.create(alice.folders.distinguished("inbox"), "A"), "B")
    assert sub.path == "Inbox/A/B"
    assert alice.folders.distinguished("msgfolderroot").path == ""
    assert alice.folders.distinguished("recoverableitemsdeletions").path == "Recoverable Items/Deletions"
    assert sub.is_below(alice.folders.distinguished("inbox"))
    assert not sub.is_below(alice.folders.distinguished("drafts"))


def test_children_are_found_without_regard_to_case(alice: Mailbox) -> None:
    inbox = alice.folders.distinguished("inbox")
    sub = alice.folders.create(inbox, "Größe")
    assert inbox.child("GRÖSSE") is sub
    assert inbox.children == [sub]


def test_ids_and_change_keys_are_exchanges(alice: Mailbox) -> None:
    inbox = alice.folders.distinguished("inbox")
    assert decode_id(inbox.folder_id).folder_number == inbox.number
    assert decode_change_key(inbox.change_key) == inbox.change_number
    assert alice.folders.distinguished("calendar").change_key.startswith("AgAAABY")


def test_each_folder_has_its_own_small_uid_validity(alice: Mailbox) -> None:
    folders = alice.folders.below(alice.folders.distinguished("root"))
    assert len({folder.uid_validity for folder in folders}) == len(folders)
    assert max(folder.uid_validity for folder in folders) < 1000


def test_uids_rise_and_never_come_again(alice: Mailbox) -> None:
    inbox = alice.folders.distinguished("inbox")
    alice.items.delete([alice.deliver(subject="one")])
    alice.deliver(subject="two")
    alice.deliver(subject="three")
    assert list(inbox.items) == [2, 3]
    assert inbox.next_uid == 4


def test_a_folder_shows_its_counts(alice: Mailbox) -> None:
    alice.deliver(subject="one")
    assert repr(alice.folders.distinguished("inbox")) == "<Folder 'Inbox': 1 items, 1 unread>"
