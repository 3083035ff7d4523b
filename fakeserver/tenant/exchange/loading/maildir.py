"""Maildir: a message is a file, its flags stand in the file's name, and folders are Maildirs beside each other.

Source: cr.yp.to/proto/maildir.html; Maildir++ for the folders, ``.Archive.2025`` is 2025 in Archive. Names are in
modified UTF-7, as Dovecot, Courier and mbsync write them; where they are not, in UTF-8 (doc.dovecot.org, mail_utf8).
"""

from collections.abc import Iterator
from pathlib import Path

from fakeserver.modified_utf7 import decoded
from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.loading.messages import LoadedMessage, received

_MESSAGES = ("cur", "new")
#: What programs keep beside the messages.
_THEIR_OWN = ("dovecot", "maildir", "subscriptions", "courier", "uidvalidity", "uidlist")
_FLAGS = {"S": "seen", "R": "answered", "F": "flagged", "D": "draft", "T": "deleted"}


def is_maildir(path: Path) -> bool:
    """Say whether a folder is a Maildir."""
    return all((path / name).is_dir() for name in _MESSAGES)


def subfolders(path: Path, remarks: list[str]) -> Iterator[tuple[tuple[str, ...], Path]]:
    """Yield the Maildirs that are folders of this one, with their names; note what else lies beside the messages."""
    for entry in sorted(path.iterdir()):
        if entry.name in (*_MESSAGES, "tmp") or entry.name.startswith(_THEIR_OWN):
            continue
        if entry.name.startswith(".") and is_maildir(entry):
            yield tuple(map(decoded, entry.name[1:].split("."))), entry
        else:
            remarks.append(f"{entry}: is no message and no folder of a Maildir")


def read_maildir(path: Path, remarks: list[str]) -> Iterator[LoadedMessage]:
    """Yield the messages of a Maildir in order of their names, which begin with when they came; new ones last."""
    for name in _MESSAGES:
        for entry in sorted(path.joinpath(name).iterdir()):
            mime = entry.read_bytes()
            yield LoadedMessage(mime, received(mime), _flags(entry, remarks))


def _flags(entry: Path, remarks: list[str]) -> MessageFlags:
    """Return the flags behind ``:2,``, or what stands for the colon where a name cannot have one."""
    letters = next((entry.name.rpartition(mark)[2] for mark in (":2,", ";2,", "!2,") if mark in entry.name), "")
    unknown = sorted(set(letters) - set(_FLAGS))
    if unknown:
        remarks.append(f"{entry}: a mailbox has no such flag: {', '.join(unknown)}")
    return MessageFlags(**{_FLAGS[letter]: True for letter in letters if letter in _FLAGS})
