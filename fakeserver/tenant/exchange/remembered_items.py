"""The items of a mailbox as they are at one moment, to be put back later.

Most of a mailbox's items do not change between the two. So each attribute of all items is taken in one go, and only
those items are put back whose change number has become another: every write gives an item a new one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from fakeserver.tenant.exchange.contents import Contents
from fakeserver.tenant.exchange.entities import Attachment, Item

#: What changes in an item, beside its properties and attachments, in the order in which it is put back.
_FACTS = (
    "change_number", "folder", "number", "uid", "item_class", "flags", "created_at", "modified_at", "received_at",
    "raw",
)  # fmt: skip

#: The properties of an item that has none, as mail that arrived as MIME. One object for all of them: thousands let
#: Python look for garbage among everything, which takes longer than all else here.
_NONE: Mapping[object, object] = MappingProxyType({})


@dataclass(frozen=True)
class _Attached:
    """What was attached to an item that is made of properties."""

    attachments: list[Attachment]
    last_modified: list[datetime | None]


class RememberedItems:
    """Some items, each once, as they are now."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = list(items)
        self._facts: list[list[Any]] = [list(map(attrgetter(name), self._items)) for name in _FACTS]
        self._properties = [dict(item.properties) if item.properties else _NONE for item in self._items]
        self._attached: dict[Item, _Attached] = {}
        inner: list[Item] = []
        for item in [item for item in self._items if item.read_attachments]:
            there = item.attachments
            inner += [each.item for each in there if each.item is not None]
            if item.raw is None:
                self._attached[item] = _Attached(list(there), [each.last_modified for each in there])
        #: the items that are attached to these
        self._inner = RememberedItems(inner) if inner else None

    def put_back(self, contents: Contents, *, every: bool = False) -> None:
        """Make the items what they were.

        Args:
            every: those too that have the same change number.
        """
        if self._inner is not None:
            # A change of what is attached is one of the item outside, and has no number there. They are few.
            self._inner.put_back(contents, every=True)
        numbers = self._facts[0]
        changed = [index for index, item in enumerate(self._items) if every or item.change_number != numbers[index]]
        for index in changed:
            item, properties = self._items[index], self._properties[index]
            facts = [values[index] for values in self._facts]
            number, folder, own, uid, kind, flags, created, modified, received, raw = facts
            if (item.raw, item.properties, item.received_at) != (raw, properties, received) or raw is None:
                contents.forget(item)
                self._put_back_content(item, raw, properties)
            # One by one, and not by name: thousands may have changed.
            item.change_number, item.folder, item.number, item.uid = number, folder, own, uid
            item.item_class, item.flags, item.made_id, item.made_key = kind, flags, None, None
            item.created_at, item.modified_at, item.received_at = created, modified, received

    def _put_back_content(self, item: Item, raw: bytes | None, properties: Mapping[object, object]) -> None:
        item.raw, item.properties = raw, dict(properties)
        attached = self._attached.get(item)
        if attached is None:
            _read_again(item)
            return
        item.read_attachments = list(attached.attachments)
        for attachment, moment in zip(attached.attachments, attached.last_modified, strict=True):
            attachment.parent, attachment.last_modified = item, moment


def _read_again(item: Item) -> None:
    """Let the attachments be read out of the message again, with the numbers that they had.

    What was attached meanwhile keeps its number to itself: no later attachment gets it.
    """
    given = item.last_attachment
    item.read_attachments, item.last_attachment = None, 0
    if given:
        item.last_attachment = max(given, len(item.attachments))
