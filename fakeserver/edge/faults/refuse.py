"""A request is refused for a reason that a test has chosen."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.tenant import refusals
from fakeserver.tenant.refusals import Refusal


def carry_out(moment: Moment, *, reason: str) -> Effect:
    """Refuse."""
    kind: type[Refusal] = getattr(refusals, reason)
    return Effect(kind())
