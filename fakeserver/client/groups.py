"""Distribution groups and lists of rooms of a remote tenant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class RemoteGroup:
    """An address that delivers to its members, as it was when it was asked for."""

    address: str
    display_name: str
    members: tuple[str, ...]

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return the group that the API describes."""
        return cls(facts["address"], facts["display_name"], tuple(facts["members"]))
