"""IMAP says goodbye without being asked."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.wire import Delivery

#: as in logs of the service, when it closes a connection, and when the client was silent for too long
_CLOSED = b"* BYE Connection closed. 14\r\n"
_TIMED_OUT = b"* BYE Connection is closed. 13\r\n"


def carry_out(moment: Moment, *, timed_out: bool) -> Effect:
    """Say it behind the beginning of IDLE, or in the place of another answer."""
    bye = _TIMED_OUT if timed_out else _CLOSED
    at_end = Delivery(cut_at=1.0)
    if moment.operation == "IDLE":
        return Effect(unasked=bye, delivery=at_end)
    return Effect(performs=False, unasked=bye, delivery=at_end)
