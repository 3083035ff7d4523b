"""Orders of large folders: kept while nothing changes, made anew when something does."""

import gc
import weakref
from typing import Any

from lxml import etree

from fakeserver.protocols.ews.request.orders import Orders
from fakeserver.protocols.ews.request.sorting import SortKey

COUNT = 250


def fill(ews: Any) -> Any:
    inbox = ews.mailbox.folders.distinguished("inbox")
    for number in range(COUNT):
        ews.mailbox.items.add_mime(inbox, f"Subject: {number % 10}\r\n\r\n".encode())
    return inbox


def test_an_order_is_kept_until_the_folder_changes(ews: Any) -> None:
    inbox, orders, asked = fill(ews), Orders(), []

    def key(item: Any) -> str:
        asked.append(item)
        return str(item.subject)

    keys: list[SortKey] = [(key, False)]
    order = etree.fromstring("<SortOrder/>")
    first = orders.in_order(ews.mailbox, inbox, inbox.items.values(), order, keys)
    subjects = [inbox.items[uid].subject for uid in first]
    assert subjects == sorted(subjects)
    again = orders.in_order(ews.mailbox, inbox, inbox.items.values(), order, keys)
    assert again is first
    assert len(asked) == COUNT

    ews.mailbox.items.delete([inbox.items[first[0]]])
    assert first[0] not in orders.in_order(ews.mailbox, inbox, inbox.items.values(), order, keys)
    orders.in_order(ews.mailbox, inbox, inbox.items.values(), etree.fromstring("<Other/>"), keys)
    assert len(asked) == COUNT + 2 * (COUNT - 1)


def test_other_folders_do_not_matter(ews: Any) -> None:
    inbox, orders, keys, order = fill(ews), Orders(), [(lambda item: item.uid, True)], etree.fromstring("<SortOrder/>")
    first = orders.in_order(ews.mailbox, inbox, inbox.items.values(), order, keys)
    ews.mailbox.deliver(subject="x", folder="archive")
    assert orders.in_order(ews.mailbox, inbox, inbox.items.values(), order, keys) is first


def test_an_order_keeps_no_mailbox_alive(ews: Any) -> None:
    inbox, orders, keys = fill(ews), Orders(), [(lambda item: item.uid, True)]
    orders.in_order(ews.mailbox, inbox, inbox.items.values(), etree.fromstring("<SortOrder/>"), keys)
    mailbox = weakref.ref(ews.tenant.mailbox("alice"))
    del inbox
    ews.mailbox = None
    ews.tenant.mailboxes.remove(ews.tenant.mailbox("alice"))
    gc.collect()
    assert mailbox() is None
