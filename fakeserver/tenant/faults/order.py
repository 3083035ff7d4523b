"""What a kind of fault makes of its arguments."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from fakeserver.tenant.faults.fault import Where
from fakeserver.tenant.places import EVERYWHERE, NOBODY_KNOWN, Named, Place, named

Number = TypeVar("Number", int, float)


class Order(NamedTuple):
    """A fault that is to be ordered: where it happens, for whom and how often, and what is special about it."""

    place: Place
    operation: str
    where: Where
    #: how often, where the test says neither that, nor how long or how likely; None: until it is cancelled
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
    #: whether it needs to know what was consented to when it was ordered
    keeps_consent: bool = False
    #: whether something is left to chance, so that it needs a seed
    by_chance: bool = False

    @property
    def named(self) -> Named:
        """The protocol and the operations.

        Raises:
            ValueError: as `places.named`.
        """
        found = named(self.place, self.operation, self.among)
        if self.of is not None:
            return self.of
        concerned = self.operations or self.usually
        if not self.operation:
            return Named(found.protocol, concerned) if concerned else found
        if self.operations and found.operations[0] not in self.operations:
            raise ValueError(
                f"this fault cannot happen at {found.operations[0]}; at {self.place} it concerns "
                f"{', '.join(self.operations)}"
            )
        return found

    def check_whom(self) -> None:
        """Refuse to be for somebody where it can happen only while nobody is known.

        Raises:
            TypeError
        """
        operations = self.named.operations
        for name in ("user", "app"):
            if name in self.where and NOBODY_KNOWN.issuperset(operations):
                moments = " and ".join(map(repr, operations))
                raise TypeError(f"nobody is known yet at {moments}, so that it takes no {name!r}")

    @property
    def how_often(self) -> int | None:
        """How often it happens; None: until it is cancelled, or as long or with the probability that the test says."""
        if "times" in self.where:
            return self.where["times"]
        says_how_long = self.where.get("for_") is not None or "probability" in self.where
        return None if says_how_long else self.times


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
