"""followupFlag: what is to be done about a message, and when.

Source: learn.microsoft.com/graph/api/resources/followupflag, for a due date that needs a start. Assumption: so does a
start need a due date, as in EWS; without a status, the dates say which it is.
"""

from typing import Any, Final

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.values.reading import chosen, structure
from fakeserver.protocols.graph.values.times import INVALID, read_zoned
from fakeserver.tenant.exchange.kinds.follow_up import FollowUpFlag, FollowUpStatus, follow_up_changes

_STATUSES: Final = {
    "notFlagged": FollowUpStatus.NOT_FLAGGED,
    "flagged": FollowUpStatus.FLAGGED,
    "complete": FollowUpStatus.COMPLETE,
}
_DATES: Final = {"startDateTime": "start", "dueDateTime": "due", "completedDateTime": "completed"}


def read_flag(value: Any, name: str) -> dict[Any, Any]:
    """Read a flag as changes; null is none.

    Raises:
        GraphError: it is none, or its dates do not go together.
    """
    if value is None:
        return follow_up_changes(FollowUpFlag())
    given = structure(value, name, "followupFlag", frozenset({"flagStatus", *_DATES}))
    dates = {
        _DATES[part]: read_zoned(at, part).moment for part, at in given.items() if part in _DATES and at is not None
    }
    said = given.get("flagStatus")
    status = _by_dates(dates) if said is None else chosen(said, "flagStatus", _STATUSES)
    try:
        return follow_up_changes(FollowUpFlag(status, **dates))
    except ValueError as problem:
        raise GraphError(INVALID) from problem


def _by_dates(dates: dict[str, Any]) -> FollowUpStatus:
    if "completed" in dates:
        return FollowUpStatus.COMPLETE
    return FollowUpStatus.FLAGGED if dates else FollowUpStatus.NOT_FLAGGED
