"""The subscriptions of a mailbox: who is woken, and that the log is watched only while somebody listens."""

import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.notifications.events import EventType
from fakeserver.tenant.exchange.notifications.subscription import Subscription
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", frozen=True)


@pytest.fixture
def mailbox(world: World) -> Mailbox:
    return world.mailbox()


def subscribed(mailbox: Mailbox, lifetime: float = 60.0) -> Subscription:
    number = mailbox.ids.new_number()
    return mailbox.notifications.subscribe(number, "streaming", EventType, None, owner="me", lifetime=lifetime)


def test_the_log_is_watched_while_somebody_listens(mailbox: Mailbox) -> None:
    woken: list[str] = []
    first, second = subscribed(mailbox), subscribed(mailbox)
    assert mailbox.changes._watchers == []
    stops = [
        mailbox.notifications.listen(first, lambda: woken.append("first")),
        mailbox.notifications.listen(second, lambda: woken.append("second")),
    ]
    assert len(mailbox.changes._watchers) == 1
    mailbox.deliver(subject="x")
    assert woken == ["first", "second"]
    for stop in stops:
        stop()
    mailbox.deliver(subject="y")
    assert (woken, mailbox.changes._watchers) == (["first", "second"], [])


def test_who_asks_the_same_is_told_the_same_object(world: World, mailbox: Mailbox) -> None:
    told, notifications = mailbox.notifications.news, mailbox.notifications
    first, second = subscribed(mailbox), subscribed(mailbox)
    fewer = notifications.subscribe(mailbox.ids.new_number(), "pull", [EventType.NEW_MAIL], None, owner="me")
    mailbox.deliver(subject="x")
    news = told(first, first.place, 50)
    assert [one.event.type for one in news.told] == ["Created", "NewMail", "Modified"]
    assert told(second, second.place, 50) is news
    assert [one.event.type for one in told(fewer, fewer.place, 50).told] == ["NewMail"]
    assert len(told(second, second.place, 2).told) == 2
    assert told(second, news.place, 50).told == []
    mailbox.deliver(subject="y")
    assert len(told(first, first.place, 50).told) == 6
    snapshot = world.tenant.snapshot()
    mailbox.deliver(subject="z")
    assert len(told(first, first.place, 50).told) == 9
    world.tenant.restore(snapshot)
    assert len(told(first, first.place, 50).told) == 6


def test_of_what_was_told_not_everything_is_kept(mailbox: Mailbox) -> None:
    subscription = subscribed(mailbox)
    mailbox.deliver(subject="x")
    first = mailbox.notifications.news(subscription, subscription.place, 1)
    for limit in range(2, 65):
        mailbox.notifications.news(subscription, subscription.place, limit)
    assert mailbox.notifications.news(subscription, subscription.place, 1) is not first


def test_who_listened_before_is_woken_and_stops_nobody_else(mailbox: Mailbox) -> None:
    woken: list[str] = []
    subscription = subscribed(mailbox)
    stop_first = mailbox.notifications.listen(subscription, lambda: woken.append("first"))
    mailbox.notifications.listen(subscription, lambda: woken.append("second"))
    assert woken == ["first"]
    stop_first()
    mailbox.deliver(subject="x")
    assert woken == ["first", "second"]


def test_who_listens_does_not_expire(world: World, mailbox: Mailbox) -> None:
    subscription = subscribed(mailbox)
    stop = mailbox.notifications.listen(subscription, lambda: None)
    world.tenant.clock.advance(hours=1)
    assert mailbox.notifications.is_there(subscription)
    stop()
    world.tenant.clock.advance(59)
    assert mailbox.notifications.is_there(subscription)
    world.tenant.clock.advance(1)
    assert not mailbox.notifications.is_there(subscription)
    assert mailbox.notifications.find(subscription.number) is subscription
    world.tenant.clock.advance(60)
    assert mailbox.notifications.find(subscription.number) is None


def test_a_restore_wakes_all_and_keeps_what_there_was(world: World, mailbox: Mailbox) -> None:
    woken: list[str] = []
    older = subscribed(mailbox)
    place = older.place
    mailbox.notifications.listen(older, lambda: woken.append("older"))
    snapshot = world.tenant.snapshot()
    newer = subscribed(mailbox)
    mailbox.notifications.listen(newer, lambda: woken.append("newer"))
    older.place = older.since(mailbox.changes, older.place, 50).place
    mailbox.deliver(subject="x")
    woken.clear()
    world.tenant.restore(snapshot)
    assert sorted(woken) == ["newer", "older"]
    assert mailbox.notifications.is_there(older)
    assert not mailbox.notifications.is_there(newer)
    assert older.place == place
    assert mailbox.notifications.count == 1
