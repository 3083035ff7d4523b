"""One connection for each mailbox and protocol among all processes of this machine: files that are locked.

Exchange Online lets few connections of a mailbox in at a time, and doesn't say why it shuts another out. A lock ends
with its process, whatever ended that.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from pytest_m365.live.errors import Unavailable

if TYPE_CHECKING:
    from filelock import BaseFileLock

#: seconds to wait for another worker, whose test may take its time
TIMEOUT = 600.0
#: of this process, by path: whoever has one already takes it again
_locks: dict[Path, BaseFileLock] = {}
_guard = Lock()


class ConnectionLock:
    """The right of this process to connect to a mailbox by a protocol. Within the process it is shared."""

    def __init__(
        self, tenant_id: str, mailbox: str, protocol: str, *, folder: Path | None = None, timeout: float = TIMEOUT
    ) -> None:
        """Name what is connected to.

        Args:
            folder: where the files are; by default one of this machine's temporary ones, the same for all of a
                user's processes.
            timeout: seconds to wait for another process.
        """
        self._what = f"{protocol} of {mailbox}"
        self._timeout = timeout
        name = hashlib.sha256(f"{tenant_id}\n{mailbox}\n{protocol}".lower().encode()).hexdigest()[:32]
        self.path = (folder or Path(tempfile.gettempdir()) / f"pytest-m365-locks-{_user()}") / f"{name}.lock"

    def acquire(self) -> None:
        """Wait until no other process has it, and take it; whoever has it may take it again.

        Raises:
            Unavailable: another process has had it for as long as may be waited.
            ImportError: filelock is not installed: it comes with ``pip install pytest-m365[live]``.
        """
        from filelock import Timeout

        try:
            self._lock().acquire(timeout=self._timeout)
        except Timeout:
            raise Unavailable(
                "mailbox",
                f"waiting for {self._what}",
                f"another process of this machine has been connected for {self._timeout:g} s; give workers mailboxes "
                "of their own (M365_USERNAMES)",
            ) from None

    def release(self) -> None:
        """Give it back, as often as it was taken."""
        self._lock().release()

    def _lock(self) -> BaseFileLock:
        from filelock import FileLock

        with _guard:
            if self.path not in _locks:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                # Threads of a process are one: a test may wait in one and deliver in another.
                _locks[self.path] = FileLock(self.path, thread_local=False)
            return _locks[self.path]


def _user() -> str:
    # On Windows the temporary folder is the user's own.
    return str(os.getuid()) if hasattr(os, "getuid") else "0"
