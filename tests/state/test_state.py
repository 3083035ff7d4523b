"""What the file is after each change, and what comes of a file that is not what was written."""

import contextlib
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fakeserver.state.errors import StateError
from fakeserver.state.state import State
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.permissions import RequestedScopes
from fakeserver.tenant.exchange.transport.outbound import OutboundMessage
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.claims import SignIn
from fakeserver.tenant.tokens.grants import RefreshToken
from tests.state.deeds import CONTENT, SENT, Deeds
from tests.state.likeness import differences
from tests.state.round_trip import again
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fake.state"


@pytest.fixture
def state(path: Path) -> Iterator[State]:
    state = State(path)
    yield state
    state.close()


def keep(state: State, world: World) -> None:
    while not state.take(world.cloud):
        pass
    state.write()


def copy_of(path: Path, folder: Path) -> Path:
    """Return what is on the disk now, for another process."""
    return Path(shutil.copy(path, folder / "copied.state"))


def loaded(path: Path) -> Tenant:
    """Return the tenant that a file holds."""
    state, cloud = State(path), Cloud()
    state.load(cloud)
    state.close()
    [tenant] = cloud.tenants
    return tenant


@pytest.mark.parametrize("seed", range(3))
def test_the_file_is_the_tenant_after_each_change(
    seed: int, world: World, state: State, path: Path, tmp_path: Path
) -> None:
    """A crash leaves the file as the last write has; what that is is compared after each of them."""
    deeds = Deeds(world, seed)
    for number in range(25):
        with world.tenant.lock:
            deeds.do()
        keep(state, world)
        if number % 4 == 0:
            copied = copy_of(path, tmp_path)
            assert differences(again(world.tenant), loaded(copied)) == []
    copied = copy_of(path, tmp_path)
    last = loaded(copied)
    assert differences(world.tenant, last) == []
    # And what was read goes on as what was not.
    cloud, further = Cloud(), State(copied)
    further.load(cloud)
    deeds.tenant = cloud.tenants[0]
    deeds.box = deeds.tenant.mailbox("alice")
    for _ in range(10):
        with deeds.tenant.lock:
            deeds.do()
    while not further.take(cloud):
        pass
    further.write()
    further.close()
    assert differences(deeds.tenant, loaded(copied)) == []


def test_octets_are_there_once(world: World, state: State, path: Path) -> None:
    box = world.mailbox()
    box.deliver(subject="x", body=CONTENT)
    box.items.copy(box.messages() * 5, box.folders.distinguished("archive"))
    keep(state, world)
    state.close()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM octets").fetchone() == (1,)
    connection.close()
    archived = loaded(path).mailbox("alice").messages("archive")
    assert len({id(item.raw) for item in archived}) == 1


def test_octets_beside_mailboxes_are_there_as_long_as_they_are_used(
    world: World, state: State, path: Path, tmp_path: Path
) -> None:
    photo, mime = bytes(1000), b"Subject: away\r\n\r\n" + CONTENT.encode()
    world.user().photo = photo
    world.tenant.outbound.append(OutboundMessage("", ("eve@fabrikam.example",), mime, world.tenant.clock.now()))
    keep(state, world)
    tenant = loaded(copy_of(path, tmp_path))
    assert tenant.user("alice").photo == photo
    assert [message.mime for message in tenant.outbound] == [mime]
    world.user().photo = None
    world.tenant.outbound.clear()
    keep(state, world)
    state.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM octets").fetchone() == (0,)


def test_what_an_earlier_process_has_written_is_deleted_too(world: World, state: State, path: Path) -> None:
    tenant = world.tenant
    grants = vars(tenant.tokens.grants)["_refresh_tokens"]
    grants.keep("0.token", RefreshToken("app", "alice", RequestedScopes(), SignIn("s"), 0.0), 0.0)
    tenant.transport.submit(world.mailbox(), SENT, b"Subject: x\r\n\r\ny")
    keep(state, world)
    state.close()
    cloud, further = Cloud(), State(path)
    further.load(cloud)
    [again] = cloud.tenants
    assert (len(vars(again.tokens.grants)["_refresh_tokens"]), len(again.outbound)) == (1, 1)
    vars(vars(again.tokens.grants)["_refresh_tokens"])["_grants"].clear()
    again.outbound.clear()
    again.people.remove_user("bob")
    while not further.take(cloud):
        pass
    further.write()
    further.close()
    assert differences(again, loaded(path)) == []


def test_a_crash_within_a_write_leaves_what_was_before(world: World, state: State, path: Path, tmp_path: Path) -> None:
    keep(state, world)
    state.close()
    before = again(world.tenant)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute("DELETE FROM rows WHERE room = 'user'")
    connection.execute("INSERT INTO octets VALUES (99, randomblob(100000))")
    # What is on the disk now is half of it, with the journal that takes it back.
    crashed = tmp_path / "crashed"
    shutil.copytree(tmp_path, crashed, ignore=lambda *_: ["crashed"])
    assert sorted(each.name for each in crashed.iterdir()) == ["fake.state", "fake.state-journal"]
    connection.close()
    assert differences(before, loaded(crashed / "fake.state")) == []


def test_many_changes_at_once_are_taken_in_steps(
    world: World, state: State, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two steps others get the lock, and may change what was taken already."""
    monkeypatch.setattr("fakeserver.steps.STEP", 0.0)
    mailbox, steps = world.mailbox(), 0
    with world.tenant.lock:
        inbox = mailbox.folders.distinguished()
        items = [mailbox.items.add_mime(inbox, b"Subject: x\r\n\r\nbody") for _ in range(200)]
    while not state.take(world.cloud):
        steps += 1
        if steps == 5:
            mailbox.items.delete(items[:3])
            mailbox.items.update(items[5], {"is_read": True})
            mailbox.items.move(items[6:7], mailbox.folders.distinguished("archive"))
    assert steps > 200 // 32
    state.write()
    state.close()
    assert differences(world.tenant, loaded(path)) == []


BREAKS: dict[str, str] = {
    "a row that is no JSON": "UPDATE rows SET form = '{' WHERE room = 'user'",
    "a folder that is gone": "DELETE FROM rows WHERE room = 'folder' AND number = 257",
    "a part that is gone": "DELETE FROM rows WHERE room = 'part' AND holder = 'organization'",
    "an attribute that nothing has": """UPDATE rows SET form = '{"part":{"x":1}}' WHERE holder = 'clock'""",
    "a class of another kind": """UPDATE rows SET form = '{"os:system":{}}' WHERE holder = 'public_app'""",
    "octets that are gone": "DELETE FROM octets",
    "no list of tenants": "DELETE FROM rows WHERE room = 'tenants'",
}


@pytest.mark.parametrize("statement", BREAKS.values(), ids=BREAKS)
def test_a_file_that_is_not_what_was_written_is_refused(statement: str, world: World, state: State, path: Path) -> None:
    world.mailbox().deliver(subject="x", body=CONTENT)
    keep(state, world)
    state.close()
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    content, cloud, broken = path.read_bytes(), Cloud(), State(path)
    with pytest.raises(StateError, match="cannot be read, and is left as it is") as refusal:
        broken.load(cloud)
    broken.close()
    assert "\n" not in str(refusal.value)
    assert cloud.tenants == []
    assert path.read_bytes() == content


@pytest.mark.parametrize("seed", range(25))
def test_a_file_with_anything_in_it_is_read_or_refused(seed: int, world: World, state: State, path: Path) -> None:
    box = world.mailbox()
    box.items.update(box.deliver(subject="x", body=CONTENT, attachments=[("a", b"a")]), {"subject": "y"})
    keep(state, world)
    state.close()
    lot = random.Random(seed)
    connection = sqlite3.connect(path)
    names = "tenant, room, holder, number"
    rows = connection.execute(f"SELECT {names}, form FROM rows WHERE room != 'folder'").fetchall()
    *key, form = lot.choice(rows)
    parts = re.findall(r'"[^"]*"|[\d.]+|\w+|[^\w]', form)
    parts[lot.randrange(len(parts))] = lot.choice(
        ['{"a":[]}', "null", "-1", '"x"', "1e999", '{"held":9}', "", "[" * 9999]
    )
    changed = "UPDATE rows SET form = ? WHERE tenant = ? AND room = ? AND holder = ? AND number = ?"
    connection.execute(changed, ("".join(parts), *key))
    connection.commit()
    connection.close()
    broken = State(path)
    with contextlib.suppress(StateError):
        broken.load(Cloud())
    broken.close()


UNKEEPABLE: dict[str, Callable[[World], object]] = {
    "what waits for its time cannot be kept": lambda world: world.tenant.later.do(print, hours=1),
    "function cannot be kept": lambda world: world.tenant.add_distribution_group("t", rule=lambda user: True),
    "cannot be kept": lambda world: world.mailbox().items.add(
        world.mailbox().folders.distinguished(), "IPM.Note", {"subject": "x", "own": object()}
    ),
}


@pytest.mark.parametrize(("said", "make"), UNKEEPABLE.items(), ids=UNKEEPABLE)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(
    said: str, make: Callable[[World], object], world: World, state: State, path: Path
) -> None:
    make(world)
    with pytest.raises(StateError, match=said):
        keep(state, world)
    state.close()
    assert not path.exists()
