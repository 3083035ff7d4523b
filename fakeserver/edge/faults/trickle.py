"""An answer comes octet by octet."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.wire import Delivery


def carry_out(moment: Moment, *, octets_a_second: float) -> Effect:
    """Send it at this rate."""
    return Effect(delivery=Delivery(octets_a_second=octets_a_second))
