"""Subscriptions to change notifications by the API."""

from tests.protocols.control.conftest import Part
from tests.tenant.exchange.webhooks.reporting import watched
from tests.world import World


def test_they_are_listed(part: Part) -> None:
    world = World(part.api.server.cloud, part.tenant)
    assert part.get("/webhooks") == {"subscriptions": []}
    told = watched(world)
    (listed,) = part.get("/webhooks")["subscriptions"]
    assert listed["id"] == told.subscription.id
    assert listed["mailbox"] == world.mailbox().address
    assert listed["application"] == part.tenant.daemon_app.client_id
    assert not listed["is_paused"]


def test_what_becomes_of_them_is_told(part: Part) -> None:
    world = World(part.api.server.cloud, part.tenant)
    told = watched(world)
    (shown,) = part.post("/webhooks", {"event": "reauthorizationRequired"})["subscriptions"]
    assert shown["is_paused"]
    (shown,) = part.post("/webhooks", {"event": "reauthorizationRequired", "pause": False})["subscriptions"]
    assert not shown["is_paused"]
    part.post("/webhooks", {"event": "missed", "subscription": shown["id"]})
    assert part.post("/webhooks", {"event": "subscriptionRemoved"}) == {"subscriptions": []}
    assert told.now() == ["reauthorizationRequired"] * 2 + ["missed", "end", "subscriptionRemoved"]


def test_unknown_ones_and_events_are_refused(part: Part) -> None:
    assert part.ask("POST", "/webhooks", {"event": "missed", "subscription": "x"}).status == 404
    assert part.ask("POST", "/webhooks", {"event": "nonsense"}).status in (400, 422)
