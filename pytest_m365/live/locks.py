"""The folder of the lock files: one for all processes of a user on this machine, which nobody else can write to."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


class LocksNotOurs(Exception):
    """The folder cannot be used; says why, and what to do."""


def locks_folder(folder: Path | None = None) -> Path:
    """Return the folder, made where it is missing.

    The folder for temporary files is everybody's: another user may have made one of this name there, or a link to
    somewhere else, and would be handed what we write.

    Args:
        folder: by default one of this user in the folder for temporary files.

    Raises:
        LocksNotOurs
    """
    # On Windows the folder for temporary files is the user's own.
    user = os.getuid() if hasattr(os, "getuid") else None
    try:
        folder = folder or Path(tempfile.gettempdir()) / f"pytest-m365-locks-{user or 0}"
    except OSError as error:
        raise LocksNotOurs(f"there is no place for the folder of lock files: {error}. {_ELSEWHERE}") from error
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise LocksNotOurs(f"{folder}, the folder for lock files, cannot be made: {error}. {_ELSEWHERE}") from error
    wrong = _wrong(found, user)
    if wrong:
        raise LocksNotOurs(f"{folder}, the folder for lock files, {wrong}: remove it. {_ELSEWHERE}")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise LocksNotOurs(f"{folder}, the folder for lock files, cannot be written to. {_ELSEWHERE}")
    return folder


_ELSEWHERE = "Or name another folder for temporary files in TMPDIR"


def _wrong(found: os.stat_result, user: int | None) -> str:
    """Return what is wrong with what stands at the folder's path; empty where nothing is."""
    if not stat.S_ISDIR(found.st_mode):
        return "is no folder, but a link or a file"
    if user is None:
        return ""
    if found.st_uid != user:
        return f"belongs to the user {found.st_uid}, and not to {user}"
    if found.st_mode & 0o077:
        return f"is open to others (mode {stat.S_IMODE(found.st_mode):04o}, and not 0700)"
    return ""
