"""The clock that the tenant and the Python programs of this process share: what the fixture ``m365_clock`` gives.

time-machine moves what programs read (``time.time``, ``time_ns``, ``localtime``, ``gmtime``, ``strftime``,
``datetime.now``, ``date.today``, ...), and tenants read the same. It leaves ``monotonic`` and ``perf_counter`` alone,
by which pytest, asyncio and threads wait.

A test may set the time itself as well, with time-machine or freezegun. Inside such a block that is the time which
programs read, so ``advance`` moves it; whether it runs is for the block to say.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, Unpack

from fakeserver.durations import Units, in_utc, seconds_of
from fakeserver.program_time import (
    freezegun_seconds,
    frozen_by_freezegun,
    innermost_travel,
    machine_time,
    program_time,
    stands_still,
)


class ProgramClock:
    """The time that Python programs of this process read, moved or frozen by a test; tenants follow it.

    Move it from one thread at a time.
    """

    def __init__(self, jumped: Callable[[float], None]) -> None:
        """Make a clock that does nothing before `start`.

        Args:
            jumped: called after each jump of time with its seconds, in the thread that made it.

        Raises:
            ModuleNotFoundError: time-machine is not installed.
        """
        self._time_machine: Any = import_module("time_machine")
        self._jumped = jumped
        self._travel: Any = None
        self._own: Any = None
        #: blocks of freezegun that were moved, each with the seconds
        self._moved_blocks: list[tuple[Any, float]] = []
        self._was_moved = False
        #: whether time stands still
        self.is_frozen = False

    @property
    def ahead(self) -> float:
        """By how many seconds the time that programs read is ahead of the machine's."""
        return program_time() - machine_time()

    def time(self) -> float:
        """Return the time that programs read, in seconds since the epoch."""
        return program_time()

    def now(self) -> datetime:
        """Return the time that programs read, as an aware datetime in UTC."""
        return datetime.fromtimestamp(program_time(), UTC)

    def advance(self, by: float | timedelta | None = None, **units: Unpack[Units]) -> None:
        """Move time on, for the tenant and for the Python programs of this process; negative moves it back.

        Frozen time stays frozen.

        Args:
            by: seconds or a timedelta.
            units: ``hours=1``, ``days=90, minutes=5``; instead of ``by``.

        Raises:
            TypeError: no duration, both ways at once, or an unknown unit.
            ValueError: the time would be in no year that dates have.
        """
        seconds = seconds_of("advance", by, units, since=program_time())
        block = frozen_by_freezegun()
        if block is not None:
            _move_block(block, seconds)
            self._moved_blocks.append((block, seconds))
        else:
            if self._travel is None:
                self._begin()
            # The innermost: the time that the test has set itself, or ours.
            innermost_travel().shift(seconds)
        self._tell(seconds)

    def freeze(self, at: datetime | None = None) -> None:
        """Stop time at a moment (aware datetime), or where it is now, for the tenant and for programs.

        Raises:
            TypeError: the moment is no datetime.
            ValueError: the moment names no time zone.
            RuntimeError: the test itself has set the time, by freezegun or time-machine.
        """
        self._set("freeze", timedelta(0) if at is None else in_utc(at, "at").timestamp(), tick=False)

    def unfreeze(self) -> None:
        """Let time run again, from where it stands.

        Raises:
            RuntimeError: the test itself has set the time, by freezegun or time-machine.
        """
        if self.is_frozen:
            self._set("unfreeze", timedelta(0), tick=True)

    def start(self) -> None:
        """Begin; programs read the same time as before, until it is moved."""
        # time-machine does not start inside of freezegun; should that end before the test does, `advance` starts it.
        if frozen_by_freezegun() is None:
            self._begin()

    def stop(self) -> None:
        """Put the time back to where it would be without this clock."""
        before = program_time()
        if self._travel is not None:
            self._travel.stop()
        for block, seconds in self._moved_blocks:
            if block is frozen_by_freezegun():
                _move_block(block, -seconds)
        if self._was_moved:
            self._tell(program_time() - before)

    def _tell(self, seconds: float) -> None:
        self._was_moved = True
        self._jumped(seconds)

    def _begin(self) -> None:
        # Inside a block in which time stands still it goes on to do so.
        self.is_frozen = stands_still()
        self._travel = self._time_machine.travel(timedelta(0), tick=not self.is_frozen)
        self._own = self._travel.start()
        # Its time runs from the first time that it is read.
        program_time()

    def _set(self, name: str, to: timedelta | float, tick: bool) -> None:
        if frozen_by_freezegun() is not None or self._own is None or innermost_travel() is not self._own:
            raise RuntimeError(
                f"m365_clock.{name}: the test has set the time itself, with freezegun or time-machine; there, "
                "m365_clock.advance(...) moves it, and tick= of freeze_time or travel says whether it runs"
            )
        before = program_time()
        self._own.move_to(to, tick=tick)
        jumped = program_time() - before
        self.is_frozen = not tick
        self._tell(jumped)


def _move_block(block: Any, seconds: float) -> None:
    """Move the time of a block of freezegun."""
    block.move_to(datetime.fromtimestamp(freezegun_seconds(block) + seconds, UTC))
