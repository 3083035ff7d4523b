"""The faults of one tenant that are in force, and how an order becomes one of them."""

import random as randomness
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar

from fakeserver.suggestion import check_names
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.faults.fault import Asker, Fault, Where, number
from fakeserver.tenant.places import EVERYWHERE, PLACES, Named, Place, named

P = ParamSpec("P")
Number = TypeVar("Number", int, float)
Found = TypeVar("Found", User, Application)


@dataclass(frozen=True, slots=True)
class Order:
    """What a method of `Faults` makes of its arguments."""

    place: Place
    operation: str
    where: Where
    #: how often, where the test has not said; None: until it is cancelled
    times: int | None
    #: the places where this fault can happen
    among: tuple[Place, ...] = EVERYWHERE
    #: what is left of the arguments, for whoever carries it out
    settings: Mapping[str, Any] = field(default_factory=dict)
    #: the operations that it concerns where the test names none; none: all of them
    operations: tuple[str, ...] = ()
    #: the same for one that can happen at others as well, as it does in a list of parts
    usually: tuple[str, ...] = ()
    #: in the place of what place and operation stand for
    of: Named | None = None
    #: Entra ID: the only grant that it concerns
    only_grant: str = ""
    #: whether something is left to chance, so that it needs a seed
    by_chance: bool = False

    @property
    def named(self) -> Named:
        """The protocol and the operations.

        Raises:
            ValueError: as `places.named`.
        """
        __tracebackhide__ = True
        found = named(self.place, self.operation, self.among)
        if self.of is not None:
            return self.of
        concerned = self.operations or self.usually
        return Named(found.protocol, concerned) if concerned and not self.operation else found


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
        self._watchers: list[Callable[[], None]] = []

    def order(self, kind: str, place: str, operation: str, settings: dict[str, Any]) -> Order:
        """Return what a kind would order; `Faults` knows the kinds."""
        raise NotImplementedError

    def take(
        self,
        protocol: str,
        operation: str,
        asker: Asker,
        *,
        named_only: bool = False,
        kinds: frozenset[str] = frozenset(),
    ) -> Fault | None:
        """Return the first fault that happens to an exchange, which counts; None: it goes well.

        Args:
            named_only: leave out faults for everybody.
            kinds: only these; none: all.
        """
        with self._lock:
            for fault in self.in_force:
                is_meant = not fault.is_over and (not kinds or fault.kind in kinds)
                is_for = is_meant and fault.is_for(protocol, operation, asker, named_only=named_only)
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
        __tracebackhide__ = True
        where = order.where
        if "times" not in where and order.times is not None:
            where = {**where, "times": order.times}
        fault = Fault(
            kind,
            text,
            order.named,
            order.settings,
            where,
            clock=self._clock,
            random=self._random,
            by_chance=order.by_chance,
            only_grant=order.only_grant,
            withdraw=self._withdraw,
            address="" if "user" not in where else self._user(_given("user", where["user"], User)).address,
            client_id="" if "app" not in where else self._app(_given("app", where["app"], Application)).client_id,
        )
        with self._lock:
            self.in_force += (fault,)
            self.ordered.append(fault)
            watchers = list(self._watchers)
        for watcher in watchers:
            watcher()
        return fault

    def watch(self, ordered: Callable[[], None]) -> Callable[[], None]:
        """Call ``ordered`` after each order, in the thread that has made it; returns a function that ends it."""
        with self._lock:
            self._watchers.append(ordered)

        def stop() -> None:
            with self._lock:
                if ordered in self._watchers:
                    self._watchers.remove(ordered)

        return stop

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
        check_arguments(method, orders, args, kwargs)
        words = [*map(repr, args), *(f"{name}={value!r}" for name, value in kwargs.items())]
        return orders._add(kind, f"faults.{kind}({', '.join(words)})", method(orders, *args, **kwargs))

    order.__dict__["describes"] = method
    return order


#: what a setting of a type takes, in words, and what those values are
_TAKES: dict[object, tuple[str, tuple[type, ...]]] = {
    float: ("a number", (int, float)),
    int: ("a whole number", (int,)),
    str: ("a text", (str,)),
    bool: ("True or False", (bool,)),
}


def check_arguments(
    method: Callable[..., Order], orders: Orders, args: tuple[object, ...], kwargs: dict[str, object]
) -> None:
    """Refuse arguments that are missing, unknown or of another type.

    Raises:
        TypeError: with the name that may be meant.
    """
    __tracebackhide__ = True
    parameters = signature(method).parameters
    check_names(f"faults.{method.__name__}", kwargs, {*parameters, *Where.__annotations__} - {"self", "where"})
    try:
        given = signature(method).bind(orders, *args, **kwargs).arguments
    except TypeError:
        needed = [name for name, each in parameters.items() if each.default is each.empty and name not in kwargs]
        missing = [name for name in needed if name not in ("self", "where")][len(args) :]
        if not missing:
            raise
        places = f", one of: {', '.join(map(repr, PLACES))}" if missing[0] == "place" else ""
        raise TypeError(f"faults.{method.__name__} needs {missing[0]!r}{places}") from None
    for name, value in given.items():
        words, kinds = _TAKES.get(parameters[name].annotation, ("", ()))
        if kinds and (not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)):
            raise TypeError(f"{name} takes {words}, not {value!r}")
        if isinstance(value, float):
            number(name, value)
        if name in ("place", "operation") and not isinstance(value, str):
            raise TypeError(f"{name} takes a text, not {value!r}")


def _given(name: str, value: Found | str, kind: type[Found]) -> Found | str:
    """Return whom a matcher names.

    Raises:
        TypeError: neither a text nor an object of this kind.
    """
    if not isinstance(value, str | kind):
        raise TypeError(f"{name} takes a text or {kind.__name__} of the tenant, not {value!r}")
    return value


def not_negative(name: str, value: Number) -> Number:
    """Return a setting that may be nothing, but no less.

    Raises:
        ValueError
    """
    if value < 0:
        raise ValueError(f"{name} takes 0 or more, not {value!r}")
    return value


def positive(name: str, value: Number) -> Number:
    """Return a setting that must be more than nothing.

    Raises:
        ValueError
    """
    if value <= 0:
        raise ValueError(f"{name} takes more than 0, not {value!r}")
    return value
