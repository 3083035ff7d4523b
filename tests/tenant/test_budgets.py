"""What is counted of each mailbox, by the tenant's clock."""

import pytest

from fakeserver.tenant.refusals import SubmissionQuotaExceeded, Throttled, TooManyConnections
from tests.world import World


def one() -> int:
    """Return what a request costs."""
    return 1


@pytest.fixture
def world() -> World:
    """Alice, at a time that stands still."""
    return World.of("alice", frozen=True)


def test_nothing_is_refused_by_default(world: World) -> None:
    budgets = world.tenant.budgets
    for _ in range(100):
        budgets.connected("IMAP", "alice")
        budgets.check_sending("alice", budgets.connected("SMTP", "alice"))
        budgets.take_recipients("alice", 1000)
        assert budgets.delay_of_message("alice") == 0
        assert budgets.request_begun("alice", one) is None


def test_connections_at_a_time(world: World) -> None:
    world.tenant.policies.imap_connections = 2
    budgets = world.tenant.budgets
    end = budgets.connected("IMAP", "alice")
    budgets.connected("IMAP", "alice")
    budgets.connected("IMAP", "bob")
    budgets.connected("POP3", "alice")
    with pytest.raises(TooManyConnections) as refused:
        budgets.connected("IMAP", "alice")
    assert refused.value.because == "tenant.policies.imap_connections = 2"
    end()
    budgets.connected("IMAP", "alice")


def test_recipients_in_a_day(world: World) -> None:
    world.tenant.policies.recipients_a_day = 10
    world.tenant.budgets.take_recipients("alice", 9)
    with pytest.raises(SubmissionQuotaExceeded):
        world.tenant.budgets.take_recipients("alice", 2)
    world.tenant.budgets.take_recipients("alice", 1)
    world.tenant.clock.advance(86_400)
    world.tenant.budgets.take_recipients("alice", 10)


def test_messages_of_a_minute_are_carried_over_to_the_next(world: World) -> None:
    world.tenant.policies.messages_a_minute = 2
    waits = [world.tenant.budgets.delay_of_message("alice") for _ in range(5)]
    assert waits == [0, 0, 60, 60, 120]
    world.tenant.clock.advance(121)
    assert [world.tenant.budgets.delay_of_message("alice") for _ in range(2)] == [0, 59]


def test_messages_on_the_connections_that_are_too_many(world: World) -> None:
    world.tenant.policies.smtp_connections = 2
    budgets = world.tenant.budgets
    first, second, third = (budgets.connected("SMTP", "alice") for _ in range(3))
    for allowed in (first, second):
        budgets.check_sending("alice", allowed)
    with pytest.raises(TooManyConnections):
        budgets.check_sending("alice", third)
    first()
    budgets.check_sending("alice", third)


def test_what_was_done_in_a_future_that_was_taken_back_is_forgotten(world: World) -> None:
    world.tenant.policies.set(messages_a_minute=1, recipients_a_day=1, ews_requests_a_minute=1)
    budgets, clock = world.tenant.budgets, world.tenant.clock
    for _ in range(2):
        assert [budgets.delay_of_message("alice") for _ in range(2)] == [0, 60]
        budgets.take_recipients("alice", 1)
        budgets.request_begun("alice", one)
        clock.advance(hours=-2)


def test_cost_in_a_minute(world: World) -> None:
    world.tenant.policies.ews_cost_a_minute = 10
    budgets, clock = world.tenant.budgets, world.tenant.clock
    budgets.request_begun("alice", lambda: 6)
    clock.advance(20)
    # It is answered though it uses up more than there is left.
    budgets.request_begun("alice", lambda: 60)
    with pytest.raises(Throttled) as throttled:
        budgets.request_begun("alice", one)
    assert (throttled.value.retry_after, throttled.value.because) == (60, "tenant.policies.ews_cost_a_minute = 10")
    budgets.request_begun("bob", one)
    clock.advance(60)
    budgets.request_begun("alice", one)


def test_requests_of_a_minute(world: World) -> None:
    world.tenant.policies.ews_requests_a_minute = 2
    budgets = world.tenant.budgets
    budgets.request_begun("alice", one)
    world.tenant.clock.advance(20)
    budgets.request_begun("alice", one)
    with pytest.raises(Throttled) as throttled:
        budgets.request_begun("alice", one)
    assert throttled.value.retry_after == 40
    world.tenant.clock.advance(40)
    budgets.request_begun("alice", one)
