"""Without a mishap a message arrives, once, in the inbox; with one, it is still a message that came by mail."""

import pytest

from fakeserver.tenant.exchange.changes import Change
from fakeserver.tenant.exchange.transport.mishaps import Mishap, all_goes_well, arrive
from fakeserver.tenant.later import Later
from tests.world import World


def test_all_goes_well(world: World) -> None:
    later = Later(world.tenant.clock, world.tenant.lock)
    assert all_goes_well("arrive", "alice") is None
    assert len(arrive(world.mailbox(), b"Subject: Hi\r\n\r\n.", None, later)) == 1
    assert len(arrive(world.mailbox(), b"Subject: Hi\r\n\r\n.", Mishap("duplicate"), later)) == 2
    assert len(world.mailbox().messages()) == 3


@pytest.mark.parametrize("kind", ["junk", "duplicate", "late"])
def test_what_arrives_came_by_mail(kind: str, world: World) -> None:
    clock, changes = world.tenant.clock, list[Change]()
    clock.freeze()
    world.mailbox().watch(changes.append)
    arrive(world.mailbox(), b"Subject: Hi\r\n\r\n.", Mishap(kind, seconds=60), Later(clock, world.tenant.lock))
    clock.advance(60)
    assert changes
    assert all(change.delivered is True for change in changes), "EWS tells of new mail"
