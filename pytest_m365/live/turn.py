"""Whose turn it is at a mailbox: one process of this machine at a time, by files that are locked.

Exchange Online lets few connections of a mailbox in at a time, and doesn't say why it shuts another out. So a process
takes the turn before it asks a mailbox anything, finding its way and probing protocols included. It keeps the turn as
long as one of its tests has that mailbox (with a target of a wider scope: until the last test of it), and while it
sweeps. Within a turn the helpers have one connection by the protocol that leads to the mailbox, and each client that
the test opens (``m365_imap``, ``m365.open_pop3()``, ...) is one more. Between tests the turn, and with it the
connections of the helpers and of the contract suite, goes to whoever waits for it; and it is given back when the
process has done without it for some seconds (`own_turn`). The doctor takes it for each of its questions.

No two processes can wait for each other, since none waits while it has a turn: a mailbox that a test names
(``m365.open_imap("bob@...")``) is opened beside whoever is at work there, the sweep gives one back before the next, and
so does a run before it waits for another's end (``m365_live_lock``). A turn ends with its process, whatever ended that.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from fakeserver.digits import number_in
from pytest_m365.live.errors import Occupied

if TYPE_CHECKING:
    from filelock import BaseFileLock

#: seconds that one test of another process is waited for
TIMEOUT = 600.0
#: seconds of waiting after which it is said
TOLD_AFTER = 1.5
#: of this process, by path: whoever has one already takes it again
_locks: dict[Path, BaseFileLock] = {}
_guard = Lock()


@dataclass(frozen=True)
class Occupant:
    """A process that has the turn, as it says itself."""

    pid: int
    #: the name of the run, which all of its processes share
    run: str
    #: folder of the tests
    project: str
    #: when it got the turn: "2026-11-28T12:00:00Z"
    since: str = ""

    def __str__(self) -> str:
        return f"process {self.pid} of this machine, of the run {self.run} in {self.project}, since {self.since}"


@dataclass(frozen=True)
class Turns:
    """What the turns of this process have in common.

    Args:
        folder: where the files are, the same for all processes; nobody else's.
        process: this process, for others to name.
        tell: is told whom this process waits for.
        timeout: seconds that another may keep the turn while this process waits.
    """

    folder: Path
    process: Occupant
    tell: Callable[[str], None]
    timeout: float = TIMEOUT
    #: mailboxes and runs that it has been told
    _told: set[tuple[str, str]] = field(default_factory=set, init=False)

    def tell_once(self, mailbox: str, run: str, line: str) -> None:
        """Say that this process waits for a run at a mailbox, unless that was said before."""
        if (mailbox, run) not in self._told:
            self._told.add((mailbox, run))
            self.tell(line)

    def tell_anew(self) -> None:
        """Have what was said said again, should it come to that."""
        self._told.clear()

    def at(self, tenant_id: str, mailbox: str) -> MailboxTurn:
        """Return the turn at a mailbox, not taken yet."""
        return MailboxTurn(self, tenant_id, mailbox)


class MailboxTurn:
    """The right of this process to be at work in a mailbox."""

    def __init__(self, turns: Turns, tenant_id: str, mailbox: str) -> None:
        self._turns = turns
        self._mailbox = mailbox
        name = hashlib.sha256(f"{tenant_id}\n{mailbox}".lower().encode()).hexdigest()[:32]
        self._turn = turns.folder / f"{name}.lock"
        #: Had by the one who is next, so that whoever gives the turn back doesn't take it again before the others.
        self._next = turns.folder / f"{name}.next.lock"
        #: says whose turn it is
        self._holder = turns.folder / f"{name}.json"

    def take(self) -> None:
        """Wait until no other process has the turn, and take it; whoever has it may take it again.

        Raises:
            Occupied: another process has had it for as long as may be waited; says which.
        """
        turn, following = _lock(self._turn), _lock(self._next)
        if turn.is_locked:
            turn.acquire()
            return
        self._wait_for(following)
        try:
            self._wait_for(turn)
        finally:
            following.release()
        self._write()

    def give_back(self) -> None:
        """Give the turn back, as often as it was taken."""
        turn = _lock(self._turn)
        if turn.lock_counter == 1:
            self._unwrite()
        turn.release()

    def is_wanted(self) -> bool:
        """Say whether another process waits for it, now that this one has it."""
        from filelock import Timeout

        following = _lock(self._next)
        try:
            following.acquire(timeout=0)
        except Timeout:
            return True
        following.release()
        return False

    # --- inside ------------------------------------------------------------------------------------------------

    def _wait_for(self, lock: BaseFileLock) -> None:
        from filelock import Timeout

        holder, began = None, time.monotonic()
        while True:
            left = began + self._turns.timeout - time.monotonic()
            try:
                lock.acquire(timeout=max(0.0, min(TOLD_AFTER, left)))
            except Timeout:
                now_holder = self._read()
            else:
                return
            if now_holder != holder:
                # It goes on: each holder has its own time.
                holder, began = now_holder, time.monotonic()
            elif left <= 0:
                raise Occupied(
                    f"waiting for the turn at {self._mailbox}",
                    f"{holder or _SOMEBODY} has had it for {self._turns.timeout:g} s; give workers and runs mailboxes "
                    "of their own (M365_USERNAMES)",
                ) from None
            self._say(holder)

    def _say(self, holder: Occupant | None) -> None:
        run = holder.run if holder is not None else ""
        line = f"m365: waiting for {self._mailbox}, which is used by {holder or _SOMEBODY}"
        self._turns.tell_once(self._mailbox, run, line)

    def _write(self) -> None:
        said = asdict(self._turns.process) | {"since": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
        new = self._holder.with_suffix(".new")
        try:
            new.write_text(json.dumps(said), encoding="utf-8")
            os.replace(new, self._holder)
        except OSError:
            # The lock counts, and this is for people; but nobody shall be told of one who had the turn before.
            self._unwrite()

    def _unwrite(self) -> None:
        with suppress(OSError):
            self._holder.unlink(missing_ok=True)

    def _read(self) -> Occupant | None:
        """Return whose turn it is; None where that is not told, as between two turns."""
        try:
            said = json.loads(self._holder.read_text(encoding="utf-8"))
            pid, *others = (str(said[name]) for name in ("pid", "run", "project", "since"))
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return None
        number = number_in(pid)
        return None if number is None else Occupant(number, *others)


_SOMEBODY = "another process of this machine"


def _lock(path: Path) -> BaseFileLock:
    from filelock import FileLock

    with _guard:
        if path not in _locks:
            # Threads of a process are one: a test may wait in one and deliver in another.
            _locks[path] = FileLock(path, thread_local=False)
        return _locks[path]
