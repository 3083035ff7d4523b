"""Faults on demand: `Tenant.faults`, with a method for each kind of fault.

A fault happens once, or until it is cancelled where it is a state; each method says which. All of them take `Where` by
name: ``user``, ``app``, ``nth``, ``times``, ``for_``, ``probability``, ``seed``. How a kind is carried out is in the
file of its name in `fakeserver/edge/faults`.
"""

from typing import Any

from fakeserver.suggestion import no_new_names, suggestion
from fakeserver.tenant.faults.clocks import ClockFaults
from fakeserver.tenant.faults.connection import ConnectionFaults
from fakeserver.tenant.faults.delivery import DeliveryFaults
from fakeserver.tenant.faults.fault import Fault
from fakeserver.tenant.faults.handshake import HandshakeFaults
from fakeserver.tenant.faults.orders import Order, check_arguments
from fakeserver.tenant.faults.series import SeriesFaults
from fakeserver.tenant.faults.service import ServiceFaults


@no_new_names
class Faults(ServiceFaults, ConnectionFaults, HandshakeFaults, ClockFaults, DeliveryFaults, SeriesFaults):
    """What is to go wrong: ``tenant.faults.throttle("ews", times=2, retry_after=3)``."""

    def add(self, kind: str, /, *args: object, **settings: object) -> Fault:
        """Order a fault by the name of its kind, with the arguments of the method of that name.

        Raises:
            ValueError: there is no such kind; the text suggests one.
        """
        _check(kind)
        ordered: Fault = getattr(self, kind)(*args, **settings)
        return ordered

    def order(self, kind: str, place: str, operation: str, settings: dict[str, Any]) -> Order:
        """Return what a kind would order, for a fault that is made of others.

        Raises:
            ValueError: there is no such kind.
        """
        _check(kind)
        method = getattr(type(self), kind).describes
        check_arguments(method, self, (place, operation), settings)
        order: Order = method(self, place, operation, **settings)
        return order


def kinds() -> list[str]:
    """Return the name of every kind."""
    return [name for name in dir(Faults) if hasattr(getattr(Faults, name), "describes")]


def _check(kind: str) -> None:
    if kind not in kinds():
        raise ValueError(f"there is no fault {kind!r}{suggestion(kind, kinds())}")
