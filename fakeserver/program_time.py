"""The time that Python programs of this process read: the system's, or what a test has put in its place.

time-machine changes what ``time.time`` itself returns. freezegun puts other functions in its place, module by module,
and chooses by the caller's stack between them; so freezegun itself is asked, which is the same in every thread.
"""

import sys
import time
from datetime import UTC
from typing import Any


def program_time() -> float:
    """Return seconds since the epoch, as a program of this process that asks ``time.time`` is told.

    Whatever is compared with what a program did goes by this: tokens, pauses that were asked for, dates of mail.
    """
    # Asked several times for each request.
    if "freezegun.api" not in sys.modules:
        return time.time()
    block = frozen_by_freezegun()
    return time_without_freezegun() if block is None else freezegun_seconds(block)


def time_without_freezegun() -> float:
    """Return what `program_time` would without freezegun."""
    freezegun = sys.modules.get("freezegun.api")
    # Where it is in use, time.time may be freezegun's own.
    seconds: float = time.time() if freezegun is None else getattr(freezegun, "real_time", time.time)()
    return seconds


def machine_time() -> float:
    """Return seconds since the epoch by the machine, whatever a test has set."""
    travel = sys.modules.get("time_machine")
    if travel is None or not travel.escape_hatch.is_travelling():
        return time_without_freezegun()
    seconds: float = travel.escape_hatch.time.time()
    return seconds


def stands_still() -> bool:
    """Say whether a test has stopped the time."""
    block = frozen_by_freezegun()
    if block is not None:
        # Of freezegun's three, this one runs.
        return not hasattr(block, "start")
    travels = innermost_travel()
    return travels is not None and not getattr(travels, "_tick", True)


def innermost_travel() -> Any:
    """Return what time-machine has set, the last if it has several times; None if it has not.

    It has no public name for it.
    """
    return next(iter(getattr(sys.modules.get("time_machine"), "traveller_stack", ())[-1:]), None)


def frozen_by_freezegun() -> Any:
    """Return the innermost time that freezegun has set, as its own object; None if there is none."""
    freezegun = sys.modules.get("freezegun.api")
    # A copy: the block may end in another thread.
    return next(iter(getattr(freezegun, "freeze_factories", ())[-1:]), None)


def freezegun_seconds(block: Any) -> float:
    """Return the time of a block of freezegun."""
    # Asked in the usual way, one that goes on by itself (auto_tick_seconds) would do so.
    at = block.time_to_freeze if hasattr(block, "step_width") else block()
    seconds: float = at.replace(tzinfo=UTC).timestamp()
    return seconds
