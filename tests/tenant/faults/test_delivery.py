"""What becomes of messages that were sent: in Junk Email, twice, late, or back."""

from collections.abc import Callable

import pytest

from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.transport.envelope import Envelope, Recipient
from fakeserver.tenant.exchange.transport.outcomes import KEPT_INSIDE
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


def test_what_is_in_junk_email_says_why(world: World, send: Send) -> None:
    world.tenant.faults.junk()
    send()
    [item] = world.mailbox("bob").messages("junkemail")
    assert top_header(item.mime(), b"X-MS-Exchange-Organization-SCL") == "5"
    assert "SFV:SPM" in top_header(item.mime(), b"X-Forefront-Antispam-Report")


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
    world.mailbox("bob").wait_for(subject="Hi", timeout=60)


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


def test_quarantine(world: World, send: Send) -> None:
    world.tenant.faults.quarantine(user="bob", times=1)
    send()
    assert not [item for folder in world.mailbox("bob").folders.below() for item in folder.items.values()]
    assert (subjects(world), subjects(world, "alice", "sentitems")) == ([], ["Hi"])
    send()
    assert subjects(world) == ["Hi"]


@pytest.mark.parametrize("code", KEPT_INSIDE)
def test_nothing_leaves_the_tenant(code: str, world: World) -> None:
    alice, outside = world.user(), Recipient("carol@example.com")
    world.tenant.faults.bounce(code=code, user="alice", times=1)
    for _ in range(2):
        with world.tenant.lock:
            envelope = Envelope(alice.address, (Recipient(world.user("bob").address), outside))
            world.tenant.transport.submit(world.mailbox(), envelope, b"Subject: Hi\r\n\r\n.")
    assert subjects(world) == ["Hi", "Hi"]
    [report] = world.mailbox().messages()
    assert report.subject == "Undeliverable: Hi"
    assert f"550 {code} ".encode() in report.mime()
    assert f"Status: {code}".encode() in report.mime()
    assert [message.recipients for message in world.tenant.outbound] == [("carol@example.com",)]


def test_a_code_that_no_report_has(world: World) -> None:
    with pytest.raises(ValueError, match=r"code takes '5.1.8', .*, not '5.7.70'; did you mean '5.7.70[58]'\?"):
        world.tenant.faults.bounce(code="5.7.70")


def test_what_waits_is_dropped_with_the_tenant(world: World, send: Send) -> None:
    world.tenant.clock.unfreeze()
    world.tenant.faults.late(seconds=3600)
    send()
    world.tenant.close()
    assert world.tenant.later._timer is None


def test_no_application_is_known(world: World) -> None:
    with pytest.raises(TypeError, match="takes no 'app'"):
        world.tenant.faults.junk(app=world.tenant.public_app)
