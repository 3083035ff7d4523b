"""What a test has made in the mailbox, noted before it is made and removed after it.

Messages need no list: each carries the test's tag. Folders carry none, so that a message of ours tells of each, in a
folder of ours: also when this process is gone, the next run knows what to remove.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

from fakeserver.tenant.exchange.arrival import composed
from pytest_m365.live.errors import LiveError, Unavailable
from pytest_m365.live.folder_names import canonical, is_only_an_id, is_standard, lies_in, shown
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.marking import marked
from pytest_m365.live.view import View
from pytest_m365.live.way import Found, Way

#: the folder at the top in which the helpers keep what they must remember
OWN_FOLDER = "pytest-m365"
#: to put a message there
_TRIES = 3
#: how a note of a folder begins; its path follows
_MADE = "A test has made the folder "

T = TypeVar("T")


@dataclass
class Removed:
    """What removing has come to."""

    messages: int = 0
    folders: list[str] = field(default_factory=list)
    #: a sentence for each thing that is still there, with the service's words
    errors: list[str] = field(default_factory=list)

    #: the service is not to be had: nothing more is tried
    is_over: bool = False

    def attempt(self, what: str, call: Callable[[], T]) -> T | None:
        """Return what a call returns; None where it failed, which is noted, or the service had failed before."""
        if self.is_over:
            return None
        try:
            return call()
        except (LiveError, LookupError) as error:
            self.is_over = isinstance(error, Unavailable)
            self.errors.append(f"{what}: {error}")
            return None


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
            NotAllowed: every mailbox has a folder of this name, or the helpers take it for one.
        """
        names = canonical(path).split("/")
        if is_standard(path) or is_only_an_id(path.partition("/")[0]):
            raise NotAllowed(f"no test makes the folder {path}: {names[0]} is a folder that every mailbox has")
        known = {each.casefold() for each in (*self._way.folders(), *self._folders)}
        paths = ("/".join(names[:number]) for number in range(1, len(names) + 1))
        made = [each for each in paths if each.casefold() not in known and not is_standard(each)]
        for each in made:
            self._note(each)
        return made

    def note_renamed(self, path: str, new: str) -> Sequence[str]:
        """Note the names that a folder of the test, and those below it, are about to get; return them."""
        start = f"{canonical(path)}/"
        below = [own[len(start) :] for own in self._folders if own.casefold().startswith(start.casefold())]
        named = [*self.note_folder(new)]
        for each in below:
            named.append(f"{canonical(new)}/{each}")
            self._note(named[-1])
        return named

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

    def _note(self, path: str) -> None:
        note = composed(to=self._view.tag.address(self._user), sender=self._user, subject=f"{_MADE}{path}")
        mime = marked(note, self._view.tag, self._now())
        keep(self._way, mime)
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


def made_by(note: Found) -> str | None:
    """Return the folder that a note is about; None for any other message."""
    return note.subject.removeprefix(_MADE) if note.subject.startswith(_MADE) and note.tags else None


def keep(way: Way, mime: bytes) -> None:
    """Put a message into the helpers' folder, which is made where it is not there.

    Raises:
        LookupError: others remove that folder as often as it is made.
    """
    for left in reversed(range(_TRIES)):
        _make_own_folder(way)
        try:
            way.put(OWN_FOLDER, mime, is_read=True, received_at=None)
        except LookupError:
            if not left:
                raise
            # Another process has found it empty, and removed it since this one has seen it.
            way.folders()
        else:
            return


def _make_own_folder(way: Way) -> None:
    try:
        way.named(OWN_FOLDER)
    except LookupError:
        way.add_folder(OWN_FOLDER)


def folders_below(way: Way, notes: Sequence[Found], others: Sequence[Found]) -> list[str]:
    """Return the folders below those that notes are about: what a program has made there, which nobody has noted.

    Args:
        others: notes of other tests; what these are about is not among them, nor what lies below it.
    """
    made, made_by_others = _about(notes), _about(others)
    if not made:
        return []
    noted = {each.casefold() for each in made}
    return [
        each
        for each in way.folders()
        if lies_in(each, made) and each.casefold() not in noted and not lies_in(each, made_by_others)
    ]


def remove_folders(way: Way, notes: Sequence[Found], below: Sequence[str], removed: Removed) -> None:
    """Remove the folders that notes are about, with those below them, the deepest first, and then the notes.

    One in which something is left stays, and so does its note.
    """
    wanted: list[tuple[str, Found | None]] = [(path, None) for path in below]
    wanted += [(path, note) for note in notes if (path := made_by(note)) is not None]
    for path, note in sorted(wanted, key=lambda each: each[0].count("/"), reverse=True):
        if removed.attempt(f"removing the folder {path}", partial(_remove_folder, way, path, note)):
            removed.folders.append(path)


def _about(notes: Sequence[Found]) -> list[str]:
    return [path for path in map(made_by, notes) if path is not None]


def _remove_folder(way: Way, path: str, note: Found | None) -> bool:
    way.remove_folder(path)
    if note is not None:
        way.remove([note])
    return True
