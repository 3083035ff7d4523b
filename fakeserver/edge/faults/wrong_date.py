"""The Date field of answers is wrong."""

from email.utils import formatdate

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.program_time import program_time


def carry_out(moment: Moment, *, seconds: float) -> Effect:
    """Say another time."""
    return Effect(fields=(("Date", formatdate(program_time() + seconds, usegmt=True)),))
