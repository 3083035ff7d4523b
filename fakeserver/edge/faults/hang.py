"""No answer comes."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.wire import Delivery


def carry_out(moment: Moment) -> Effect:
    """Keep the answer, and the connection."""
    return Effect(delivery=Delivery(never=True))
