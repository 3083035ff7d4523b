"""Tokens come from a cache, which knows nothing of what was consented to since."""

from fakeserver.edge.faults.effect import Effect, Moment


def carry_out(moment: Moment) -> Effect:
    """Issue what would have been issued when it was ordered."""
    return Effect(consent=moment.fault.consent, skew=-moment.fault.age)
