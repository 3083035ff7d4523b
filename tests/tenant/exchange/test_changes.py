from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.changes import Change, ChangeKind, ChangeLog
from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.mailbox import Mailbox


def test_each_reader_keeps_its_own_place(alice: Mailbox) -> None:
    inbox = alice.folders.distinguished("inbox")
    start = alice.changes.position
    first = alice.deliver(subject="one")
    between = alice.changes.position
    second = alice.deliver(subject="two")
    assert [change.number for change in alice.changes.since(start, inbox)] == [first.number, second.number]
    assert [change.number for change in alice.changes.since(between, inbox)] == [second.number]
    assert alice.changes.since(alice.changes.position, inbox) == []


def test_a_folders_part_holds_nothing_of_others(alice: Mailbox) -> None:
    alice.deliver(subject="one")
    draft = alice.items.add_mime(
        alice.folders.distinguished("drafts"), b"Subject: d\r\n\r\n", flags=MessageFlags(draft=True)
    )
    assert [change.number for change in alice.changes.since(0, alice.folders.distinguished("drafts"))] == [draft.number]
    assert alice.changes.since(0, alice.folders.distinguished("outbox")) == []


def test_folders_have_a_history_of_their_own(alice: Mailbox) -> None:
    alice.folders.distinguished("inbox")
    start = alice.changes.position
    folder = alice.folders.create(alice.folders.distinguished("inbox"), "Sub")
    alice.deliver(subject="one")
    alice.folders.rename(folder, "Renamed")
    kinds = [change.kind for change in alice.changes.folders_since(start)]
    assert kinds == [ChangeKind.FOLDER_CREATED, ChangeKind.FOLDER_CHANGED]
    assert all(change.concerns_folder for change in alice.changes.folders_since(start))


def test_a_new_mailboxes_folders_are_no_news(alice: Mailbox) -> None:
    alice.folders.distinguished("inbox")
    assert alice.changes.position == 0


def test_changes_know_the_ids_that_items_had(alice: Mailbox) -> None:
    item = alice.deliver(subject="one")
    old_id = item.item_id
    alice.items.move([item], alice.folders.distinguished("archive"))
    away, moved = alice.changes.since(1)
    assert (away.kind, away.item_id, away.other_number) == (ChangeKind.MOVED_AWAY, old_id, item.number)
    assert (moved.kind, moved.item_id, moved.other_folder) == (ChangeKind.MOVED, item.item_id, away.folder)
    assert away.departs
    assert not away.arrives
    assert moved.arrives
    assert not moved.concerns_folder


def test_watchers_hear_of_each_change_until_they_stop(alice: Mailbox) -> None:
    heard: list[Change] = []
    stop = alice.watch(heard.append)
    alice.deliver(subject="one")
    stop()
    stop()
    alice.deliver(subject="two")
    assert [(change.kind, change.delivered) for change in heard] == [(ChangeKind.CREATED, True)]


def test_positions_count_up_from_zero(alice: Mailbox, clock: Clock) -> None:
    log = ChangeLog()
    assert log.position == 0
    change = log.append(ChangeKind.CREATED, alice.folders.distinguished("inbox"), clock.now(), 1, 1)
    assert (change.position, log.position) == (1, 1)
    assert log.since(-5) == [change]


def test_a_change_says_when_it_happened(alice: Mailbox, clock: Clock) -> None:
    alice.deliver(subject="one")
    clock.advance(60)
    item = alice.deliver(subject="two")
    first, second = alice.changes.since(0, item.folder)
    assert (second.at - first.at).total_seconds() == 60
    assert second.at == clock.now()
