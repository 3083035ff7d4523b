"""Orders of large folders: kept, and brought up to date by what has changed."""

import gc
import weakref
from typing import Any

import pytest

from fakeserver.steps import finish
from fakeserver.tenant.exchange.flags import SEEN
from fakeserver.tenant.exchange.orders import Orders, SortKey
from tests.protocols.ews.client import Ews

COUNT = 250


def fill(ews: Ews) -> Any:
    inbox = ews.mailbox.folders.distinguished("inbox")
    for number in range(COUNT):
        ews.mailbox.items.add_mime(inbox, f"Subject: {number % 10}\r\n\r\n".encode())
    return inbox


def test_an_order_is_kept_until_the_folder_changes(ews: Ews) -> None:
    inbox, orders, asked = fill(ews), Orders(), []

    def key(item: Any) -> str:
        asked.append(item)
        return str(item.subject)

    keys: list[SortKey] = [(key, False)]
    order = b"<SortOrder/>"
    first = finish(orders.in_order(ews.mailbox, inbox, order, keys))
    subjects = [inbox.items[uid].subject for uid in first]
    assert subjects == sorted(subjects)
    again = finish(orders.in_order(ews.mailbox, inbox, order, keys))
    assert again is first
    assert len(asked) == COUNT

    ews.mailbox.items.delete([inbox.items[first[0]]])
    assert first[0] not in finish(orders.in_order(ews.mailbox, inbox, order, keys))
    finish(orders.in_order(ews.mailbox, inbox, b"<Other/>", keys))
    # What has left takes no sorting.
    assert len(asked) == COUNT + COUNT - 1


def test_an_order_that_is_named_at_length_is_not_kept(ews: Ews) -> None:
    inbox, orders = fill(ews), Orders()
    long, keys = b"x" * 5000, list[SortKey]()
    first, again = (finish(orders.in_order(ews.mailbox, inbox, long, keys)) for _ in range(2))
    assert first == again
    assert first is not again


def test_what_comes_and_changes_is_put_into_its_place(ews: Ews) -> None:
    inbox, orders, asked = fill(ews), Orders(), list[Any]()

    def key(item: Any) -> str:
        asked.append(item)
        return str(item.subject)

    keys: list[SortKey] = [(key, True), (lambda item: item.is_read, False)]
    order = b"<SortOrder/>"
    finish(orders.in_order(ews.mailbox, inbox, order, keys))
    asked.clear()
    items, changed = ews.mailbox.items, list(inbox.items.values())
    new = [ews.mailbox.deliver(subject=subject) for subject in ("3", "", "a")]
    items.update(changed[7], {"subject": "5"})
    items.set_flags(changed[8], SEEN)
    items.delete([changed[9]])
    found = list(finish(orders.in_order(ews.mailbox, inbox, order, keys)))
    # A binary search for each, in 250.
    assert len(asked) < 6 * 10
    assert found == finish(Orders().in_order(ews.mailbox, inbox, order, keys))
    assert len(found) == COUNT + 2
    assert new[2].uid == found[0]
    for item in changed[20:]:
        items.set_flags(item, SEEN)
    assert finish(orders.in_order(ews.mailbox, inbox, order, keys)) == finish(
        Orders().in_order(ews.mailbox, inbox, order, keys)
    )


@pytest.mark.parametrize("many", [1, 6])
def test_the_order_of_arrival_without_what_has_left(ews: Ews, many: int) -> None:
    inbox, orders = fill(ews), Orders()
    finish(orders.in_order(ews.mailbox, inbox, b"", []))
    gone = list(inbox.items.values())[10 : 10 + many]
    ews.mailbox.items.delete(gone)
    ews.mailbox.items.delete([ews.mailbox.deliver(subject="x")])
    assert finish(orders.in_order(ews.mailbox, inbox, b"", [])) == sorted(inbox.items, reverse=True)


def test_associated_items_have_orders_of_their_own(ews: Ews) -> None:
    inbox, orders = fill(ews), Orders()
    hidden = [ews.mailbox.items.add(inbox, "IPM.Configuration.x", {"is_associated": True}) for _ in range(2)]

    def uids(*, associated: bool) -> list[int]:
        return list(finish(orders.in_order(ews.mailbox, inbox, b"", [], associated=associated)))

    assert uids(associated=True) == [item.uid for item in reversed(hidden)]
    assert uids(associated=False) == sorted(inbox.items.keys() - {item.uid for item in hidden}, reverse=True)
    hidden.append(ews.mailbox.items.add(inbox, "IPM.Configuration.x", {"is_associated": True}))
    new = ews.mailbox.deliver(subject="x")
    assert uids(associated=True) == [item.uid for item in reversed(hidden)]
    assert uids(associated=False)[0] == new.uid


def test_other_folders_do_not_matter(ews: Ews) -> None:
    inbox, orders, keys, order = fill(ews), Orders(), [(lambda item: item.uid, True)], b"<SortOrder/>"
    first = finish(orders.in_order(ews.mailbox, inbox, order, keys))
    ews.mailbox.deliver(subject="x", folder="archive")
    assert finish(orders.in_order(ews.mailbox, inbox, order, keys)) is first


def test_an_order_keeps_no_mailbox_alive(ews: Ews) -> None:
    inbox, orders, keys = fill(ews), Orders(), [(lambda item: item.uid, True)]
    finish(orders.in_order(ews.mailbox, inbox, b"<SortOrder/>", keys))
    mailbox = weakref.ref(ews.tenant.mailbox("alice"))
    del inbox
    del ews.mailbox
    ews.tenant.mailboxes.remove(ews.tenant.mailbox("alice"))
    gc.collect()
    assert mailbox() is None


def move(ews: Ews, item: Any) -> None:
    ews.mailbox.items.move([item], ews.mailbox.folders.distinguished("archive"))


def delete(ews: Ews, item: Any) -> None:
    ews.mailbox.items.delete([item])


@pytest.mark.parametrize("leave", [move, delete])
def test_a_folder_that_changes_while_it_is_sorted(ews: Ews, monkeypatch: pytest.MonkeyPatch, leave: Any) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    inbox, orders, order = fill(ews), Orders(), b"<SortOrder/>"
    keys: list[SortKey] = [(lambda item: item.subject, False)]
    former = list(inbox.items.values())
    sorting = orders.in_order(ews.mailbox, inbox, order, keys)
    next(sorting)
    leave(ews, former[-1])
    ews.mailbox.items.update(former[-2], {"subject": "z"})
    late = ews.mailbox.deliver(subject="0 late")
    # What was read is sorted, without what has left; the next who asks has the folder as it is then.
    found = finish(sorting)
    assert sorted(found) == sorted([*(item.uid for item in former[:-2]), former[-2].uid])
    again = finish(orders.in_order(ews.mailbox, inbox, order, keys))
    assert sorted(again) == sorted(inbox.items)
    assert inbox.items[again[-1]] is former[-2]
    assert late.uid in again
    assert finish(orders.in_order(ews.mailbox, inbox, order, keys)) is again


def test_two_who_ask_for_the_same_order_at_once(ews: Ews, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    inbox, orders, order = fill(ews), Orders(), b"<SortOrder/>"
    keys: list[SortKey] = [(lambda item: item.subject, False)]
    first = orders.in_order(ews.mailbox, inbox, order, keys)
    next(first)
    late = ews.mailbox.deliver(subject="late")
    second = orders.in_order(ews.mailbox, inbox, order, keys)
    next(second)
    assert late.uid in finish(second)
    # It ends last, and knows least.
    assert late.uid not in finish(first)
    assert late.uid in finish(orders.in_order(ews.mailbox, inbox, order, keys))
