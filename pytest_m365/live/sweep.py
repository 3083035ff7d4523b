"""Removes what live tests have left in a mailbox: this run's at its end, and what earlier runs left.

Terraform's sweepers are the model: found by marks, old enough, few enough, and shown beforehand to whoever wants it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from pytest_m365.live.errors import LiveError
from pytest_m365.live.folder_names import shown
from pytest_m365.live.folder_notes import OWN_FOLDER, made_by
from pytest_m365.live.removal import Removed, folders_below, remove_folders
from pytest_m365.live.tags import Tag
from pytest_m365.live.way import Found, Way

#: how old what another run has left must be
OLD = timedelta(days=1)
#: above so many messages nothing is removed: somebody should have a look first
CAP = 200
#: messages that the report names at most
_MOST_NAMED = 20

#: says of a message that has tags whether it is to go
Chosen = Callable[[Found], bool]


def of_run(run: str) -> Chosen:
    """Choose what belongs to a run, whoever else it belongs to."""
    return lambda found: any(tag.run == run for tag in found.tags)


def older_than(now: datetime, age: timedelta = OLD) -> Chosen:
    """Choose what belongs to runs that began so long ago, and to no other, by its own address, Message-ID or field.

    The age is in the tag: dates in a mailbox are no witness, as tests set them. An answer to a test's message stays: a
    person may have written it.
    """

    def is_old(tag: Tag) -> bool:
        began = tag.began
        return began is not None and now - began > age

    return lambda found: bool(found.tags) and not found.is_answer and all(map(is_old, found.tags))


@dataclass(frozen=True)
class Asked:
    """What a sweep is asked to remove."""

    chosen: Chosen
    #: only look
    is_dry: bool = False
    #: messages above which nothing is removed; None for no limit, as for a run's own
    cap: int | None = CAP


@dataclass
class Swept:
    """What was found, and what became of it."""

    user: str
    #: by the way's name
    way: str
    found: list[Found] = field(default_factory=list)
    #: folders that tests had made
    folders: list[str] = field(default_factory=list)
    removed: Removed = field(default_factory=Removed)
    #: of what was found, the messages that are still there
    left: list[Found] = field(default_factory=list)
    is_dry: bool = False
    #: why nothing was removed; empty where it was
    refused: str = ""

    def lines(self) -> list[str]:
        """Return it for the report; nothing where nothing was found."""
        if not (self.found or self.folders or self.removed.errors):
            return []
        what = f"{len(self.found)} messages" + (f" and {len(self.folders)} folders" if self.folders else "")
        if self.refused:
            done = f"{what} of earlier runs, not removed: {self.refused}"
        elif self.is_dry:
            done = f"{what} would be removed"
        else:
            done = f"removed {self.removed.messages} messages and {len(self.removed.folders)} folders"
        named = [f"  {each.subject!r} in {shown(each.folder)}, {_tags(each)}" for each in self.left[:_MOST_NAMED]]
        if len(self.left) > _MOST_NAMED:
            named.append(f"  and {len(self.left) - _MOST_NAMED} more")
        folders = [f"  the folder {path}" for path in self.folders if path not in self.removed.folders]
        return [
            f"{self.user} by {self.way}: {done}",
            *named,
            *folders,
            *(f"  still there: {error}" for error in self.removed.errors),
        ]


def sweep(way: Way, user: str, *asked: Asked) -> list[Swept]:
    """Look through all folders of a mailbox, once, and remove what is asked for; of each, in order, what came of it.

    A message that several ask for is the first one's. Errors are part of the results: what cannot be removed today is
    found tomorrow.
    """
    removed, results = Removed(), list[Swept]()
    there = _marked(way, removed)
    notes = [each for each in there if each.folder.casefold() == OWN_FOLDER and made_by(each)]
    for each in asked:
        swept = Swept(user, way.name, removed=removed, is_dry=each.is_dry)
        _sweep(way, swept, [found for found in there if each.chosen(found)], notes, each.cap)
        results.append(swept)
        there = [found for found in there if not each.chosen(found)]
        # An error is told once.
        removed = Removed(is_over=removed.is_over)
    if not removed.is_over and any(not (swept.is_dry or swept.refused) for swept in results):
        _remove_own_folder(way)
    return results


def _marked(way: Way, removed: Removed) -> list[Found]:
    """Return the messages of all folders that have a tag."""
    there = list[Found]()
    for folder in removed.attempt("looking for what tests have left", way.folders) or []:
        there += removed.attempt(f"looking into {shown(folder)}", partial(way.marked, folder)) or []
    return there


def _sweep(way: Way, swept: Swept, chosen: Sequence[Found], all_notes: Sequence[Found], cap: int | None) -> None:
    """Remove what was chosen, and the folders that the helpers' notes among it tell of, with those below them."""
    removed = swept.removed
    notes = [each for each in all_notes if each in chosen]
    others = [each for each in all_notes if each not in chosen]
    below = removed.attempt("listing the folders", partial(folders_below, way, notes, others)) or []
    swept.found = [each for each in chosen if each not in notes]
    swept.folders = [*(path for path in map(made_by, notes) if path is not None), *below]
    swept.left = swept.found.copy()
    if cap is not None and len(swept.found) > cap:
        swept.refused = f"more than {cap} at once are removed only by pytest --m365-sweep=all"
    if swept.is_dry or swept.refused:
        return
    for folder in dict.fromkeys(each.folder for each in swept.found):
        theirs = [each for each in swept.found if each.folder == folder]
        count = removed.attempt(f"removing mail from {shown(folder)}", partial(_remove, way, theirs))
        if count is not None:
            removed.messages += count
            swept.left = [each for each in swept.left if each.folder != folder]
    remove_folders(way, notes, below, removed)


def _remove(way: Way, found: Sequence[Found]) -> int:
    way.remove(found)
    return len(found)


def _remove_own_folder(way: Way) -> None:
    """Remove the helpers' folder, if nothing of another run is in it."""
    # It is in use, it will be removed another time, or somebody else does so now.
    with suppress(LiveError, LookupError):
        way.remove_folder(OWN_FOLDER)


def _tags(found: Found) -> str:
    return ", ".join(sorted(map(str, found.tags)))
