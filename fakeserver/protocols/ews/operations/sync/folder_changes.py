"""What happened to the folders below one after a sync state, one line per folder however often it changed."""

from dataclasses import dataclass, replace
from typing import Final

from fakeserver.protocols.ews.operations.sync.item_changes import Verb
from fakeserver.protocols.ews.operations.sync.sync_state import SyncState
from fakeserver.tenant.exchange.changes import Change, ChangeKind, ChangeLog
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox

_NEW: Final = (ChangeKind.FOLDER_CREATED, ChangeKind.FOLDER_COPIED)


@dataclass(frozen=True)
class FolderChange:
    """One line of the answer; the verb is CREATE, UPDATE or DELETE."""

    verb: Verb
    folder: Folder


def all_below(mailbox: Mailbox, root: Folder) -> tuple[list[FolderChange], SyncState]:
    """Return every folder below one as new, parents first, and the state to go on from."""
    state = SyncState("hierarchy", mailbox.ids.mailbox_guid, root.number, mailbox.changes.position)
    return [FolderChange(Verb.CREATE, folder) for folder in root.descendants()], state


def after(log: ChangeLog, root: Folder, state: SyncState) -> tuple[list[FolderChange], SyncState]:
    """Return what happened below a folder after a state, and the state to go on from."""
    stories: dict[int, list[Change]] = {}
    for change in log.folders_since(state.position):
        stories.setdefault(change.folder.number, []).append(change)
    lines: dict[int, FolderChange] = {}
    for story in stories.values():
        for line in _lines(root, story):
            # A folder that came along with its parent may have a story of its own; the first line stands.
            lines.setdefault(line.folder.number, line)
    return list(lines.values()), replace(state, position=log.position)


def _lines(root: Folder, story: list[Change]) -> list[FolderChange]:
    folder = story[0].folder
    if folder is root:
        return []
    known = _was_below(root, story)
    if folder.exists and folder.is_below(root):
        if known:
            return [FolderChange(Verb.UPDATE, folder)]
        # New here, or moved here with everything below it.
        return [FolderChange(Verb.CREATE, each) for each in (folder, *folder.descendants())]
    if not known:
        return []
    return [FolderChange(Verb.DELETE, each) for each in (*folder.descendants(), folder)]


def _was_below(root: Folder, story: list[Change]) -> bool:
    """Say whether the folder was below the root before its story began."""
    if story[0].kind in _NEW:
        return False
    moved = next((change for change in story if change.kind is ChangeKind.FOLDER_MOVED), None)
    former = moved.other_folder if moved is not None else story[0].folder.parent
    return former is not None and former.is_below(root)
