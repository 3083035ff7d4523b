"""Groups: sets of users that a policy or an application's assignment names."""

from dataclasses import dataclass, field


@dataclass
class Group:
    """One security group; its members are users, not groups."""

    object_id: str
    name: str
    #: object ids of users
    member_ids: set[str] = field(default_factory=set)

    @property
    def names(self) -> frozenset[str]:
        """What a policy may call it: its object id or its display name."""
        return frozenset({self.object_id, self.name})
