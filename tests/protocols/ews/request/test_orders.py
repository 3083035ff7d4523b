"""Orders of large folders: kept while nothing changes, made anew when something does."""

import gc
import weakref
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.request.orders import Orders
from fakeserver.protocols.ews.request.sorting import SortKey
from fakeserver.steps import finish
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
    order = etree.fromstring("<SortOrder/>")
    first = finish(orders.in_order(ews.mailbox, inbox, order, keys))
    subjects = [inbox.items[uid].subject for uid in first]
    assert subjects == sorted(subjects)
    again = finish(orders.in_order(ews.mailbox, inbox, order, keys))
    assert again is first
    assert len(asked) == COUNT

    ews.mailbox.items.delete([inbox.items[first[0]]])
    assert first[0] not in finish(orders.in_order(ews.mailbox, inbox, order, keys))
    finish(orders.in_order(ews.mailbox, inbox, etree.fromstring("<Other/>"), keys))
    assert len(asked) == COUNT + 2 * (COUNT - 1)


def test_other_folders_do_not_matter(ews: Ews) -> None:
    inbox, orders, keys, order = fill(ews), Orders(), [(lambda item: item.uid, True)], etree.fromstring("<SortOrder/>")
    first = finish(orders.in_order(ews.mailbox, inbox, order, keys))
    ews.mailbox.deliver(subject="x", folder="archive")
    assert finish(orders.in_order(ews.mailbox, inbox, order, keys)) is first


def test_an_order_keeps_no_mailbox_alive(ews: Ews) -> None:
    inbox, orders, keys = fill(ews), Orders(), [(lambda item: item.uid, True)]
    finish(orders.in_order(ews.mailbox, inbox, etree.fromstring("<SortOrder/>"), keys))
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
    inbox, orders, order = fill(ews), Orders(), etree.fromstring("<SortOrder/>")
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
    inbox, orders, order = fill(ews), Orders(), etree.fromstring("<SortOrder/>")
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
