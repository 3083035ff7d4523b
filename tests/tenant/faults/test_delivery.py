"""What becomes of messages that were sent: in Junk Email, twice, late, or back."""

from collections.abc import Callable

import pytest

from tests.world import World

Send = Callable[[], None]


@pytest.fixture
def world() -> World:
    """Alice and bob, at a time that stands still."""
    return World.of("alice", "bob", frozen=True)


@pytest.fixture
def send(world: World) -> Send:
    """Send a message from alice to bob, as SMTP and EWS do."""

    def send() -> None:
        from fakeserver.tenant.exchange.transport.envelope import Envelope, Recipient

        alice, bob = world.user(), world.user("bob")
        envelope = Envelope(alice.address, (Recipient(bob.address),))
        with world.tenant.lock:
            world.tenant.transport.submit(world.mailbox(), envelope, b"Subject: Hi\r\n\r\n.")

    return send


def subjects(world: World, name: str = "bob", folder: str = "inbox") -> list[str]:
    """Return the subjects in a folder."""
    return [message.subject for message in world.mailbox(name).messages(folder)]


def test_junk(world: World, send: Send) -> None:
    with world.tenant.faults.junk(user="bob") as junk:
        send()
    send()
    assert (subjects(world, folder="junkemail"), subjects(world)) == (["Hi"], ["Hi"])
    [entry] = world.tenant.journal.entries
    assert (entry.asked, entry.answered) == ("arrive: bob@contoso.onmicrosoft.com", "junk")
    assert (entry.operation, entry.ordered) == ("arrive", junk.text)


def test_duplicate(world: World, send: Send) -> None:
    world.tenant.faults.duplicate()
    send()
    assert subjects(world) == ["Hi", "Hi"]
    send()
    assert len(subjects(world)) == 3


def test_late_by_the_tenants_clock(world: World, send: Send) -> None:
    world.tenant.faults.late(seconds=60, times=2)
    send()
    world.tenant.clock.advance(30)
    send()
    assert subjects(world) == []
    world.tenant.clock.advance(30)
    assert subjects(world) == ["Hi"]
    world.tenant.clock.advance(3600)
    assert subjects(world) == ["Hi", "Hi"]


def test_late_by_real_time(world: World, send: Send) -> None:
    world.tenant.clock.unfreeze()
    world.tenant.faults.late(seconds=0.05)
    send()
    world.mailbox("bob").wait_for(subject="Hi", timeout=10)


def test_a_late_copy_in_sent_items(world: World, send: Send) -> None:
    world.tenant.faults.late_sent_copy(user="alice", seconds=10)
    send()
    assert (subjects(world), subjects(world, "alice", "sentitems")) == (["Hi"], [])
    world.tenant.clock.advance(10)
    assert subjects(world, "alice", "sentitems") == ["Hi"]


@pytest.mark.parametrize(
    ("kind", "name", "folder"), [("late", "bob", "inbox"), ("late_sent_copy", "alice", "sentitems")]
)
def test_late_is_a_minute_by_default(kind: str, name: str, folder: str, world: World, send: Send) -> None:
    world.tenant.faults.add(kind)
    send()
    world.tenant.clock.advance(59)
    assert subjects(world, name, folder) == []
    world.tenant.clock.advance(1)
    assert subjects(world, name, folder) == ["Hi"]


def test_a_full_mailbox(world: World, send: Send) -> None:
    world.tenant.faults.full_for(user="bob")
    send()
    assert subjects(world) == []
    [report] = world.mailbox().messages()
    assert report.subject == "Undeliverable: Hi"
    assert b"554 5.2.2 mailbox full" in report.mime()


def test_what_waits_is_dropped_with_the_tenant(world: World, send: Send) -> None:
    world.tenant.clock.unfreeze()
    world.tenant.faults.late(seconds=3600)
    send()
    world.tenant.close()
    assert world.tenant.transport.later._timer is None


def test_no_application_is_known(world: World) -> None:
    with pytest.raises(TypeError, match="takes no 'app'"):
        world.tenant.faults.junk(app=world.tenant.public_app)
