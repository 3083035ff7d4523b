"""Refresh tokens have expired."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.tenant.refusals import AnswerOrdered


def carry_out(moment: Moment) -> Effect:
    """Answer with AADSTS700082."""
    return Effect(AnswerOrdered(), code=700082)
