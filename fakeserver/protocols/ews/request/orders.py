"""Sort orders of folders, cached as long as nothing in the folder changes.

Without the cache, a client that pages through a large folder would have all of it sorted for each page.
"""

from typing import Final
from weakref import WeakKeyDictionary

from lxml import etree

from fakeserver.protocols.ews.request.sorting import SortKey, in_order
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.steps import Steps
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox

#: Orders that are cached for one mailbox; a client uses one or two.
_MAX_KEPT: Final = 8


class Orders:
    """The orders that clients used last, by mailbox. They are dropped together with the mailbox."""

    def __init__(self) -> None:
        # UIDs and not items: an item refers to its mailbox, and would keep it alive.
        self._kept: WeakKeyDictionary[Mailbox, dict[tuple[int, bytes], tuple[int, list[int]]]] = WeakKeyDictionary()

    def in_order(self, mailbox: Mailbox, folder: Folder, order: Element, keys: list[SortKey]) -> Steps[list[int]]:
        """Return the UIDs of all items of a folder sorted; the list is not to be changed.

        Assumption: among equal keys the newest arrival comes first.

        Args:
            mailbox, folder: whose items.
            order: m:SortOrder, by which the order is cached.
            keys: the same, as read.
        """
        kept = self._kept.setdefault(mailbox, {})
        name = (folder.number, etree.tostring(order))
        position, uids = kept.get(name, (-1, []))
        if not mailbox.changes.knows(position) or mailbox.changes.since(position, folder):
            # Valid from when the items were read: a change while they are sorted makes the order stale.
            position = mailbox.changes.position
            ordered = yield from in_order(list(reversed(folder.items.values())), keys)
            uids = [item.uid for item in mailbox.search.still_in(folder, ordered, since=position)]
            kept.pop(name, None)
            if len(kept) >= _MAX_KEPT:
                del kept[next(iter(kept))]
            kept[name] = (position, uids)
        return uids
