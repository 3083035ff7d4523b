"""``serve --state``: what a file with 10,000 messages costs a start, and what keeping it costs those who are served."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.mail import MESSAGES, OCTETS
from benchmarks.table import Figure, milliseconds
from fakeserver.state.state import State
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant

#: milliseconds
LOAD_BAR, HOLD_BAR = 1000.0, 50.0
TIMES = 5
USERS = 300


def figures() -> Iterator[Figure]:
    """Yield the figures of this group."""
    size = f"{MESSAGES:,} messages"
    cloud, tenant = Cloud(), Tenant()
    cloud.add(tenant)
    box = tenant.add_user("alice").mailbox
    for number in range(MESSAGES):
        box.deliver(subject=f"message {number}", body="x" * OCTETS)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "fake.state"
        state = State(path)
        yield Figure(f"the longest that others wait while {size} are taken", _longest(state, cloud), "ms", HOLD_BAR)
        yield Figure("writing them", milliseconds(state.write, 1), "ms")
        state.close()
        yield Figure(f"a start with {size}", sorted(_loaded(path) for _ in range(TIMES))[TIMES // 2], "ms", LOAD_BAR)
    for number in range(USERS):
        tenant.add_user(f"user{number}").mailbox.deliver(subject="x")
    with TemporaryDirectory() as folder:
        state = State(Path(folder) / "fake.state")
        _longest(state, cloud)
        state.write()
        box.deliver(subject="one more")
        yield Figure(f"one more message, with {USERS} users", _longest(state, cloud), "ms", HOLD_BAR)
        state.close()


def _longest(state: State, cloud: Cloud) -> float:
    """Return the milliseconds of the longest step of taking in all that has changed."""
    longest, is_all = 0.0, False
    while not is_all:
        begun = perf_counter()
        is_all = state.take(cloud)
        longest = max(longest, perf_counter() - begun)
    return longest * 1000


def _loaded(path: Path) -> float:
    state = State(path)
    taken = milliseconds(lambda: state.load(Cloud()), 1)
    state.close()
    return taken
