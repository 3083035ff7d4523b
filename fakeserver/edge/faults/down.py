"""Nobody answers."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.wire import Delivery


def carry_out(moment: Moment, *, reset: bool) -> Effect:
    """End the connection before anything is done."""
    return Effect(performs=False, delivery=Delivery(cut_after=0, reset=reset))
