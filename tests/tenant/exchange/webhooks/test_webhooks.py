"""The life of subscriptions to changes: it ends by the clock, by a test's order, and goes on after a restore."""

import pytest

from tests.state.round_trip import again
from tests.tenant.exchange.webhooks.reporting import EVERYTHING, UNREAD, watched
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob", frozen=True)


def test_they_expire_by_the_tenants_clock(world: World) -> None:
    told, later = watched(world, seconds=60), watched(world, seconds=120)
    world.tenant.clock.advance(60)
    world.mailbox().deliver(subject="x")
    assert told.now() == []
    assert later.now() == ["created in Inbox"]
    assert world.tenant.webhooks.subscriptions == [later.subscription]
    assert told.now() == ["end"]


def test_until_a_token_is_shown_again_changes_are_lost(world: World) -> None:
    told = watched(world)
    world.tenant.webhooks.require_reauthorization()
    world.mailbox().deliver(subject="lost")
    assert told.now() == ["reauthorizationRequired"]
    told.subscription.is_paused = False
    world.mailbox().deliver(subject="x")
    assert told.now() == ["created in Inbox"]


def test_a_demand_may_leave_the_flow_as_it_is(world: World) -> None:
    told = watched(world)
    world.tenant.webhooks.require_reauthorization(told.subscription, pause=False)
    world.mailbox().deliver(subject="x")
    assert told.now() == ["reauthorizationRequired", "created in Inbox"]


def test_a_removed_one_is_told_so_and_nothing_more(world: World) -> None:
    told, other = watched(world), watched(world)
    world.tenant.webhooks.remove(told.subscription)
    world.mailbox().deliver(subject="x")
    assert told.now() == ["end", "subscriptionRemoved"]
    assert other.now() == ["created in Inbox"]
    world.tenant.webhooks.remove()
    assert other.now() == ["end", "subscriptionRemoved"]
    assert world.mailbox().changes._watchers == []
    with pytest.raises(ValueError, match="has ended"):
        world.tenant.webhooks.remove(told.subscription)


def test_notifications_are_lost_and_that_is_said(world: World) -> None:
    told = watched(world)
    with world.tenant.webhooks.losing():
        world.mailbox().deliver(subject="lost")
    assert told.now() == ["missed"]
    world.mailbox().deliver(subject="x")
    assert told.now() == ["created in Inbox"]


def test_what_waits_is_lost(world: World) -> None:
    told = watched(world)
    told.is_busy = True
    world.mailbox().deliver(subject="lost")
    world.tenant.webhooks.miss()
    told.is_busy = False
    world.mailbox().deliver(subject="x")
    assert told.now() == ["missed", "created in Inbox"]


def test_a_filter_knows_of_what_was_lost(world: World) -> None:
    told = watched(world, UNREAD)
    with world.tenant.webhooks.losing(told.subscription):
        item = world.mailbox().deliver(subject="lost")
    world.mailbox().items.set_flags(item, item.flags._replace(flagged=True))
    assert told.now() == ["missed", "updated in Inbox"]


def test_a_restore_puts_them_back_as_they_were(world: World) -> None:
    told = watched(world)
    told.is_busy = True
    world.mailbox().deliver(subject="waits")
    snapshot = world.tenant.snapshot()
    world.mailbox().deliver(subject="taken back")
    later = watched(world)
    world.tenant.webhooks.remove(told.subscription)
    told.now()
    world.tenant.restore(snapshot)
    assert world.tenant.webhooks.subscriptions == [told.subscription]
    assert later.now() == ["end"]
    assert told.now() == ["anew"]
    told.is_busy = False
    world.mailbox().deliver(subject="x")
    assert told.now() == ["created in Inbox"] * 2
    assert later.now() == []


def test_they_end_with_the_process(world: World) -> None:
    watched(world, UNREAD)
    world.mailbox().deliver(subject="x")
    assert again(world.tenant).webhooks.subscriptions == []


def test_they_end_with_the_mailbox_and_the_tenant(world: World) -> None:
    watched(world)
    assert world.tenant.webhooks.count_in(world.mailbox()) == 1
    box = world.mailbox()
    world.tenant.people.remove_user("alice")
    assert world.tenant.webhooks.subscriptions == []
    assert box.changes._watchers == []
    world.tenant.close()


def test_the_tenant_lets_go_of_them(world: World) -> None:
    told = watched(world, EVERYTHING)
    box = world.mailbox()
    world.tenant.close()
    assert box.changes._watchers == []
    assert told.now() == ["end"]
