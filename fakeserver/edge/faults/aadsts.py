"""Entra ID answers with an error that a test has chosen."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.tenant.refusals import AnswerOrdered


def carry_out(moment: Moment, *, code: int) -> Effect:
    """Answer with it."""
    return Effect(AnswerOrdered(), code=code)
