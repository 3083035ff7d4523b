"""Sorted folders, kept as long as nothing in them changes.

A client that pages through a large folder, or asks for its newest page again and again, would otherwise pay for
sorting all of it each time.
"""

from collections.abc import Iterable
from typing import Final
from weakref import WeakKeyDictionary

from lxml import etree

from fakeserver.protocols.ews.request.sorting import SortKey, in_order
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox

#: Orders kept for one mailbox; a client uses one or two.
_MAX_KEPT: Final = 8


class Orders:
    """The orders that clients lately asked for, by mailbox. A mailbox that is gone takes its orders along."""

    def __init__(self) -> None:
        # UIDs and not items: an item knows its mailbox, and would keep it alive from here.
        self._kept: WeakKeyDictionary[Mailbox, dict[tuple[int, bytes], tuple[int, list[int]]]] = WeakKeyDictionary()

    def in_order(
        self, mailbox: Mailbox, folder: Folder, items: Iterable[Item], order: Element, keys: list[SortKey]
    ) -> list[int]:
        """Return the UIDs of all items of a folder sorted; the list is not to be changed.

        Args:
            mailbox, folder: whose items.
            items: the folder's, in the order that decides where the keys leave it open.
            order: m:SortOrder, which names the order.
            keys: what it says.
        """
        kept = self._kept.setdefault(mailbox, {})
        name = (folder.number, etree.tostring(order))
        position, ordered = kept.get(name, (-1, []))
        if position < 0 or mailbox.changes.since(position, folder):
            ordered = [item.uid for item in in_order(items, keys)]
            kept.pop(name, None)
            if len(kept) >= _MAX_KEPT:
                del kept[next(iter(kept))]
            kept[name] = (mailbox.changes.position, ordered)
        return ordered
