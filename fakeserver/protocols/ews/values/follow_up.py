"""t:FlagType: the flag for follow-up."""

from typing import Final

from fakeserver.protocols.ews.errors import TEXT_UNKNOWN, Row
from fakeserver.protocols.ews.values.simple import DATE_TIME, enumeration
from fakeserver.protocols.ews.values.structure import part, structure
from fakeserver.tenant.exchange.kinds.follow_up import FollowUpFlag, FollowUpStatus

_INVALID_ARGUMENT: Final = Row("ErrorInvalidArgument", "The argument is invalid.", TEXT_UNKNOWN)
_STATUS: Final = enumeration(
    "FlagStatusType",
    {
        "NotFlagged": FollowUpStatus.NOT_FLAGGED,
        "Flagged": FollowUpStatus.FLAGGED,
        "Complete": FollowUpStatus.COMPLETE,
    },
)

#: The code for dates that do not fit the status is from [MS-OXWSCORE] 2.2.4.23.
FOLLOW_UP: Final = structure(
    FollowUpFlag,
    part("FlagStatus", "status", _STATUS, required=True),
    part("StartDate", "start", DATE_TIME),
    part("DueDate", "due", DATE_TIME),
    part("CompleteDate", "completed", DATE_TIME),
    refused=_INVALID_ARGUMENT,
)
