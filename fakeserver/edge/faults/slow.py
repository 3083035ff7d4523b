"""An answer comes late."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.wire import Delivery


def carry_out(moment: Moment, *, seconds: float) -> Effect:
    """Delay the answer; what was asked is done at once."""
    return Effect(delivery=Delivery(delay=seconds))
