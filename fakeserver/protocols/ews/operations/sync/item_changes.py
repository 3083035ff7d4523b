"""What happened to a folder's items after a sync state, one line per item however often it changed.

The log is read forward for as many different items as the caller takes; what an item looks like is read from the item
itself, so a client that asks late gets the newest state.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from fakeserver.protocols.ews.operations.sync.sync_state import SyncState
from fakeserver.tenant.exchange.changes import Change, ChangeKind
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import ItemNotFound


class Verb(Enum):
    """What a client has to do."""

    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"
    READ_FLAG_CHANGE = "ReadFlagChange"


@dataclass(frozen=True)
class ItemChange:
    """One line of the answer."""

    verb: Verb
    item_id: str
    #: None for DELETE
    item: Item | None = None


def start(mailbox: Mailbox, folder: Folder) -> SyncState:
    """Return the state of a client that knows nothing of a folder."""
    return SyncState("items", mailbox.ids.mailbox_guid, folder.number, mailbox.changes.position, 1, folder.next_uid)


def after(
    mailbox: Mailbox, folder: Folder, state: SyncState, limit: int, wanted: Callable[[str], bool]
) -> tuple[list[ItemChange], SyncState, bool]:
    """Return what happened after a state.

    Args:
        mailbox, folder: whose items.
        state: issued for this folder.
        limit: most changes to return.
        wanted: says by its id whether an item is to be reported at all.

    Returns:
        the changes in the order that they happened; the state to go on from; whether that is the present.
    """
    found, state = _listed(folder, state, limit, wanted)
    if state.listing:
        return found, state, False
    log = mailbox.changes
    stories: dict[int, list[Change]] = {}
    room = limit - len(found)
    for change in log.since(state.position, folder):
        if not change.concerns_folder and wanted(change.item_id):
            if change.number not in stories and len(stories) == room:
                # This one waits for the next call.
                return found + _told(mailbox, stories), replace(state, position=change.position - 1), False
            stories.setdefault(change.number, []).append(change)
    return found + _told(mailbox, stories), replace(state, position=log.position), True


def _listed(
    folder: Folder, state: SyncState, limit: int, wanted: Callable[[str], bool]
) -> tuple[list[ItemChange], SyncState]:
    """Go on with the first listing of the folder, in order of arrival.

    New content gives an item another UID. An item that gets it between two pages, before its turn, is not listed: the
    log tells of it, as an update.
    """
    found: list[ItemChange] = []
    uid = state.next_uid
    # By UID, not by position: what the caller pays does not grow with the folder.
    while uid < state.listed_until and len(found) < limit:
        item = folder.items.get(uid)
        uid += 1
        if item is not None and wanted(item.item_id):
            found.append(ItemChange(Verb.CREATE, item.item_id, item))
    if uid >= state.listed_until:
        uid, state = 0, replace(state, listed_until=0)
    return found, replace(state, next_uid=uid)


def _told(mailbox: Mailbox, stories: dict[int, list[Change]]) -> list[ItemChange]:
    return [line for story in stories.values() if (line := _line(mailbox, story)) is not None]


def _line(mailbox: Mailbox, story: list[Change]) -> ItemChange | None:
    """Return what a client that knew the beginning of an item's story has to do at its end."""
    first, last = story[0], story[-1]
    if last.departs:
        return None if first.arrives else ItemChange(Verb.DELETE, last.item_id)
    item = _item(mailbox, last)
    if item is None:
        # It went away behind the part of the log that was read; the next call says so.
        return None
    if first.arrives:
        return ItemChange(Verb.CREATE, item.item_id, item)
    if all(change.kind is ChangeKind.READ_FLAG for change in story):
        return ItemChange(Verb.READ_FLAG_CHANGE, item.item_id, item)
    return ItemChange(Verb.UPDATE, item.item_id, item)


def _item(mailbox: Mailbox, change: Change) -> Item | None:
    item = change.folder.items.get(change.uid)
    if item is not None:
        return item
    try:
        # A new content has a new UID.
        return mailbox.items.by_id(change.item_id)
    except ItemNotFound:
        return None
