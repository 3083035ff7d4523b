"""``[[faults]]`` of the configuration: what is to go wrong from the start, by the names of `Tenant.faults`."""

from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass
class FaultTable:
    """``[[faults]]``; besides its kind it takes what that kind's method takes: ``place``, ``times`` ..."""

    #: as docs/faults.md has it
    kind: str

    #: any key: the kind refuses those that it does not take
    further_keys: ClassVar[None] = None
    switches: dict[str, Any] = field(default_factory=dict)
