"""Faults of delivery: what becomes of messages that the program has sent.

They are carried out by `tenant/exchange/transport/mishaps.py`: no request meets them.
"""

from typing import Unpack

from fakeserver.tenant.exchange.transport.mishaps import Mishap, Step
from fakeserver.tenant.faults.fault import Asker, Where
from fakeserver.tenant.faults.orders import Order, Orders, fault, positive
from fakeserver.tenant.journal.notes import Notes
from fakeserver.tenant.places import Named

#: the protocol, as the journal names it
_DELIVERY = "Delivery"
_ARRIVE, _SAVE = Named(_DELIVERY, ("arrive",)), Named(_DELIVERY, ("save the copy",))


class DeliveryFaults(Orders):
    """What goes wrong on a message's way. ``user`` is whose mailbox it comes to."""

    @fault
    def junk(self, **where: Unpack[Where]) -> Order:
        """What is sent arrives in Junk Email; until it is cancelled."""
        return _order(_ARRIVE, where, None)

    @fault
    def duplicate(self, **where: Unpack[Where]) -> Order:
        """What is sent arrives twice; once."""
        return _order(_ARRIVE, where, 1)

    @fault
    def late(self, *, seconds: float = 60, **where: Unpack[Where]) -> Order:
        """What is sent arrives later, by the tenant's clock; until it is cancelled."""
        return _order(_ARRIVE, where, None, seconds)

    @fault
    def full_for(self, **where: Unpack[Where]) -> Order:
        """What is sent comes back, as the recipient's mailbox is full (5.2.2); until it is cancelled."""
        return _order(_ARRIVE, where, None)

    @fault
    def late_sent_copy(self, *, seconds: float = 60, **where: Unpack[Where]) -> Order:
        """The copy in Sent Items comes later, by the tenant's clock; until it is cancelled. ``user`` is who sends."""
        return _order(_SAVE, where, None, seconds)


def _order(step: Named, where: Where, times: int | None, seconds: float = 0.0) -> Order:
    if "app" in where:
        raise TypeError("a message on its way is no application's, so that it takes no 'app'")
    settings = {"seconds": positive("seconds", seconds)} if seconds else {}
    return Order("smtp", "", where, times=times, of=step, settings=settings)


def mishap(orders: Orders, notes: Notes, step: Step, address: str) -> Mishap | None:
    """Return what goes wrong with a step on a message's way, and note it; None: it goes well."""
    fault = orders.take(_DELIVERY, step, Asker(frozenset({address.lower()})))
    if fault is None:
        return None
    notes.add(_DELIVERY, f"{step}: {address}", fault.kind.replace("_", " "), operation=step, ordered=fault.text)
    return Mishap(fault.kind, **fault.settings)
