"""The thread that writes: what wakes it, what it leaves at any moment, and what it does when it cannot write."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fakeserver.state import keeper as module
from fakeserver.state.errors import StateError
from fakeserver.state.keeper import Keeper
from fakeserver.state.state import State
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.transport.outbound import OutboundMessage
from fakeserver.tenant.tenant import Tenant
from tests.state.likeness import differences
from tests.world import World

PATIENCE = 60.0


class Written:
    """A state whose writes are counted and can be waited for."""

    def __init__(self, state: State) -> None:
        self.count = 0
        self._changed = threading.Condition()
        self._write = state.write
        vars(state)["write"] = self.write

    def write(self) -> None:
        self._write()
        with self._changed:
            self.count += 1
            self._changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.count >= count, PATIENCE)


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fake.state"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DELAY", 0.0)


def loaded(path: Path) -> Tenant:
    """Return the tenant that a file holds."""
    state, cloud = State(path), Cloud()
    state.load(cloud)
    state.close()
    [tenant] = cloud.tenants
    return tenant


@pytest.fixture
def kept(world: World, path: Path) -> Iterator[Written]:
    state = State(path)
    written = Written(state)
    keeper = Keeper(state, world.cloud, pytest.fail)
    yield written
    assert keeper.close()
    assert differences(world.tenant, loaded(path)) == []


CHANGES: dict[str, Callable[[World], object]] = {
    "mail that comes": lambda world: world.mailbox().deliver(subject="x"),
    "an exchange that is noted": lambda world: world.tenant.notes.add("OAuth", "token", "200"),
    "one that belongs to no tenant": lambda world: world.cloud.notes.add("HTTP", "GET", "404"),
    "a clock that is moved": lambda world: world.tenant.clock.advance(hours=1),
    "a change that is told of": lambda world: world.cloud.changed(),
    "mail that leaves": lambda world: world.tenant.outbound.append(
        OutboundMessage("alice@contoso.onmicrosoft.com", ("eve@fabrikam.example",), b"x", world.tenant.clock.now())
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_wakes_it(change: Callable[[World], object], world: World, kept: Written) -> None:
    assert kept.count == 1
    change(world)
    kept.wait_for(2)


def test_a_mailbox_that_came_later_is_watched_as_well(world: World, kept: Written) -> None:
    world.tenant.add_user("carol")
    world.cloud.changed()
    kept.wait_for(2)
    world.mailbox("carol").deliver(subject="x")
    kept.wait_for(3)


def test_it_does_not_look_around_by_itself(world: World, kept: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    world.mailbox().deliver(subject="x")
    kept.wait_for(2)
    assert not threading.Event().wait(0.05)
    assert kept.count == 2


def test_trouble_is_told_once_and_it_is_tried_again(world: World, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RETRY", 0.001)
    state, told, failing = State(path), list[str](), threading.Event()
    failed = threading.Semaphore(0)
    write = state.write

    def write_or_fail() -> None:
        if failing.is_set():
            failed.release()
            raise StateError("there is no space left on the disk")
        write()

    vars(state)["write"] = write_or_fail
    keeper = Keeper(state, world.cloud, told.append)
    failing.set()
    world.mailbox().deliver(subject="x")
    for _ in range(3):
        assert failed.acquire(timeout=PATIENCE)
    assert told == ["the state is not written: there is no space left on the disk"]
    failing.clear()
    written = Written(state)
    written.wait_for(1)
    assert keeper.close()
    assert differences(world.tenant, loaded(path)) == []


def test_who_cannot_write_at_the_end_says_so(world: World, path: Path) -> None:
    state, told = State(path), list[str]()
    keeper = Keeper(state, world.cloud, told.append)
    world.tenant.add_distribution_group("team", rule=lambda user: True)
    assert not keeper.close()
    assert len(told) == 1
    assert "a rule that is a Python function" in told[0] or "cannot be kept" in told[0]


def test_a_tenant_that_cannot_be_kept_is_refused_at_the_start(world: World, path: Path) -> None:
    world.tenant.later.do(lambda: None, hours=1)
    state = State(path)
    with pytest.raises(StateError, match="what waits for its time cannot be kept"):
        Keeper(state, world.cloud, pytest.fail)
    state.close()
    assert not path.exists()


def test_tenants_come_and_go(world: World, path: Path) -> None:
    state = State(path)
    written = Written(state)
    keeper = Keeper(state, world.cloud, pytest.fail)
    other: Any = world.neighbour()
    other.add_user("eve").mailbox.deliver(subject="x", body="x" * 400)
    assert keeper.close()
    assert written.count >= 2
    state, cloud = State(path), Cloud()
    state.load(cloud)
    assert [tenant.domain for tenant in cloud.tenants] == ["contoso.onmicrosoft.com", "fabrikam.onmicrosoft.com"]
    assert cloud.newest is cloud.tenants[1]
    assert differences(other, cloud.tenants[1]) == []
    keeper = Keeper(state, cloud, pytest.fail)
    cloud.remove(cloud.tenants[1])
    assert keeper.close()
    assert loaded(path).domain == "contoso.onmicrosoft.com"
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM octets").fetchone() == (0,)
    connection.close()
