"""What every switch tells about itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Switch:
    """One switch of the tenant."""

    #: as `Tenant.policies` and the `m365` marker spell it
    name: str
    default: object
    #: the values that it takes
    values: tuple[object, ...]
    #: as an admin knows it
    cmdlet: str
    #: what it does, in one sentence
    meaning: str
    source: str = ""
