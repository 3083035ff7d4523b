"""Removing what tests have left: one thing after the other, whatever fails, and folders from the deepest up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from pytest_m365.live.errors import LiveError, Unavailable
from pytest_m365.live.folder_names import lies_in
from pytest_m365.live.folder_notes import foreign_before, made_by
from pytest_m365.live.way import Found, Way

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

    One in which something is left stays, and so does its note. All stay where one of them may be another's: a program
    can move a folder that was there before below the test's, or to its name. Their notes go then, so that no later
    run removes what people shall look at.
    """
    before = removed.attempt("looking for the folders of before", partial(_foreign_before, way, notes))
    there = removed.attempt("listing the folders", way.folders) if before else []
    if before is None or there is None:
        # Nobody knows what may be others'.
        return
    missing = sorted(before - set(there))
    if missing:
        stay = ", ".join([*_about(notes), *below])
        removed.errors.append(
            f"the folders {stay}, as far as they are there: others' {', '.join(missing)} was there before the test, "
            "and is not where it was; one of these may be it. Look into them, and move or remove them by hand"
        )
        removed.attempt("removing what was noted of folders", partial(way.remove, notes))
        return
    # EWS takes names with a slash: "Mine/2026" may be at the top, and older than "Mine".
    wanted: list[tuple[str, Found | None]] = [(path, None) for path in below if path not in before]
    wanted += [(path, note) for note in notes if (path := made_by(note)) is not None]
    for path, note in sorted(wanted, key=lambda each: each[0].count("/"), reverse=True):
        if removed.attempt(f"removing the folder {path}", partial(_remove_folder, way, path, note)):
            removed.folders.append(path)


def _foreign_before(way: Way, notes: Sequence[Found]) -> set[str]:
    """Return the folders of others that were there when one of the notes was written.

    Raises:
        LookupError: a note doesn't say any more what was there.
    """
    return {path for note in notes for path in foreign_before(note, way.mime(note))}


def _about(notes: Sequence[Found]) -> list[str]:
    return [path for path in map(made_by, notes) if path is not None]


def _remove_folder(way: Way, path: str, note: Found | None) -> bool:
    way.remove_folder(path)
    if note is not None:
        way.remove([note])
    return True
