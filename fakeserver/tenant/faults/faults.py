"""Faults on demand: `Tenant.faults`, with a method for each kind of fault.

A fault happens once, or until it is cancelled where it is a state; each method says which. All of them take `Where` by
name: ``user``, ``app``, ``nth``, ``times``, ``for_``, ``probability``, ``seed``. How a kind is carried out is in the
file of its name in `fakeserver/edge/faults`.
"""

import random as randomness
import threading
from collections.abc import Callable
from functools import wraps
from inspect import Parameter
from typing import Concatenate, ParamSpec, TypeVar

from fakeserver.suggestion import no_new_names
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.consent import Consent
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.faults import clocks, connection, delivery, handshake, series, service
from fakeserver.tenant.faults.fault import Asker, Fault, Where
from fakeserver.tenant.faults.kinds import KINDS, Kind, kind_called
from fakeserver.tenant.faults.order import Order

P = ParamSpec("P")
Found = TypeVar("Found", User, Application)


def _kind(describe: Callable[P, Order]) -> Callable[Concatenate["Faults", P], Fault]:
    """Return the method that orders a kind of fault; its name, signature and text are those of what describes it."""
    kind = KINDS[describe.__name__] = Kind(describe)

    @wraps(describe)
    def order(faults: "Faults", /, *args: P.args, **kwargs: P.kwargs) -> Fault:
        words = [*map(repr, args), *(f"{name}={value!r}" for name, value in kwargs.items())]
        return faults._add(kind.name, f"faults.{kind.name}({', '.join(words)})", kind.order(args, kwargs))

    # Without it, `wraps` lets the first parameter of the description, the place, be taken for self.
    own = [Parameter("self", Parameter.POSITIONAL_ONLY), *kind.signature.parameters.values()]
    order.__dict__["__signature__"] = kind.signature.replace(parameters=own, return_annotation=Fault)
    return order


@no_new_names
class Faults:
    """What is to go wrong: ``tenant.faults.throttle("ews", times=2, retry_after=3)``. Thread-safe.

    Args:
        user, app: find a user by address and an application by name or id; both raise ValueError.
        consent: what applications are allowed.

    Attributes:
        in_force: those that can happen, oldest first.
        ordered: every one that was ordered, for the report.
    """

    # --- the service is busy, away, or says no
    throttle = _kind(service.throttle)
    unavailable = _kind(service.unavailable)
    html = _kind(service.html)
    refuse = _kind(service.refuse)
    say = _kind(service.say)
    aadsts = _kind(service.aadsts)
    stale_consent = _kind(service.stale_consent)
    dead_refresh_token = _kind(service.dead_refresh_token)
    not_connected = _kind(service.not_connected)
    moving = _kind(service.moving)
    moved = _kind(service.moved)
    mailbox_full = _kind(service.mailbox_full)
    # --- the connection ends, or what comes is slow, half or no answer
    drop = _kind(connection.drop)
    lose_answer = _kind(connection.lose_answer)
    down = _kind(connection.down)
    hang = _kind(connection.hang)
    stall = _kind(connection.stall)
    slow = _kind(connection.slow)
    trickle = _kind(connection.trickle)
    garbage = _kind(connection.garbage)
    bye = _kind(connection.bye)
    # --- TLS
    expired_certificate = _kind(handshake.expired_certificate)
    wrong_name = _kind(handshake.wrong_name)
    untrusted_certificate = _kind(handshake.untrusted_certificate)
    broken_tls = _kind(handshake.broken_tls)
    # --- the service's time is wrong
    skewed_tokens = _kind(clocks.skewed_tokens)
    wrong_date = _kind(clocks.wrong_date)
    wrong_clock = _kind(clocks.wrong_clock)
    # --- what becomes of messages
    junk = _kind(delivery.junk)
    duplicate = _kind(delivery.duplicate)
    late = _kind(delivery.late)
    full_for = _kind(delivery.full_for)
    quarantine = _kind(delivery.quarantine)
    bounce = _kind(delivery.bounce)
    late_sent_copy = _kind(delivery.late_sent_copy)
    # --- several of them
    answer = _kind(series.answer)
    mix = _kind(series.mix)

    def __init__(
        self,
        clock: Clock,
        random: randomness.Random,
        user: Callable[[User | str], User],
        app: Callable[[Application | str], Application],
        consent: Consent,
    ) -> None:
        self._clock = clock
        self._random = random
        self._user = user
        self._app = app
        self._consent = consent
        self._lock = threading.Lock()
        # A tuple that is replaced, so that each request may look whether there are any.
        self.in_force: tuple[Fault, ...] = ()
        self.ordered: list[Fault] = []
        self._watchers: list[Callable[[], None]] = []

    def add(self, kind: str, /, *args: object, **settings: object) -> Fault:
        """Order a fault by the name of its kind, with the arguments of the method of that name.

        Raises:
            ValueError: there is no such kind; the text suggests one.
        """
        ordered: Fault = getattr(self, kind_called(kind).name)(*args, **settings)
        return ordered

    def clear(self) -> None:
        """Cancel every fault."""
        with self._lock:
            self.in_force = ()

    @property
    def never_taken(self) -> list[Fault]:
        """Those ordered that have not happened."""
        return [fault for fault in self.ordered if not fault.taken]

    def take(
        self,
        protocol: str,
        operation: str,
        asker: Asker,
        *,
        kinds: frozenset[str] = frozenset(),
    ) -> Fault | None:
        """Return the first fault that happens to an exchange, which counts; None: it goes well.

        Args:
            kinds: only these; none: all.
        """
        with self._lock:
            for fault in self.in_force:
                is_meant = not fault.is_over and (not kinds or fault.kind in kinds)
                is_for = is_meant and fault.is_for(protocol, operation, asker)
                happens = is_for and fault.take()
                self._end_if_over(fault)
                if happens:
                    return fault
        return None

    def watch(self, ordered: Callable[[], None]) -> Callable[[], None]:
        """Call ``ordered`` after each order, in the thread that has made it; returns a function that ends it."""
        with self._lock:
            self._watchers.append(ordered)

        def stop() -> None:
            with self._lock:
                if ordered in self._watchers:
                    self._watchers.remove(ordered)

        return stop

    def _add(self, kind: str, text: str, order: Order) -> Fault:
        order.check_whom()
        where: Where = {**order.where, "times": order.how_often}
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
            user=self._user(_given("user", where["user"], User)) if "user" in where else None,
            client_id="" if "app" not in where else self._app(_given("app", where["app"], Application)).client_id,
            consent=self._consent.copied() if order.keeps_consent else None,
        )
        with self._lock:
            self.in_force += (fault,)
            self.ordered.append(fault)
            watchers = list(self._watchers)
        for watcher in watchers:
            watcher()
        return fault

    def _withdraw(self, fault: Fault) -> None:
        with self._lock:
            self._end(fault)

    def _end_if_over(self, fault: Fault) -> None:
        if fault.is_over:
            self._end(fault)

    def _end(self, fault: Fault) -> None:
        self.in_force = tuple(other for other in self.in_force if other is not fault)


def kinds() -> list[str]:
    """Return the name of every kind."""
    return sorted(KINDS)


def _given(name: str, value: Found | str, kind: type[Found]) -> Found | str:
    """Return whom a matcher names.

    Raises:
        TypeError: neither a text nor an object of this kind.
    """
    if not isinstance(value, str | kind):
        raise TypeError(f"{name} takes a text or {kind.__name__} of the tenant, not {value!r}")
    return value
