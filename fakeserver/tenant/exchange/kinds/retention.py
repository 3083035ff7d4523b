"""What retention says about an item."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RetentionTag:
    """A tag that says when an item is deleted or archived."""

    tag: UUID
    #: whether somebody gave it to this item, and not to its folder
    is_explicit: bool
