"""Faults of a remote tenant: ordered here by the same methods, and met over there."""

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

# Its rows fill KINDS.
from fakeserver.client.differences import Remote, missing
from fakeserver.client.link import Link
from fakeserver.client.values import to_json
from fakeserver.tenant.faults import faults as _faults
from fakeserver.tenant.faults.kinds import KINDS, kind_called


class RemoteFault(Remote):
    """An ordered fault. As a context manager it is cancelled when the block ends."""

    local = "Fault"

    def __init__(self, link: Link, facts: dict[str, Any]) -> None:
        self._link = link
        self._facts = facts

    @property
    def id(self) -> object:
        """By what the API knows it."""
        return self._facts["id"]

    @property
    def kind(self) -> str:
        """Its name, as `Tenant.faults` spells it."""
        return str(self._facts["kind"])

    @property
    def text(self) -> str:
        """The order, as a test writes it."""
        return str(self._facts["text"])

    @property
    def seed(self) -> int | None:
        """What its randomness began with; None: nothing of it is left to chance."""
        return self._facts.get("seed")

    @property
    def taken(self) -> int:
        """How often it has happened."""
        number: int = self._now()["taken"]
        return number

    @property
    def is_over(self) -> bool:
        """Whether it cannot happen any more."""
        return bool(self._now()["is_over"])

    def cancel(self) -> None:
        """End it; what it does to an exchange already it goes on doing."""
        self._link.delete("faults", self.id)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.cancel()

    def _now(self) -> dict[str, Any]:
        if not self._link.is_over:
            (now,) = (each for each in self._link.get("faults")["faults"] if each["id"] == self.id)
            self._facts.update(now)
        return self._facts

    def __repr__(self) -> str:
        taken = self._facts["taken"]
        return f"<{self.text}: taken {'once' if taken == 1 else f'{taken} times'}>"


class RemoteFaults(Remote):
    """What is to go wrong: ``tenant.faults.throttle("ews", times=2, retry_after=3)``."""

    local = "Faults"

    def __init__(self, link: Link) -> None:
        self._link = link
        self._last: list[dict[str, Any]] = []

    @property
    def in_force(self) -> tuple[RemoteFault, ...]:
        """Those that can happen, oldest first."""
        return tuple(fault for fault in self.ordered if fault._facts["in_force"])

    @property
    def ordered(self) -> list[RemoteFault]:
        """Every one that was ordered, oldest first."""
        if not self._link.is_over:
            self._last = self._link.get("faults")["faults"]
        return [RemoteFault(self._link, facts) for facts in self._last]

    @property
    def never_taken(self) -> list[RemoteFault]:
        """Those ordered that have not happened."""
        return [fault for fault in self.ordered if not fault._facts["taken"]]

    def add(self, kind: str, /, *args: object, **settings: object) -> RemoteFault:
        """Order a fault by the name of its kind, with the arguments of the method of that name.

        Raises:
            TypeError, ValueError: as `Faults.add`.
        """
        known = kind_called(kind)
        # Here, so that a mistake is told by the same words, and nothing is sent.
        known.order(args, settings)
        bound = known.signature.bind(*args, **settings)
        where = bound.arguments.pop("where", {})
        by_name = {**bound.arguments, **where}
        table = {name: to_json(name, value) for name, value in by_name.items()}
        return RemoteFault(self._link, self._link.post("faults", body={"kind": known.name, **table}))

    def clear(self) -> None:
        """Cancel every fault."""
        self._link.delete("faults")

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Callable[..., RemoteFault]: ...

    else:

        def __getattr__(self, name):
            if name not in KINDS:
                raise missing(self, self.local, name, KINDS)
            return _method(self, name)


def _method(faults: RemoteFaults, name: str) -> Callable[..., RemoteFault]:
    """Return the method that orders one kind."""

    def order(*args: object, **settings: object) -> RemoteFault:
        return faults.add(name, *args, **settings)

    order.__name__ = name
    order.__doc__ = getattr(_faults.Faults, name).__doc__
    return order
