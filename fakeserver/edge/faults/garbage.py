"""Octets come that are no answer; a fault with a seed has the same each time."""

from fakeserver.edge.faults.effect import Effect, Moment


def carry_out(moment: Moment, *, size: int) -> Effect:
    """Send other octets."""
    return Effect(octets=moment.fault.random.randbytes(size))
