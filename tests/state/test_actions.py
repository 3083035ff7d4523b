"""Mail that waits for its time comes after a restart as well."""

import threading

import pytest

from fakeserver.state.errors import StateError
from fakeserver.tenant.alarm import Alarm
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates
from fakeserver.tenant.exchange.transport.envelope import Envelope
from tests.state.round_trip import again
from tests.world import World

ALICE, BOB = "alice@contoso.onmicrosoft.com", "bob@contoso.onmicrosoft.com"
PATIENCE = 60.0


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob", frozen=True)


def test_mail_that_is_late_comes_at_its_time(world: World) -> None:
    world.tenant.faults.late(user="bob", seconds=1800)
    world.tenant.transport.submit(world.mailbox(), Envelope.of(ALICE, BOB), b"Subject: late\r\n\r\nx")
    tenant = again(world.tenant)
    box = tenant.mailbox("bob")
    tenant.clock.advance(minutes=29)
    assert box.messages() == []
    tenant.clock.advance(minutes=2)
    assert [item.subject for item in box.messages()] == ["late"]


def test_late_mail_still_goes_through_the_rules_of_who_gets_it(world: World) -> None:
    box = world.mailbox("bob")
    box.inbox_rules.add("r", RulePredicates(), RuleActions(move_to_folder=box.add_folder("Inbox/Sorted")))
    world.tenant.faults.late(user="bob", seconds=1800)
    world.tenant.transport.submit(world.mailbox(), Envelope.of(ALICE, BOB), b"Subject: late\r\n\r\nx")
    tenant = again(world.tenant)
    tenant.clock.advance(hours=1)
    assert [item.subject for item in tenant.mailbox("bob").messages("Inbox/Sorted")] == ["late"]


def test_mail_of_somebody_who_may_send_no_more_now_is_sent_later(world: World) -> None:
    world.tenant.policies.messages_a_minute = 1
    for subject in ("one", "two"):
        mime = f"Subject: {subject}\r\n\r\nx".encode()
        world.tenant.transport.submit(world.mailbox(), Envelope.of(ALICE, BOB, "eve@fabrikam.example"), mime)
    tenant = again(world.tenant)
    assert [item.subject for item in tenant.mailbox("bob").messages()] == ["one"]
    tenant.clock.advance(minutes=1)
    assert [item.subject for item in tenant.mailbox("bob").messages()] == ["one", "two"]
    assert [message.subject for message in tenant.outbound] == ["one", "two"]


def test_what_has_had_its_time_meanwhile_comes_at_once(world: World) -> None:
    world.tenant.clock.unfreeze()
    world.tenant.faults.late(user="bob", seconds=0.001)
    with world.tenant.lock:
        world.tenant.transport.submit(world.mailbox(), Envelope.of(ALICE, BOB), b"Subject: late\r\n\r\nx")
        come = threading.Event()
        tenant = again(world.tenant)
        tenant.mailbox("bob").watch(lambda change: come.set())
    if not tenant.mailbox("bob").messages():
        assert come.wait(PATIENCE)


def test_push_subscriptions_end_with_the_process(world: World) -> None:
    Alarm(world.tenant.clock, world.tenant.later, lambda: None).set(3600)
    assert vars(again(world.tenant).later)["_waiting"] == []


def test_what_is_nobodys_mail_is_refused(world: World) -> None:
    world.tenant.later.do(lambda: None, hours=1)
    with pytest.raises(StateError, match="what waits for its time cannot be kept"):
        again(world.tenant)
