"""What search folders show follows what happens, and costs what has happened."""

from collections.abc import Callable

import pytest

from fakeserver import steps
from fakeserver.steps import finish
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.flags import NO_FLAGS, SEEN
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.search_folders import SearchFolder


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
