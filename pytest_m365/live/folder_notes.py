"""What the helpers must remember beyond a process: messages in a folder of their own, one for each folder of a test."""

from __future__ import annotations

from datetime import datetime

from fakeserver.tenant.exchange.arrival import composed
from pytest_m365.live.marking import marked
from pytest_m365.live.tags import Tag
from pytest_m365.live.way import Found, Way

#: the folder at the top in which the helpers keep what they must remember
OWN_FOLDER = "pytest-m365"
#: to put a message there
_TRIES = 3
#: how a note of a folder begins; its path follows
_MADE = "A test has made the folder "


def note_about(path: str, tag: Tag, user: str, now: datetime) -> bytes:
    """Return the message that tells of a folder which a test is about to make.

    Args:
        user: the mailbox's address.
    """
    note = composed(to=tag.address(user), sender=user, subject=f"{_MADE}{path}")
    return marked(note, tag, now)


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
