"""Searching a folder in steps, while others change it."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver import steps
from fakeserver.steps import finish
from fakeserver.tenant.exchange.criteria import (
    Cost,
    Criterion,
    all_of,
    any_of,
    body_contains,
    header_contains,
    met_in_steps,
    not_met,
    subject_contains,
)
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.flags import SEEN
from fakeserver.tenant.exchange.mailbox import Mailbox

#: Enough for several steps where each look at the clock ends one.
COUNT = 100


@pytest.fixture
def items(alice: Mailbox, monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    monkeypatch.setattr(steps, "STEP", 0)
    return [alice.deliver(subject=f"number {number}") for number in range(COUNT)]


def test_what_meets_the_criterion_is_found_in_order_of_arrival(alice: Mailbox, items: list[Item]) -> None:
    alice.deliver(subject="number 9 elsewhere", folder="archive")
    found = finish(alice.search.find(items[0].folder, subject_contains("number 9")))
    assert found == [items[9], *items[90:]]


def test_others_get_their_turn(alice: Mailbox, items: list[Item]) -> None:
    asked: list[Item] = []

    def met_by(item: Item) -> bool:
        asked.append(item)
        return True

    turns = []
    for _ in alice.search.find(items[0].folder, Criterion(met_by)):
        turns.append(len(asked))
    assert asked == items
    assert turns == sorted(set(turns))
    assert max(after - before for before, after in zip([0, *turns], [*turns, COUNT], strict=True)) <= COUNT / 3


def delete(mailbox: Mailbox, item: Item) -> None:
    mailbox.items.delete([item])


def move(mailbox: Mailbox, item: Item) -> None:
    mailbox.items.move([item], mailbox.folders.distinguished("archive"))


@pytest.mark.parametrize("leave", [delete, move])
def test_what_leaves_meanwhile_is_not_found(
    alice: Mailbox, items: list[Item], leave: Callable[[Mailbox, Item], None]
) -> None:
    search = alice.search.find(items[0].folder, subject_contains("number"))
    next(search)
    # The first was looked at already, the last was not.
    leave(alice, items[0])
    leave(alice, items[-1])
    assert finish(search) == items[1:-1]


def test_what_changes_meanwhile_stays_found_and_what_arrives_is_for_the_next_search(
    alice: Mailbox, items: list[Item]
) -> None:
    search = alice.search.find(items[0].folder, subject_contains("number"))
    next(search)
    alice.items.update(items[0], {"subject": "number one"})
    late = alice.deliver(subject="number late")
    assert finish(search) == items
    assert finish(alice.search.find(late.folder, subject_contains("number")))[-2:] == [items[0], late]


def test_items_that_left_a_folder_since_are_not_in_it_any_more(alice: Mailbox) -> None:
    stays, gone, elsewhere, back, seen = items = [alice.deliver(subject=str(number)) for number in range(5)]
    inbox, since = stays.folder, alice.changes.position
    assert alice.search.still_in(inbox, items, since=since) is items
    alice.items.set_flags(seen, SEEN)
    assert alice.search.still_in(inbox, items, since=since) is items
    delete(alice, gone)
    move(alice, elsewhere)
    assert elsewhere.uid in inbox.items, "its UID there is another item's here"
    move(alice, back)
    assert alice.search.still_in(inbox, items, since=since) == [stays, seen]
    alice.items.move([back], inbox)
    assert alice.search.still_in(inbox, items, since=since) == [stays, back, seen]


def test_others_get_their_turn_after_each_text(alice: Mailbox, items: list[Item]) -> None:
    """The text of one message may take as long as a whole step."""
    turns = list(alice.search.find(items[0].folder, Criterion(lambda item: True, Cost.BODY)))
    assert len(turns) == COUNT


@pytest.mark.parametrize(("fields", "turns"), [(1, 3), (4, 12), (500, COUNT)])
def test_the_more_fields_are_asked_for_the_shorter_are_the_turns(
    alice: Mailbox, items: list[Item], fields: int, turns: int
) -> None:
    criterion = any_of([not_met(header_contains("X", "y"))] + [header_contains("X", "y")] * (fields - 1))
    assert sum(1 for _ in alice.search.find(items[0].folder, criterion)) in range(turns, turns + 2)


def asking(count: int, turns: list[str]) -> Criterion[Item]:
    """Return as many criteria of the body as are wanted, in one; each says that it was asked."""

    def met_by(item: Item) -> bool:
        turns.append(item.subject)
        return True

    return all_of([Criterion(met_by, Cost.BODY) for _ in range(count)])


def test_criteria_of_one_long_text_are_asked_in_steps(alice: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STEP", 0)
    long = alice.deliver(subject="long", body="x" * 300_000)
    alice.deliver(subject="short")
    asked: list[str] = []
    turns = [len(asked) for _ in alice.search.find(long.folder, asking(20, asked))]
    assert asked == ["long"] * 20 + ["short"] * 20
    assert [after - before for before, after in itertools.pairwise([0, *turns])] == [1] * 20 + [0] + [20]


def test_a_long_text_that_leaves_meanwhile_is_not_kept(alice: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STEP", 0)
    long = alice.deliver(subject="long", body="x" * 300_000)
    search = alice.search.find(long.folder, all_of([body_contains("x"), body_contains("xx")]))
    next(search)
    alice.items.delete([long])
    assert finish(search) == []
    assert (long.text_key, alice.contents.texts.size) == (None, 0)


YES: Criterion[str] = Criterion(lambda owner: True)
NO: Criterion[str] = Criterion(lambda owner: False)
COMBINED = st.recursive(
    st.sampled_from((YES, NO)),
    lambda some: (
        st.lists(some, min_size=1, max_size=3).map(all_of)
        | st.lists(some, min_size=1, max_size=3).map(any_of)
        | some.map(not_met)
    ),
)


@given(COMBINED)
def test_in_steps_a_combination_says_the_same(criterion: Criterion[str]) -> None:
    assert finish(met_in_steps(criterion, "x", steps.Pace())) is criterion.met_by("x")
