"""``[[faults]]`` of the configuration: what is to go wrong from the start, by the names of `Tenant.faults`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from fakeserver.tenant.faults.fault import Where
from fakeserver.tenant.faults.faults import Faults
from fakeserver.tenant.faults.kinds import KINDS


def _settings() -> Iterator[str]:
    """Yield whatever some kind takes by name."""
    yield from Where.__annotations__
    for kind in KINDS.values():
        yield from kind.settings


@dataclass
class FaultTable:
    """``[[faults]]``; besides its kind it takes what that kind's method takes: ``place``, ``times`` ..."""

    #: as docs/faults.md has it
    kind: str

    further_keys: ClassVar[frozenset[str]] = frozenset(_settings())
    switches: dict[str, Any] = field(default_factory=dict)

    def order(self, faults: Faults) -> None:
        """Order it.

        Raises:
            TypeError, ValueError: there is no such kind, or it does not take this.
        """
        faults.add(self.kind, **self.switches)
