"""Changes to a folder's items since a sync state; one for each item, however often it changed.

The log is read for as many different items as the caller accepts. Their content is not in the log: a client that asks
late gets the items as they are then.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from fakeserver.tenant.exchange.changes import Change, ChangeKind
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.syncing.sync_state import SyncState
from fakeserver.tenant.refusals import ItemNotFound


class Verb(Enum):
    """What a client has to do."""

    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"
    READ_FLAG_CHANGE = "ReadFlagChange"


@dataclass(frozen=True)
class ItemChange:
    """One change in the answer."""

    verb: Verb
    item_id: str
    #: None for DELETE
    item: Item | None = None
    #: that the item has, or had, in the folder
    number: int = 0


@dataclass(frozen=True)
class Wanted:
    """Which items are to be reported at all."""

    #: says it by an item's id
    by_id: Callable[[str], bool] = lambda item_id: True
    #: whether associated items are, besides the others
    associated: bool = False
    #: says whether the caller is shown an item at all
    shows: Callable[[Item], bool] = lambda item: True

    def item(self, item: Item) -> bool:
        """Say whether an item is."""
        return (self.associated or not item.is_associated) and self.by_id(item.item_id) and self.shows(item)

    def change(self, change: Change) -> bool:
        """Say whether a change is."""
        return (self.associated or not change.associated) and self.by_id(change.item_id)


def start(mailbox: Mailbox, folder: Folder) -> SyncState:
    """Return the state of a client that has no items of a folder yet."""
    return SyncState("items", mailbox.guid, folder.number, mailbox.changes.position, 1, folder.next_uid)


def after(
    mailbox: Mailbox, folder: Folder, state: SyncState, limit: int, wanted: Wanted
) -> tuple[list[ItemChange], SyncState, bool]:
    """Return what happened after a state.

    Args:
        mailbox, folder: whose items.
        state: issued for this folder.
        limit: most changes to return.
        wanted: which items are reported.

    Returns:
        the changes in the order that they happened; the state to go on from; whether that is the present.
    """
    found, state = _listed(folder, state, limit, wanted)
    if state.listing:
        return found, state, False
    log = mailbox.changes
    histories: dict[int, list[Change]] = {}
    room = limit - len(found)
    for change in log.since(state.position, folder):
        if not change.concerns_folder and wanted.change(change):
            if change.number not in histories and len(histories) == room:
                # This one is left for the next call.
                return (
                    found + _net_changes(mailbox, histories, wanted),
                    replace(state, position=change.position - 1),
                    False,
                )
            histories.setdefault(change.number, []).append(change)
    return found + _net_changes(mailbox, histories, wanted), replace(state, position=log.position), True


def _listed(folder: Folder, state: SyncState, limit: int, wanted: Wanted) -> tuple[list[ItemChange], SyncState]:
    """Go on with the first listing of the folder, in order of arrival.

    New content gives an item another UID. An item that gets it between two pages, before its turn, is not listed: the
    log has it, as an update.
    """
    found: list[ItemChange] = []
    uid = state.next_uid
    # By UID, not by position, so that the cost does not grow with the folder.
    while uid < state.listed_until and len(found) < limit:
        item = folder.items.get(uid)
        uid += 1
        if item is not None and wanted.item(item):
            found.append(ItemChange(Verb.CREATE, item.item_id, item))
    if uid >= state.listed_until:
        uid, state = 0, replace(state, listed_until=0)
    return found, replace(state, next_uid=uid)


def _net_changes(mailbox: Mailbox, histories: dict[int, list[Change]], wanted: Wanted) -> list[ItemChange]:
    return [change for history in histories.values() if (change := _net_change(mailbox, history, wanted)) is not None]


def _net_change(mailbox: Mailbox, history: list[Change], wanted: Wanted) -> ItemChange | None:
    """Return what a client that knew an item before its first change has to do after the last."""
    first, last = history[0], history[-1]
    if last.departs:
        return None if first.arrives else ItemChange(Verb.DELETE, last.item_id, None, last.number)
    item = _item(mailbox, last)
    if item is None:
        # It was removed after the part of the log that was read; the next call reports that.
        return None
    if not wanted.shows(item):
        # Who knew it from before it became private loses it.
        return None if first.arrives else ItemChange(Verb.DELETE, last.item_id, None, last.number)
    if first.arrives:
        return ItemChange(Verb.CREATE, item.item_id, item)
    if all(change.kind is ChangeKind.READ_FLAG for change in history):
        return ItemChange(Verb.READ_FLAG_CHANGE, item.item_id, item)
    return ItemChange(Verb.UPDATE, item.item_id, item)


def _item(mailbox: Mailbox, change: Change) -> Item | None:
    item = change.folder.items.get(change.uid)
    if item is not None:
        return item
    try:
        # New content has a new UID.
        return mailbox.items.by_id(change.item_id)
    except ItemNotFound:
        return None
