"""Faults of delivery: what becomes of messages that the program has sent. ``user`` is whose mailbox it comes to.

They are carried out by `tenant/exchange/transport/mishaps.py`, which asks for them by `mishaps.py` here: no request
meets them.
"""

from typing import Unpack

from fakeserver.tenant.faults.fault import Where
from fakeserver.tenant.faults.order import Order, positive
from fakeserver.tenant.places import Named

#: the protocol, as the journal names it
DELIVERY = "Delivery"
_ARRIVE, _SAVE = Named(DELIVERY, ("arrive",)), Named(DELIVERY, ("save the copy",))


def junk(**where: Unpack[Where]) -> Order:
    """What is sent arrives in Junk Email; until it is cancelled."""
    return _order(_ARRIVE, where, None)


def duplicate(**where: Unpack[Where]) -> Order:
    """What is sent arrives twice; once."""
    return _order(_ARRIVE, where, 1)


def late(*, seconds: float = 60, **where: Unpack[Where]) -> Order:
    """What is sent arrives later, by the tenant's clock; until it is cancelled."""
    return _order(_ARRIVE, where, None, seconds=positive("seconds", seconds))


def full_for(**where: Unpack[Where]) -> Order:
    """What is sent comes back, as the recipient's mailbox is full (5.2.2); until it is cancelled."""
    return _order(_ARRIVE, where, None)


def late_sent_copy(*, seconds: float = 60, **where: Unpack[Where]) -> Order:
    """The copy in Sent Items comes later, by the tenant's clock; until it is cancelled. ``user`` is who sends."""
    return _order(_SAVE, where, None, seconds=positive("seconds", seconds))


def _order(step: Named, where: Where, times: int | None, **settings: float) -> Order:
    if "app" in where:
        raise TypeError("a message on its way is no application's, so that it takes no 'app'")
    return Order("smtp", "", where, times=times, of=step, settings=settings)
