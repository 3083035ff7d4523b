"""``[[faults]]`` of the configuration: what is to go wrong from the start, by the names of `Tenant.faults`."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from fakeserver.tenant.faults.faults import Faults


@dataclass
class FaultTable:
    """``[[faults]]``; besides its kind it takes what that kind's method takes: ``place``, ``times`` ..."""

    #: as docs/faults.md has it
    kind: str

    #: any key: the kind refuses those that it does not take
    further_keys: ClassVar[None] = None
    switches: dict[str, Any] = field(default_factory=dict)

    def order(self, faults: "Faults") -> None:
        """Order it.

        Raises:
            TypeError, ValueError: there is no such kind, or it does not take this.
        """
        faults.add(self.kind, **self.switches)
