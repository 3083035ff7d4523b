"""What the helpers must remember beyond a process: messages in a folder of their own, one for each folder of a test."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from datetime import datetime
from urllib.parse import quote, unquote

from fakeserver.tenant.exchange.arrival import composed
from fakeserver.tenant.exchange.mime.message import Message
from pytest_m365.live.folder_names import is_standard, lies_in
from pytest_m365.live.marking import marked
from pytest_m365.live.tags import Tag
from pytest_m365.live.way import Found, Way

#: the folder at the top in which the helpers keep what they must remember
OWN_FOLDER = "pytest-m365"
#: to put a message there
_TRIES = 3
#: how a note of a folder begins; its path follows, with %20 and the like for what `_FOLDED` fits
_MADE = "A test has made the folder "
#: what a header loses on its way: all blanks but a single one between words; and the sign that stands for them
_FOLDED = re.compile(r"\A\s+|\s+\Z|\s{2,}|[^\S ]|%")


def note_about(path: str, tag: Tag, user: str, now: datetime, foreign: Collection[str] = ()) -> bytes:
    """Return the message that tells of a folder which a test is about to make.

    Args:
        user: the mailbox's address.
        foreign: the folders that are there, and no test's (`foreign_folders`).
    """
    subject = _MADE + _FOLDED.sub(lambda found: quote(found[0], safe=""), path)
    body = json.dumps({"folder": path, "foreign": sorted(foreign)})
    return marked(composed(to=tag.address(user), sender=user, subject=subject, body=body), tag, now)


def made_by(note: Found) -> str | None:
    """Return the folder that a note is about; None for any other message."""
    return unquote(note.subject.removeprefix(_MADE)) if note.subject.startswith(_MADE) and note.tags else None


def foreign_before(note: Found, mime: bytes) -> Collection[str]:
    """Return the folders that were there, and no test's, when a note was written.

    Raises:
        LookupError: it is not as it was written; its subject may be cut as well.
    """
    # Assumption: the service keeps a message's text as it was given; where it does not, folders stay, and it is told.
    try:
        said = json.loads(Message(mime).text or "")
        foreign = said["foreign"]
        if said["folder"] == made_by(note) and isinstance(foreign, list) and all(isinstance(x, str) for x in foreign):
            return foreign
    except (ValueError, TypeError, LookupError, RecursionError):
        pass
    raise LookupError(f"the note {note.subject!r} is not as it was written; remove its folder and the note by hand")


def noted(way: Way) -> Sequence[str]:
    """Return the folders that notes are about, of whichever test."""
    try:
        notes = way.after(OWN_FOLDER, None)
    except LookupError:
        return []
    return [path for path in map(made_by, notes) if path is not None]


def foreign_folders(way: Way) -> Sequence[str]:
    """Return the folders that are no test's, without those that every mailbox has: nobody can move these."""
    of_tests = [OWN_FOLDER, *noted(way)]
    return [each for each in way.folders() if not is_standard(each) and not lies_in(each, of_tests)]


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
