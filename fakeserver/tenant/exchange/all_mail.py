"""All messages of a mailbox in the order in which they came, kept and brought up to date by the log of changes.

A page of them costs what it shows. Recoverable items are not among them, nor what is no mail.
"""

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from weakref import WeakKeyDictionary

from fakeserver.steps import Steps, in_batches
from fakeserver.tenant.exchange.changes import Change
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, CONTACT, DISTRIBUTION_LIST, TASK, is_of
from fakeserver.tenant.exchange.mailbox import Mailbox

#: Changes that are followed one by one; where there are more, everything is looked through again.
_MAX_FOLLOWED: Final = 2_000
_NO_MAIL: Final = (APPOINTMENT, CONTACT, DISTRIBUTION_LIST, TASK)
#: When a message came, and its number.
_Place = tuple[datetime, int]


@dataclass
class _Kept:
    """The order as it was at a position of the log."""

    position: int
    #: ascending
    places: list[_Place]
    #: number -> when it came; numbers and not items, which would keep their mailbox alive
    received: dict[int, datetime] = field(default_factory=dict)


class AllMail:
    """The orders of several mailboxes; each is dropped together with its mailbox."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[Mailbox, _Kept] = WeakKeyDictionary()

    def newest_first(self, mailbox: Mailbox, start: int, stop: int) -> Steps[tuple[list[Item], int]]:
        """Return a part of a mailbox's messages, the newest first, and how many there are."""
        kept = self._kept.get(mailbox)
        if kept is None or not _followed(kept, mailbox):
            kept = yield from _everything(mailbox)
            self._kept[mailbox] = kept
        total = len(kept.places)
        part = kept.places[max(total - stop, 0) : max(total - start, 0)]
        found = [mailbox.immutable.by_number(number) for _, number in reversed(part)]
        return [item for item in found if item is not None], total


def folders_of_mail(mailbox: Mailbox) -> list[Folder]:
    """Return the folders whose messages are all messages: of mail, below the top, the top itself included."""
    top = mailbox.folders.distinguished("msgfolderroot")
    return [folder for folder in (top, *top.descendants()) if holds_mail(folder)]


def holds_mail(folder: Folder) -> bool:
    """Say whether messages lie in a folder: in one of mail, which is no search folder."""
    kind = folder.folder_class.lower()
    return folder.search is None and (kind in ("", "ipf.note") or kind.startswith("ipf.note."))


def is_mail(item: Item) -> bool:
    """Say whether an item is a message that people see."""
    return not item.is_associated and not is_of(item.item_class, *_NO_MAIL)


def _everything(mailbox: Mailbox) -> Steps[_Kept]:
    kept = _Kept(mailbox.changes.position, [])
    items = [item for folder in folders_of_mail(mailbox) for item in folder.items.values()]
    yield from in_batches(items, lambda some: kept.places.extend(_place(item) for item in some if is_mail(item)))
    kept.places.sort()
    kept.received = {number: received for received, number in kept.places}
    # What has changed meanwhile is put into its place.
    if not _followed(kept, mailbox):
        return (yield from _everything(mailbox))
    return kept


def _place(item: Item) -> _Place:
    return item.received_at, item.number


def _followed(kept: _Kept, mailbox: Mailbox) -> bool:
    """Put what has changed since into its place; return False where everything has to be looked through again."""
    log = mailbox.changes
    if not log.knows(kept.position):
        return False
    changes = log.since(kept.position)
    if len(changes) > _MAX_FOLLOWED or any(change.concerns_folder for change in changes):
        # A folder that moves takes its messages along.
        return not changes
    for change in changes:
        _follow(kept, mailbox, change)
    kept.position = log.position
    return True


def _follow(kept: _Kept, mailbox: Mailbox, change: Change) -> None:
    received = kept.received.pop(change.number, None)
    if received is not None:
        place = bisect_left(kept.places, (received, change.number))
        del kept.places[place]
    item = mailbox.immutable.by_number(change.number)
    if item is None or not is_mail(item) or not is_shown(item.folder, mailbox):
        return
    kept.received[item.number] = item.received_at
    insort(kept.places, _place(item))


def is_shown(folder: Folder, mailbox: Mailbox) -> bool:
    """Say whether what lies in a folder is among all messages of its mailbox."""
    return holds_mail(folder) and folder.is_below(mailbox.folders.distinguished("msgfolderroot"))
