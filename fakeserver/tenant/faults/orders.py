"""The faults of one tenant that are in force, and how an order becomes one of them."""

import random as randomness
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.faults.fault import Asker, Fault, Where, check_names
from fakeserver.tenant.places import EVERYWHERE, Place, named

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Order:
    """What a method of `Faults` makes of its arguments.

    Attributes:
        times: how often, where the test has not said; None: until it is cancelled.
        among: the places where this fault can happen.
        settings: what is left of the arguments.
    """

    place: Place
    operation: str
    where: Where
    times: int | None
    among: tuple[Place, ...] = EVERYWHERE
    settings: tuple[tuple[str, Any], ...] = ()


class Orders:
    """The faults that are in force, oldest first. Thread-safe.

    Args:
        user, app: find a user by address and an application by name or id; both raise ValueError.
    """

    def __init__(
        self,
        clock: Clock,
        random: randomness.Random,
        user: Callable[[User | str], User],
        app: Callable[[Application | str], Application],
    ) -> None:
        self._clock = clock
        self._random = random
        self._user = user
        self._app = app
        self._lock = threading.Lock()
        #: those in force: a tuple that is replaced, so that each request may look whether there are any
        self.in_force: tuple[Fault, ...] = ()
        #: every one that was ordered, for the report
        self.ordered: list[Fault] = []

    def take(self, protocol: str, operation: str, asker: Asker, *, named_only: bool = False) -> Fault | None:
        """Return the first fault that happens to an exchange, which counts; None: it goes well."""
        with self._lock:
            for fault in self.in_force:
                is_for = not fault.is_over and fault.is_for(protocol, operation, asker, named_only=named_only)
                happens = is_for and fault.take()
                self._end_if_over(fault)
                if happens:
                    return fault
        return None

    def clear(self) -> None:
        """Cancel every fault."""
        with self._lock:
            self.in_force = ()

    @property
    def never_taken(self) -> list[Fault]:
        """Those ordered that have not happened."""
        return [fault for fault in self.ordered if not fault.taken]

    def _add(self, kind: str, text: str, order: Order) -> Fault:
        where = order.where
        check_names(where, kind)
        if "times" not in where and order.times is not None:
            where = {**where, "times": order.times}
        fault = Fault(
            kind,
            text,
            named(order.place, order.operation, order.among),
            dict(order.settings),
            where,
            clock=self._clock,
            random=self._random,
            withdraw=self._withdraw,
            address="" if "user" not in where else self._user(where["user"]).address,
            client_id="" if "app" not in where else self._app(where["app"]).client_id,
        )
        with self._lock:
            self.in_force += (fault,)
            self.ordered.append(fault)
        return fault

    def _withdraw(self, fault: Fault) -> None:
        with self._lock:
            self._end(fault)

    def _end_if_over(self, fault: Fault) -> None:
        if fault.is_over:
            self._end(fault)

    def _end(self, fault: Fault) -> None:
        self.in_force = tuple(other for other in self.in_force if other is not fault)


Ordering = TypeVar("Ordering", bound=Orders)


def fault(method: Callable[Concatenate[Ordering, P], Order]) -> Callable[Concatenate[Ordering, P], Fault]:
    """Make a method that describes a fault one that orders it; the method's name is the fault's kind."""
    kind = method.__name__

    @wraps(method)
    def order(orders: Ordering, /, *args: P.args, **kwargs: P.kwargs) -> Fault:
        # The line of the test is what pytest shows.
        __tracebackhide__ = True
        words = [*map(repr, args), *(f"{name}={value!r}" for name, value in kwargs.items())]
        return orders._add(kind, f"faults.{kind}({', '.join(words)})", method(orders, *args, **kwargs))

    order.__dict__["is_kind"] = True
    return order
