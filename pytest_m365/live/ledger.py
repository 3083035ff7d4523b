"""What a test has made in the mailbox, noted before it is made and removed after it.

Messages need no list: each carries the test's tag. Folders carry none, so that a message of ours tells of each, in a
folder of ours: also when this process is gone, the next run knows what to remove.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial

from pytest_m365.live.folder_names import canonical, is_only_an_id, is_standard, lies_in, shown
from pytest_m365.live.folder_notes import OWN_FOLDER, foreign_folders, keep, made_by, note_about
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.removal import Removed, folders_below, remove_folders
from pytest_m365.live.view import View
from pytest_m365.live.way import Way


class Ledger:
    """One test's."""

    def __init__(self, view: View, user: str, now: Callable[[], datetime]) -> None:
        self._view = view
        self._way: Way = view.way
        self._user = user
        self._now = now
        self._folders: list[str] = []
        #: noted, and another's
        self._refused: set[str] = set()

    def add_folder(self, path: str) -> None:
        """Make a folder, once it is noted."""
        self.note_folder(path)
        self._way.add_folder(path)
        self._view.begin(path)

    def owns_folder(self, path: str) -> bool:
        """Say whether the test has made a folder, or one above it."""
        return lies_in(path, self._folders)

    def note_folder(self, path: str) -> Sequence[str]:
        """Note a folder that the test is about to make, and those above it that are not there, to be removed after.

        One that is there already stays whose it is: the service refuses to make it again. Returns what was noted.

        Raises:
            NotAllowed: every mailbox has a folder of this name, or the helpers take it for one, or have it for
                themselves, or would not find it again.
        """
        names = canonical(path).split("/")
        if lies_in(path, [OWN_FOLDER]):
            raise NotAllowed(f"no test makes the folder {path}: in {OWN_FOLDER} is what the helpers remember")
        if any(each != each.strip() for each in path.split("/")):
            raise NotAllowed(
                f"no test makes the folder {path!r}, which nobody would find again: a name begins or ends with a blank"
            )
        if is_standard(path) or is_only_an_id(path.partition("/")[0]):
            raise NotAllowed(f"no test makes the folder {path}: {names[0]} is a folder that every mailbox has")
        known = {each.casefold() for each in (*self._way.folders(), *self._folders)}
        paths = ("/".join(names[:number]) for number in range(1, len(names) + 1))
        made = [each for each in paths if each.casefold() not in known and not is_standard(each)]
        self._note(*made)
        return made

    def note_renamed(self, path: str, new: str) -> Sequence[str]:
        """Note the names that a folder of the test, and those below it, are about to get; return them."""
        start = f"{canonical(path)}/"
        below = [own[len(start) :] for own in self._folders if own.casefold().startswith(start.casefold())]
        named = [f"{canonical(new)}/{each}" for each in below]
        made = self.note_folder(new)
        self._note(*named)
        return [*made, *named]

    def were_not_made(self, paths: Collection[str]) -> None:
        """Take notice that the service has refused what was noted: whatever has that name is not the test's.

        It may be there under a name that the helpers don't call it by: Drafts, in a language that they don't know.
        """
        self._folders = [each for each in self._folders if each not in paths]
        self._refused.update(paths)

    def remove(self) -> Removed:
        """Remove what the test has made and what came to it, from all folders that it had to do with.

        Nothing is raised: the test may have failed, and that is what its reader wants to see. May be called again.
        """
        removed = Removed()
        for folder in dict.fromkeys([*self._view.folders, *self._folders]):
            count = removed.attempt(f"removing mail from {shown(folder)}", partial(self._remove_mail, folder))
            removed.messages += count or 0
        if self._folders or self._refused:
            self._remove_folders(removed)
        for path in removed.folders:
            self._view.forget(path)
        self._folders = [each for each in self._folders if each not in removed.folders]
        return removed

    # --- inside ------------------------------------------------------------------------------------------------

    def _note(self, *paths: str) -> None:
        foreign = foreign_folders(self._way) if paths else []
        for path in paths:
            keep(self._way, note_about(path, self._view.tag, self._user, self._now(), foreign))
            self._folders.append(path)
            self._refused.discard(path)

    def _remove_mail(self, folder: str) -> int:
        try:
            look = self._view.look(folder)
        except LookupError:
            if folder not in self._folders:
                raise
            # It was never made, has another name now, or is gone.
            return 0
        found = [*(each.found for each in look.own), *look.sentinels]
        self._way.remove(found)
        return len(found)

    def _remove_folders(self, removed: Removed) -> None:
        way = self._way
        there = removed.attempt("looking for the test's folders", partial(way.after, OWN_FOLDER, None)) or []
        mine = [each for each in there if self._view.tag in each.tags]
        void = [each for each in mine if made_by(each) in self._refused]
        notes = [each for each in mine if each not in void]
        others = [each for each in there if each not in mine]
        below = removed.attempt("listing the folders", partial(folders_below, way, notes, others)) or []
        for folder in below:
            count = removed.attempt(f"removing mail from {folder}", partial(self._remove_all_mail, folder))
            removed.messages += count or 0
        remove_folders(way, notes, below, removed)
        removed.attempt("removing what was noted of folders", partial(way.remove, void))

    def _remove_all_mail(self, folder: str) -> int:
        """Remove the test's mail from a folder that the view need not know."""
        found = [each for each in self._way.after(folder, None) if self._view.tag in each.tags]
        self._way.remove(found)
        return len(found)
