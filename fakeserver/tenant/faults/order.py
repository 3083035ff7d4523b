"""What a kind of fault makes of its arguments."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from fakeserver.tenant.faults.fault import Where
from fakeserver.tenant.places import EVERYWHERE, Named, Place, named

Number = TypeVar("Number", int, float)


class Order(NamedTuple):
    """A fault that is to be ordered: where it happens, for whom and how often, and what is special about it."""

    place: Place
    operation: str
    where: Where
    #: how often, where the test has not said; None: until it is cancelled
    times: int | None
    #: the places where this fault can happen
    among: tuple[Place, ...] = EVERYWHERE
    #: what is left of the arguments, for whoever carries it out
    settings: Mapping[str, Any] = MappingProxyType({})
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
