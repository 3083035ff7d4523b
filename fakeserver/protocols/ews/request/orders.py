"""Sorted folders, kept as long as nothing in them changes.

A client that pages through a large folder, or asks for its newest page again and again, would otherwise pay for
sorting all of it each time.
"""

from typing import Final
from weakref import WeakKeyDictionary

from lxml import etree

from fakeserver.protocols.ews.request.sorting import SortKey, in_order
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.steps import Steps
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox

#: Orders kept for one mailbox; a client uses one or two.
_MAX_KEPT: Final = 8


class Orders:
    """The orders that clients lately asked for, by mailbox. A mailbox that is gone takes its orders along."""

    def __init__(self) -> None:
        # UIDs and not items: an item knows its mailbox, and would keep it alive from here.
        self._kept: WeakKeyDictionary[Mailbox, dict[tuple[int, bytes], tuple[int, list[int]]]] = WeakKeyDictionary()

    def in_order(self, mailbox: Mailbox, folder: Folder, order: Element, keys: list[SortKey]) -> Steps[list[int]]:
        """Return the UIDs of all items of a folder sorted; the list is not to be changed.

        Where the keys leave it open, the newest arrival comes first.

        Args:
            mailbox, folder: whose items.
            order: m:SortOrder, which names the order.
            keys: what it says.
        """
        kept = self._kept.setdefault(mailbox, {})
        name = (folder.number, etree.tostring(order))
        position, uids = kept.get(name, (-1, []))
        if position < 0 or mailbox.changes.since(position, folder):
            # Kept as of the time when the items were read: what changes while they are sorted makes it stale.
            position = mailbox.changes.position
            ordered = yield from in_order(list(reversed(folder.items.values())), keys)
            uids = [item.uid for item in mailbox.search.still_in(folder, ordered, since=position)]
            kept.pop(name, None)
            if len(kept) >= _MAX_KEPT:
                del kept[next(iter(kept))]
            kept[name] = (position, uids)
        return uids
