"""The service's clock is wrong."""

from dataclasses import replace

from fakeserver.edge.faults import skewed_tokens, wrong_date
from fakeserver.edge.faults.effect import Effect, Moment


def carry_out(moment: Moment, *, seconds: float) -> Effect:
    """Issue as of that time, and say it."""
    said = wrong_date.carry_out(moment, seconds=seconds)
    return replace(said, skew=skewed_tokens.carry_out(moment, seconds=seconds).skew)
