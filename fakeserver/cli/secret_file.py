"""A file with secrets in it: readers see all of it or none, and nobody else does."""

import os
from contextlib import suppress
from pathlib import Path


def write(path: Path, text: str, mode: int) -> None:
    """Write a file under another name, and then give it its own.

    Args:
        mode: the permissions, whatever the umask says; Windows knows none.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # An earlier process of this number may have been killed while it wrote.
        draft.unlink(missing_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        draft.chmod(mode)
        draft.replace(path)
    finally:
        # Not there any more when all went well.
        with suppress(OSError):
            draft.unlink(missing_ok=True)
