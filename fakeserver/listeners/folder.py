"""A temporary folder that goes when its owner closes it or the process ends, and that a forked child leaves alone."""

import os
import shutil
import tempfile
import weakref
from pathlib import Path


def show(path: Path, content: bytes) -> None:
    """Write a file that others may read, whatever the process's umask."""
    path.write_bytes(content)
    path.chmod(0o644)


def show_folder(path: Path) -> None:
    """Make a folder that others may look into, whatever the process's umask."""
    path.mkdir()
    path.chmod(0o755)


class TemporaryFolder:
    """A folder that only its owner may look into.

    `tempfile.TemporaryDirectory` would be removed by each forked child that ends, under its parent's feet.

    Attributes:
        path: where it is.
    """

    def __init__(self, prefix: str) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        self._remove = weakref.finalize(self, _remove, self.path, os.getpid())

    def close(self) -> None:
        """Remove it with all that is in it."""
        self._remove()


def _remove(path: Path, made_in: int) -> None:
    if os.getpid() == made_in:
        shutil.rmtree(path, ignore_errors=True)
