"""What is counted of each mailbox, by the tenant's clock."""

import pytest

from fakeserver.tenant.refusals import SubmissionQuotaExceeded, Throttled, TooManyConnections
from tests.world import World


@pytest.fixture
def world() -> World:
    """Alice, at a time that stands still."""
    return World.of("alice", frozen=True)


def test_nothing_is_refused_by_default(world: World) -> None:
    budgets = world.tenant.budgets
    for _ in range(100):
        budgets.connected("IMAP", "alice")
        budgets.connected("SMTP", "alice")
        budgets.check_sending("alice")
        budgets.take_recipients("alice", 1000)
        assert budgets.delay_of_message("alice") == 0
        assert budgets.request_begun("alice") is None


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


def test_requests_of_a_minute(world: World) -> None:
    world.tenant.policies.ews_requests_a_minute = 2
    budgets = world.tenant.budgets
    budgets.request_begun("alice")
    world.tenant.clock.advance(20)
    budgets.request_begun("alice")
    with pytest.raises(Throttled) as throttled:
        budgets.request_begun("alice")
    assert throttled.value.retry_after == 40
    world.tenant.clock.advance(40)
    budgets.request_begun("alice")
