"""The flag for follow-up that mails and other items carry."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Any


class FollowUpStatus(StrEnum):
    """Whether something is to be done about an item."""

    NOT_FLAGGED = auto()
    FLAGGED = auto()
    COMPLETE = auto()


@dataclass(frozen=True, slots=True)
class FollowUpFlag:
    """A flag and its dates. Source: [MS-OXWSCORE] 2.2.4.23 for what goes together."""

    status: FollowUpStatus = FollowUpStatus.NOT_FLAGGED
    start: datetime | None = None
    due: datetime | None = None
    completed: datetime | None = None

    def __post_init__(self) -> None:
        if (self.start is None) != (self.due is None):
            raise ValueError("start and due come together")
        if self.start is not None and self.status is not FollowUpStatus.FLAGGED:
            raise ValueError("only what is flagged has a start and is due")
        if self.completed is not None and self.status is not FollowUpStatus.COMPLETE:
            raise ValueError("only what is complete was completed")

    @property
    def has_details(self) -> bool:
        """Whether it says more than that something is flagged or not."""
        return self.status is FollowUpStatus.COMPLETE or self.due is not None


def shown_flag(flagged: bool, kept: FollowUpFlag | None) -> FollowUpFlag:
    """Return the flag of an item.

    Args:
        flagged: the flag that every protocol sets; it wins over what is kept of an earlier one.
        kept: the last flag with dates, or that something is complete.
    """
    status = FollowUpStatus.FLAGGED if flagged else FollowUpStatus.COMPLETE
    if kept is not None and kept.status is status:
        return kept
    return FollowUpFlag(FollowUpStatus.FLAGGED) if flagged else FollowUpFlag()


def follow_up_changes(flag: FollowUpFlag) -> dict[Any, Any]:
    """Return the changes by a flag: the one that all protocols have, and the details that EWS and Graph have."""
    return {"flagged": flag.status is FollowUpStatus.FLAGGED, "follow_up": flag if flag.has_details else None}
