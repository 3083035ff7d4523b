"""The connection ends before, within or after an answer."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.wire import Delivery

#: part of the answer that is still sent
_SENT = {"within": 0.5, "after": 1.0}


def carry_out(moment: Moment, *, when: str, reset: bool) -> Effect:
    """End the connection."""
    if when == "before":
        return Effect(performs=False, delivery=Delivery(cut_after=0, reset=reset))
    return Effect(delivery=Delivery(cut_at=_SENT[when], reset=reset))
