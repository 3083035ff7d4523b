"""Faults of delivery: what becomes of messages that the program has sent. ``user`` is whose mailbox it comes to.

They are carried out by `tenant/exchange/transport/mishaps.py`, which asks for them by `mishaps.py` here: no request
meets them.
"""

from typing import Unpack

from fakeserver.suggestion import suggestion
from fakeserver.tenant.exchange.transport.outcomes import KEPT_INSIDE
from fakeserver.tenant.faults.fault import Where
from fakeserver.tenant.faults.order import Order, positive
from fakeserver.tenant.places import Named

#: the protocol, as the journal names it
DELIVERY = "Delivery"
_ARRIVE, _SAVE, _LEAVE = (Named(DELIVERY, (step,)) for step in ("arrive", "save the copy", "leave"))


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


def quarantine(**where: Unpack[Where]) -> Order:
    """What is sent is accepted and kept back where no client sees it, and nobody is told; until it is cancelled."""
    return _order(_ARRIVE, where, None)


def bounce(*, code: str = "5.7.708", **where: Unpack[Where]) -> Order:
    """What is sent to other domains comes back, as they are shut to the tenant; until it is cancelled.

    ``user`` is who sends.

    Args:
        code: of the report: 5.7.708 (a new tenant), 5.7.705 (over a threshold), 5.1.8 (a blocked sender), 5.7.232 and
            5.7.233 (the daily limit of a trial tenant, or of another), 5.7.236 (that of its initial domain).
    """
    if code not in KEPT_INSIDE:
        raise ValueError(f"code takes {', '.join(map(repr, KEPT_INSIDE))}, not {code!r}{suggestion(code, KEPT_INSIDE)}")
    return _order(_LEAVE, where, None, code=code)


def late_sent_copy(*, seconds: float = 60, **where: Unpack[Where]) -> Order:
    """The copy in Sent Items comes later, by the tenant's clock; until it is cancelled. ``user`` is who sends."""
    return _order(_SAVE, where, None, seconds=positive("seconds", seconds))


def _order(step: Named, where: Where, times: int | None, **settings: float | str) -> Order:
    if "app" in where:
        raise TypeError("a message on its way is no application's, so that it takes no 'app'")
    return Order("smtp", "", where, times=times, of=step, settings=settings)
