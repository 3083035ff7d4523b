"""Changes to the folders below one since a sync state; one for each folder, however often it changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from fakeserver.tenant.exchange.changes import Change, ChangeKind, ChangeLog
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.syncing.item_changes import Verb
from fakeserver.tenant.exchange.syncing.sync_state import SyncState

_NEW: Final = (ChangeKind.FOLDER_CREATED, ChangeKind.FOLDER_COPIED)


@dataclass(frozen=True)
class FolderChange:
    """One change in the answer; the verb is CREATE, UPDATE or DELETE."""

    verb: Verb
    folder: Folder


def all_below(mailbox: Mailbox, root: Folder) -> tuple[list[FolderChange], SyncState]:
    """Return every folder below one as new, parents first, and the state to go on from."""
    state = SyncState("hierarchy", mailbox.guid, root.number, mailbox.changes.position)
    return [FolderChange(Verb.CREATE, folder) for folder in root.descendants()], state


def after(log: ChangeLog, root: Folder, state: SyncState) -> tuple[list[FolderChange], SyncState]:
    """Return what happened below a folder after a state, and the state to go on from."""
    histories: dict[int, list[Change]] = {}
    for change in log.folders_since(state.position):
        histories.setdefault(change.folder.number, []).append(change)
    net_changes: dict[int, FolderChange] = {}
    for history in histories.values():
        for net_change in _net_changes(root, history):
            # A folder that moved here with its parent may have changes of its own; the first entry stays.
            net_changes.setdefault(net_change.folder.number, net_change)
    return list(net_changes.values()), replace(state, position=log.position)


def as_seen(
    found: list[FolderChange], root: Folder, known: frozenset[int] | None, sees: Callable[[Folder], bool]
) -> tuple[list[FolderChange], frozenset[int]]:
    """Return what a client is told who sees some folders only, and the numbers of those that it knows then.

    A folder that it did not see is new to it, and one that it does not see any more is gone.

    Args:
        found: what happened.
        known: the numbers of the folders that it was told of; None: of all that were there.
    """
    verbs = {change.folder.number: change.verb for change in found}
    present = list(root.descendants())
    if known is None:
        known = frozenset(folder.number for folder in present if verbs.get(folder.number) is not Verb.CREATE)
        known |= {number for number, verb in verbs.items() if verb is Verb.DELETE}
    told: list[FolderChange] = []
    seen = {folder.number for folder in present if sees(folder)}
    for folder in present:
        if folder.number in seen and folder.number not in known:
            told.append(FolderChange(Verb.CREATE, folder))
        elif folder.number in seen and folder.number in verbs:
            told.append(FolderChange(Verb.UPDATE, folder))
    gone = [change.folder for change in found if change.verb is Verb.DELETE]
    hidden = [folder for folder in reversed(present) if folder.number not in seen]
    told += [FolderChange(Verb.DELETE, folder) for folder in (*gone, *hidden) if folder.number in known]
    return told, frozenset(seen)


def _net_changes(root: Folder, history: list[Change]) -> list[FolderChange]:
    folder = history[0].folder
    if folder is root:
        return []
    known = _was_below(root, history)
    if folder.exists and folder.is_below(root):
        if known:
            return [FolderChange(Verb.UPDATE, folder)]
        # New here, or moved here with everything below it.
        return [FolderChange(Verb.CREATE, each) for each in (folder, *folder.descendants())]
    if not known:
        return []
    return [FolderChange(Verb.DELETE, each) for each in (*folder.descendants(), folder)]


def _was_below(root: Folder, history: list[Change]) -> bool:
    """Say whether the folder was below the root before its first change."""
    if history[0].kind in _NEW:
        return False
    moved = next((change for change in history if change.kind is ChangeKind.FOLDER_MOVED), None)
    former = moved.other_folder if moved is not None else history[0].folder.parent
    return former is not None and former.is_below(root)
