"""What search folders show follows what happens, and costs what has happened."""

from collections.abc import Callable
from random import Random

import pytest

from fakeserver import steps
from fakeserver.steps import finish
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.flags import NO_FLAGS, SEEN
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.search_folders import SearchFolder
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.tenant import Tenant


def looked_at(alice: Mailbox) -> tuple[Folder, list[Item]]:
    """Return a search folder for what has "one" in its subject, and the items that it looks at from now on."""
    folder, seen = alice.add_folder("Found"), list[Item]()

    def shows(item: Item) -> bool:
        seen.append(item)
        return "one" in item.subject

    folder.search = SearchFolder(shows, (alice.folders.distinguished("inbox"), alice.add_folder("Old")), deep=False)
    return folder, seen


@pytest.mark.parametrize(
    ("happens", "shown"),
    [
        (lambda alice, items: alice.deliver(subject="one more"), ["one", "one too", "one more"]),
        (lambda alice, items: alice.deliver(subject="other"), ["one", "one too"]),
        (lambda alice, items: alice.items.update(items[0], {"subject": "other"}), ["one too"]),
        (lambda alice, items: alice.items.update(items[2], {"subject": "one, now"}), ["one", "one too", "one, now"]),
        (lambda alice, items: alice.items.delete([items[0]]), ["one too"]),
        (lambda alice, items: alice.items.move([items[0]], alice.add_folder("Away")), ["one too"]),
        (lambda alice, items: alice.items.move([items[0]], alice.folders.named("Old")), ["one too", "one"]),
    ],
)
def test_what_is_shown_follows(
    alice: Mailbox, happens: Callable[[Mailbox, list[Item]], object], shown: list[str]
) -> None:
    folder, seen = looked_at(alice)
    items = [alice.deliver(subject=subject) for subject in ("one", "one too", "two")]
    assert [item.subject for item in finish(alice.search.results.of(folder))] == ["one", "one too"]
    seen.clear()
    happens(alice, items)
    assert [item.subject for item in finish(alice.search.results.of(folder))] == shown
    assert len(seen) <= 1
    assert alice.search.counts(folder) == (len(shown), len(shown))


def test_what_is_read_is_not_counted_as_unread(alice: Mailbox) -> None:
    folder, _ = looked_at(alice)
    item = alice.deliver(subject="one")
    for flags, unread in ((SEEN, 0), (NO_FLAGS, 1)):
        alice.items.set_flags(item, flags)
        assert alice.search.counts(folder) == (1, unread)


def test_another_condition_is_looked_up_anew(alice: Mailbox) -> None:
    folder, _ = looked_at(alice)
    item = alice.deliver(subject="two")
    assert finish(alice.search.results.of(folder)) == []
    folder.search = SearchFolder(lambda each: True, (item.folder,), deep=False)
    assert finish(alice.search.results.of(folder)) == [item]


def test_others_run_in_between_and_what_they_do_is_taken_in(alice: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STEP", 0)
    folder, _ = looked_at(alice)
    items = [alice.deliver(subject=f"one {number}") for number in range(100)]
    work = alice.search.results.of(folder)
    next(work)
    alice.items.delete([items[0]])
    alice.deliver(subject="one last")
    assert [item.subject for item in finish(work)] == [*(f"one {number}" for number in range(1, 100)), "one last"]


def test_what_a_condition_rests_on_besides_items_is_looked_at_anew(alice: Mailbox) -> None:
    inbox, folder, allowed = alice.folders.distinguished("inbox"), alice.add_folder("Found"), set[str]()
    folder.search = SearchFolder(lambda each: each.subject in allowed, (inbox,), False, lambda: frozenset(allowed))
    alice.deliver(subject="one")
    for subjects, shown in (("one", 1), ("other", 1), (None, 0)):
        allowed.add(subjects) if subjects else allowed.clear()
        assert alice.search.results.counts(folder).total == shown


def test_who_finds_late_does_not_undo_what_others_took_in(alice: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The late one may go away before it has caught up."""
    monkeypatch.setattr(steps, "STEP", 0)
    folder, _ = looked_at(alice)
    first, *_ = [alice.deliver(subject=f"one {number}") for number in range(3)]
    late, early = alice.search.results.of(folder), alice.search.results.of(folder)
    next(late)
    next(late)
    alice.items.update(first, {"subject": "other"})
    next(early)
    alice.deliver(subject="one more")
    expected = ["one 1", "one 2", "one more"]
    assert [item.subject for item in finish(early)] == expected
    for _ in range(2):
        next(late, None)
    late.close()
    assert [item.subject for item in finish(alice.search.results.of(folder))] == expected


@pytest.mark.parametrize("place", ["Old", "Away"])
def test_what_moves_on_meanwhile_is_shown_once_or_not_at_all(
    alice: Mailbox, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    folder, _ = looked_at(alice)
    item, goal = alice.deliver(subject="one"), alice.folders.named("Old") if place == "Old" else alice.add_folder(place)
    alice.deliver(subject="one in Old", folder="Old")
    assert len(finish(alice.search.results.of(folder))) == 2
    alice.deliver(subject="one too", folder="Old")
    monkeypatch.setattr(steps, "STEP", 0)
    work = alice.search.results.of(folder)
    # The Inbox is done, and the other folder is being looked through.
    next(work)
    alice.items.move([item], goal)
    expected = ["one in Old", "one too", *(["one"] if place == "Old" else [])]
    assert [item.subject for item in finish(work)] == expected


def test_it_shows_what_one_would_find_now_whatever_happens(alice: Mailbox, tenant: Tenant) -> None:
    """Changes at random, with searches and orders of conversations compared to looking through everything."""
    chance = Random(11)
    folders = [alice.folders.distinguished("inbox"), alice.add_folder("Top"), alice.add_folder("Top/Below")]
    found = alice.add_folder("Found")
    found.search = SearchFolder(lambda item: "one" in item.subject, (folders[0], folders[1]), deep=True)
    tenant.snapshot()
    for _ in range(300):
        items = [item for folder in folders for item in folder.items.values()]
        item, folder = chance.choice(items or [alice.deliver(subject="one")]), chance.choice(folders)
        match chance.randrange(10):
            case 0 | 1 | 2:
                alice.deliver(subject=chance.choice(("one", "two", "Re: one")), folder=folder.path)
            case 3:
                alice.items.update(item, {"subject": chance.choice(("one", "two"))})
            case 4:
                alice.items.set_flags(item, chance.choice((SEEN, NO_FLAGS)))
            case 5:
                alice.items.move([item], folder)
            case 6:
                alice.items.copy([item], folder)
            case 7:
                alice.items.delete([item])
            case 8 if not chance.randrange(9):
                alice.folders.empty(folder, DeleteMode.MOVE_TO_DELETED)
            case 9 if not chance.randrange(3):
                chance.choice((tenant.snapshot, tenant.restore))()
        if chance.randrange(3):
            continue
        naive = [item for folder in folders for item in folder.items.values() if "one" in item.subject]
        assert finish(alice.search.results.of(found)) == naive
        assert alice.search.counts(found) == (len(naive), sum(not item.is_read for item in naive))
        for folder in folders:
            newest_first = dict.fromkeys(item.get("conversation_id") for item in reversed(folder.items.values()))
            there = finish(alice.conversations.in_folder(folder))
            assert there.page(0, len(there)) == list(newest_first)
