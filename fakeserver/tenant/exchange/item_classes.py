"""Classes of items and folders, and the question whether one is made of another.

A class is a name of parts, as IPM.Note.SMIME: what has it is an IPM.Note as well, and no IPM.NoteBook is.
Source: [MS-OXCMSG] 2.2.1.3 (PidTagMessageClass). Assumption: the service compares them without regard to case.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, TypeVar

T = TypeVar("T")

NOTE: Final = "IPM.Note"
POST: Final = "IPM.Post"
CONTACT: Final = "IPM.Contact"
DISTRIBUTION_LIST: Final = "IPM.DistList"
TASK: Final = "IPM.Task"
APPOINTMENT: Final = "IPM.Appointment"
#: All messages about meetings.
MEETING: Final = "IPM.Schedule.Meeting"
MEETING_REQUEST: Final = "IPM.Schedule.Meeting.Request"
MEETING_RESPONSE: Final = "IPM.Schedule.Meeting.Resp"
MEETING_CANCELLATION: Final = "IPM.Schedule.Meeting.Canceled"
#: All reports: of delivery, of reading, of neither.
REPORT: Final = "REPORT"


# As many as occur: programs make up few classes, and a test may make up any number.
@lru_cache(maxsize=1024)
def is_of(item_class: str, *bases: str) -> bool:
    """Say whether a class is one of these, or made of one."""
    name = item_class.lower() + "."
    return any(name.startswith(base.lower() + ".") for base in bases)


def of_class(item_class: str, rows: Iterable[tuple[str, T]]) -> T | None:
    """Return what stands beside the first class that fits, of rows with those made of others before these."""
    return next((value for base, value in rows if is_of(item_class, base)), None)
