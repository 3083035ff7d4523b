"""Faults of the connection: it ends, nothing comes, or what comes is slow, half or no answer at all."""

from typing import Unpack

from fakeserver.tenant.faults.fault import Where
from fakeserver.tenant.faults.order import Order, positive
from fakeserver.tenant.places import Place


def drop(
    place: Place,
    operation: str = "",
    *,
    before: str = "",
    within: str = "",
    after: str = "",
    reset: bool = False,
    **where: Unpack[Where],
) -> Order:
    """The connection ends; once. Without ``before``, ``within`` or ``after``: before anything is done.

    Args:
        before: the operation that is not performed, and gets no answer.
        within: the operation that is performed, and whose answer ends in its middle, over HTTP in its body's.
        after: the operation that is performed and answered.
        reset: by a TCP RST, instead of a FIN.
    """
    moments = {"before": before, "within": within, "after": after}
    named = [(moment, name) for moment, name in moments.items() if name]
    if len(named) + bool(operation) > 1:
        raise TypeError("faults.drop takes one operation: before, within or after")
    moment, operation = named[0] if named else ("before", operation)
    return Order(place, operation, where, times=1, settings={"when": moment, "reset": reset})


def lose_answer(place: Place, operation: str = "", *, reset: bool = False, **where: Unpack[Where]) -> Order:
    """What was asked is done, and the connection ends before an octet of the answer; once.

    Args:
        reset: by a TCP RST, instead of a FIN.
    """
    return Order(place, operation, where, times=1, settings={"reset": reset})


def down(place: Place, operation: str = "", *, reset: bool = True, **where: Unpack[Where]) -> Order:
    """Nobody answers: each connection ends before anything is done; until it is cancelled.

    Args:
        reset: by a TCP RST; False: by a FIN.
    """
    return Order(place, operation, where, times=None, settings={"reset": reset})


def hang(place: Place, operation: str = "", **where: Unpack[Where]) -> Order:
    """What was asked is done, no answer comes, and the connection stays open; until it is cancelled."""
    return Order(place, operation, where, times=None)


def stall(place: Place, operation: str = "", **where: Unpack[Where]) -> Order:
    """Half an answer comes, then nothing, and the connection stays open; once."""
    return Order(place, operation, where, times=1)


def slow(place: Place, operation: str = "", *, seconds: float = 1, **where: Unpack[Where]) -> Order:
    """Answers come late, by real time; until it is cancelled."""
    return Order(place, operation, where, times=None, settings={"seconds": positive("seconds", seconds)})


def trickle(place: Place, operation: str = "", *, octets_a_second: float = 100, **where: Unpack[Where]) -> Order:
    """Answers come at once, and slowly, by real time; until it is cancelled."""
    settings = {"octets_a_second": positive("octets_a_second", octets_a_second)}
    return Order(place, operation, where, times=None, settings=settings)


def garbage(place: Place, operation: str = "", *, size: int = 100, **where: Unpack[Where]) -> Order:
    """What was asked is done, and octets come that are no answer; once. Over HTTP they are the body.

    Args:
        size: octets.
    """
    return Order(place, operation, where, times=1, settings={"size": positive("size", size)})


def bye(place: Place = "imap", operation: str = "", *, timed_out: bool = False, **where: Unpack[Where]) -> Order:
    """IMAP says BYE and ends the connection; once. Who idles is told at once, others at their next command.

    Args:
        timed_out: with the words for a client that was silent for half an hour.
    """
    return Order(place, operation, where, times=1, among=("imap",), settings={"timed_out": timed_out})
