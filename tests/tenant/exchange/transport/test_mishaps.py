"""Without a mishap a message arrives, once, in the inbox."""

import threading

from fakeserver.tenant.exchange.transport.later import Later
from fakeserver.tenant.exchange.transport.mishaps import Mishap, all_goes_well, arrive
from tests.world import World


def test_all_goes_well(world: World) -> None:
    later = Later(world.tenant.clock, threading.RLock())
    assert all_goes_well("arrive", "alice") is None
    assert len(arrive(world.mailbox(), b"Subject: Hi\r\n\r\n.", None, later)) == 1
    assert len(arrive(world.mailbox(), b"Subject: Hi\r\n\r\n.", Mishap("duplicate"), later)) == 2
    assert len(world.mailbox().messages()) == 3
