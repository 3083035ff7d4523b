"""Orders of folders, kept and brought up to date by the log of changes.

Without them, a client that pages through a large folder would have all of it sorted for each page. What has come or
changed since is put into its place: that costs what has changed, and not what the folder holds.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import neg
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from fakeserver.steps import Steps, in_batches, ordered
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox

Owner = TypeVar("Owner")
#: What is compared, and whether the greatest comes first.
SortKey: TypeAlias = tuple[Callable[[Any], Any], bool]

#: Orders that are kept for one mailbox, and the octets of the longest name of one; a client uses one or two.
_MAX_KEPT: Final = 8
_LONGEST: Final = 4096
#: Changed items that are put into their places one by one; where there are more, the folder is sorted again.
_MAX_PLACED: Final = 200
#: UIDs that are looked for one by one in a list; more of them by going through it.
_FEW: Final = 4


class Reader(NamedTuple):
    """Whoever is not shown all of a folder's items: each such reader has orders of their own."""

    #: what tells them from others
    name: str
    #: says whether they are shown an item; the answer changes with the item alone
    shows: Callable[[Item], bool]


#: Who is shown all items.
ANYBODY: Final = Reader("", lambda item: True)


class _Kept(NamedTuple):
    """An order as it was at a position of the log."""

    position: int
    #: and not items: an item refers to its mailbox, and would keep it alive
    uids: list[int]


class Orders:
    """The orders that clients used last, by mailbox. They are dropped together with the mailbox."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[Mailbox, dict[tuple[int, bytes, bool, str], _Kept]] = WeakKeyDictionary()

    def in_order(
        self,
        mailbox: Mailbox,
        folder: Folder,
        order: bytes,
        keys: list[SortKey],
        *,
        associated: bool = False,
        reader: Reader = ANYBODY,
    ) -> Steps[list[int]]:
        """Return the UIDs of a folder's items sorted; the list is not to be changed, and not to be kept.

        Assumption: among equal keys the newest arrival comes first.

        Args:
            mailbox, folder: whose items.
            order: as it was asked for, by which the order is kept; empty: the newest arrival comes first.
            keys: the same, as read.
            associated: whether the associated items are wanted instead of those that people see.
            reader: who is shown the items.
        """
        kept = self._kept.setdefault(mailbox, {})
        name = (folder.number, order, associated, reader.name)
        found = kept.pop(name, None)

        def wanted(item: Item) -> bool:
            return item.is_associated is associated and reader.shows(item)

        if found is None or not _brought_up_to_date(found, mailbox, folder, keys, wanted):
            # Valid from when the items were read: what changes while they are sorted is put into its place later.
            position = mailbox.changes.position
            items = list(reversed(folder.items.values()))
            if associated or folder.associated_count or reader is not ANYBODY:
                items = yield from _those(items, wanted)
            ordered = yield from in_order(items, keys)
            found = _Kept(position, [item.uid for item in mailbox.search.still_in(folder, ordered, since=position)])
            kept.pop(name, None)
        else:
            found = _Kept(mailbox.changes.position, found.uids)
        if len(kept) >= _MAX_KEPT:
            del kept[next(iter(kept))]
        if len(name[1]) <= _LONGEST:
            kept[name] = found
        return found.uids


def in_order(owners: Sequence[Owner], keys: list[SortKey]) -> Steps[Sequence[Owner]]:
    """Return items or folders sorted by several keys; equal ones keep their order."""
    for key, descending in reversed(keys):
        owners = yield from ordered(owners, key, reverse=descending)
    return owners


def _those(items: list[Item], wanted: Callable[[Item], bool]) -> Steps[list[Item]]:
    found: list[Item] = []
    yield from in_batches(items, lambda some: found.extend(filter(wanted, some)))
    return found


def _brought_up_to_date(
    kept: _Kept, mailbox: Mailbox, folder: Folder, keys: list[SortKey], wanted: Callable[[Item], bool]
) -> bool:
    """Put what has changed since into its place; return False where it has to be sorted anew."""
    if not mailbox.changes.knows(kept.position):
        return False
    changes = mailbox.changes.since(kept.position, folder)
    # Of one that was deleted, changed, or has another UID with its new content.
    touched = {uid for change in changes for uid in (change.uid, change.old_uid) if uid}
    if len(touched) > _MAX_PLACED:
        return False
    if not all(change.arrives for change in changes):
        _drop(kept.uids, touched, by_number=not keys)
    rank = _ranking(keys)
    for uid in touched:
        item = folder.items.get(uid)
        if item is not None and wanted(item):
            place = bisect_left(kept.uids, rank(item), key=lambda other: rank(folder.items[other]))
            kept.uids.insert(place, uid)
    return True


def _drop(uids: list[int], dropped: set[int], *, by_number: bool) -> None:
    """Take UIDs out of a list, which may be in the order of the numbers, the highest first."""
    if len(dropped) > _FEW:
        uids[:] = [uid for uid in uids if uid not in dropped]
        return
    for uid in dropped:
        place = bisect_left(uids, -uid, key=neg) if by_number else uids.index(uid) if uid in uids else len(uids)
        if uids[place : place + 1] == [uid]:
            del uids[place]


def _ranking(keys: list[SortKey]) -> Callable[[Item], tuple[Any, ...]]:
    """Return what gives an item's rank: ranks compare as `in_order` sorts."""

    def rank(item: Item) -> tuple[Any, ...]:
        return (*[_Descending(key(item)) if descending else key(item) for key, descending in keys], -item.uid)

    return rank


@dataclass(frozen=True)
class _Descending:
    """Compares the other way round."""

    value: Any

    def __lt__(self, other: "_Descending") -> bool:
        return bool(other.value < self.value)
