"""IMAP says goodbye without being asked."""

from fakeserver.edge.faults.effect import NOTHING, Effect, Moment
from fakeserver.wire import Delivery

#: as in logs of the service, when it closes a connection
_BYE = b"* BYE Connection closed. 14\r\n"


def carry_out(moment: Moment) -> Effect:
    """Say it behind the beginning of IDLE, or in the place of another answer."""
    at_end = Delivery(cut_at=1.0)
    if moment.operation == "IDLE":
        return Effect(unasked=_BYE, delivery=at_end)
    return Effect(performs=False, octets=NOTHING, unasked=_BYE, delivery=at_end)
