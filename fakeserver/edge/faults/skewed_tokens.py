"""Tokens are issued by a clock that is wrong."""

from fakeserver.edge.faults.effect import Effect, Moment


def carry_out(moment: Moment, *, seconds: float) -> Effect:
    """Issue as of that time."""
    return Effect(skew=seconds)
