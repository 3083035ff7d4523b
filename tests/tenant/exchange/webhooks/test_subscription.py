"""What a change in a mailbox means to those who have subscribed to changes."""

import pytest

from fakeserver.steps import finish
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.exchange.webhooks.subscription import ChangeType, WebhookSubscription
from tests.tenant.exchange.webhooks.reporting import UNREAD, of, watched
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", frozen=True)


def test_mail_comes_is_read_and_deleted(world: World) -> None:
    told = watched(world)
    item = world.mailbox().deliver(subject="x")
    assert told.now() == ["created in Inbox"]
    world.mailbox().items.set_flags(item, item.flags._replace(seen=True))
    assert told.now() == ["updated in Inbox"]
    world.mailbox().items.delete([item], DeleteMode.SOFT)
    assert told.now() == ["deleted in Inbox"]


def test_what_moves_is_gone_here_and_new_there(world: World) -> None:
    told = watched(world)
    item = world.mailbox().deliver(subject="x")
    told.now()
    world.mailbox().items.move([item], world.mailbox().folders.distinguished("drafts"))
    assert told.now() == ["deleted in Inbox", "created in Drafts"]


def test_who_watches_one_folder_hears_of_it_alone(world: World) -> None:
    told = watched(world, of(world.mailbox().folders.distinguished("drafts")))
    item = world.mailbox().deliver(subject="x")
    assert told.now() == []
    world.mailbox().items.move([item], world.mailbox().folders.distinguished("drafts"))
    assert told.now() == ["created in Drafts"]


def test_only_what_was_asked_for_is_told(world: World) -> None:
    told = watched(world, of(world.mailbox().folders.distinguished()), ChangeType.DELETED)
    item = world.mailbox().deliver(subject="x")
    world.mailbox().items.delete([item], DeleteMode.SOFT)
    assert told.now() == ["deleted in Inbox"]


def test_what_begins_to_match_a_filter_is_created_and_what_ceases_to_is_deleted(world: World) -> None:
    before = world.mailbox().deliver(subject="before")
    told = watched(world, UNREAD)
    items = world.mailbox().items
    items.set_flags(before, before.flags._replace(flagged=True))
    assert told.now() == ["updated in Inbox"]
    items.set_flags(before, before.flags._replace(seen=True))
    assert told.now() == ["deleted in Inbox"]
    items.set_flags(before, before.flags._replace(seen=False))
    assert told.now() == ["created in Inbox"]
    item = world.mailbox().deliver(subject="read already", is_read=True)
    items.delete([item], DeleteMode.SOFT)
    assert told.now() == []
    items.delete([before], DeleteMode.SOFT)
    assert told.now() == ["deleted in Inbox"]


def test_what_changes_while_a_mailbox_is_looked_through_counts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    box = world.mailbox()
    first, *_, last = [box.deliver(subject=str(number)) for number in range(100)]
    made = WebhookSubscription("1", box, "", "", frozenset(ChangeType), UNREAD, 1e12, {})
    looking = made.look_through()
    next(looking)
    for item in (first, last):
        box.items.set_flags(item, item.flags._replace(seen=True))
    new = box.deliver(subject="new")
    finish(looking)
    assert first.number not in made.shown
    assert last.number not in made.shown
    assert new.number in made.shown
    assert len(made.shown) == 99
    assert made.waiting == []


def test_what_is_told_late_waits_in_order(world: World) -> None:
    told = watched(world)
    told.is_busy = True
    world.mailbox().deliver(subject="1")
    world.mailbox().deliver(subject="2")
    told.is_busy = False
    world.mailbox().deliver(subject="3")
    assert told.now() == ["created in Inbox"] * 3
