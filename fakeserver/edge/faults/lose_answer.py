"""What was asked is done, and nobody hears of it."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.wire import Delivery


def carry_out(moment: Moment, *, reset: bool) -> Effect:
    """End the connection before the answer."""
    return Effect(delivery=Delivery(cut_after=0, reset=reset))
