"""The Date field of answers is wrong."""

import time
from email.utils import formatdate

from fakeserver.edge.faults.effect import Effect, Moment


def carry_out(moment: Moment, *, seconds: float) -> Effect:
    """Say another time."""
    return Effect(fields=(("Date", formatdate(time.time() + seconds, usegmt=True)),))
