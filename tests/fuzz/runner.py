"""Runs a target for a while, and says what failed: what was raised, what took long, what grew."""

import gc
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

#: Seconds that one input may take.
SLOW = 1.0
#: Inputs that one world takes; what they leave in its mailboxes goes with it.
PER_WORLD = 1_000
#: Objects that a world's thousand inputs may leave behind when it is gone; caches fill in the first ones.
GROWTH = 2_000
#: Failures after which there is no more to learn.
MAX_FAILURES = 20


@dataclass(frozen=True)
class Failure:
    """An input that failed."""

    protocol: str
    #: the seed of the world that took it
    seed: str
    #: the input, and the few before it
    inputs: tuple[bytes, ...]
    #: what was raised, how long it took, or what it left behind
    what: str

    def __str__(self) -> str:
        shown = "\n".join(f"  {octets!r}" for octets in self.inputs)
        return f"{self.protocol}, seed {self.seed}\n{shown}\n{self.what}"


@dataclass
class Outcome:
    """What came of a run."""

    protocol: str
    inputs: int = 0
    seconds: float = 0.0
    failures: list[Failure] = field(default_factory=list)

    def __str__(self) -> str:
        rate = self.inputs / self.seconds if self.seconds else 0.0
        return f"{self.protocol:6} {self.inputs:>9,} inputs {rate:>8,.0f}/s  {len(self.failures)} failures"


def run(protocol: str, seed: str, seconds: float, limit: int | None = None) -> Outcome:
    """Fuzz one protocol for some seconds, or until it has taken so many inputs."""
    outcome = Outcome(protocol)
    _import_what_it_takes(protocol, seed)
    began = time.monotonic()
    number = 0
    left: list[int] = []

    def is_over() -> bool:
        enough = limit is not None and outcome.inputs >= limit
        return enough or len(outcome.failures) >= MAX_FAILURES or time.monotonic() - began >= seconds

    while not is_over():
        world_seed = f"{seed}-{number}"
        number += 1
        target = TARGETS[protocol](Random(world_seed))
        recent: list[bytes] = []
        try:
            for _ in range(PER_WORLD):
                octets = target.input()
                recent = [*recent[-4:], octets]
                took = _time_to_take(target, octets)
                outcome.inputs += 1
                if took > SLOW:
                    outcome.failures.append(Failure(protocol, world_seed, tuple(recent), f"took {took:.1f} s"))
                if is_over():
                    break
        except Exception:  # noqa: BLE001  whatever it is, it is what is looked for
            outcome.failures.append(Failure(protocol, world_seed, tuple(recent), traceback.format_exc()))
        target.close()
        del target
        if not is_over():
            gc.collect()
            left.append(len(gc.get_objects()))
    if len(left) > 6 and left[-1] - left[3] > GROWTH * (len(left) - 4):
        outcome.failures.append(Failure(protocol, seed, (), f"left {left[-1] - left[3]} objects in {len(left)} worlds"))
    outcome.seconds = time.monotonic() - began
    return outcome


def _time_to_take(target: Target, octets: bytes) -> float:
    """Let a target take an input; return how many seconds of the processor that takes, however busy it is.

    Without the garbage collector, which may meet what hours of other tests have left.
    """
    gc.disable()
    try:
        started = time.thread_time()
        target.take(octets)
        return time.thread_time() - started
    finally:
        gc.enable()


def _import_what_it_takes(protocol: str, seed: str) -> None:
    """Take the first input of a run once before, so that what is imported then is no part of its time."""
    target = TARGETS[protocol](Random(f"{seed}-0"))
    # It is raised again where it is looked for.
    with suppress(Exception):
        target.take(target.input())
    target.close()
