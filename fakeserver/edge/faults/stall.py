"""Half an answer comes, and nothing behind it."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.wire import Delivery


def carry_out(moment: Moment) -> Effect:
    """Stop in the middle."""
    return Effect(delivery=Delivery(cut_at=0.5, never=True))
