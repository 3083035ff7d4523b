"""The words of iCalendar and what they are here, in both directions.

Source: [MS-OXCICAL] sections 2.1.3.1.1.20.2 (PARTSTAT), 2.1.3.1.1.20.4 (CLASS), 2.1.3.1.1.20.31 (BUSYSTATUS).
"""

from typing import Final

from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.recurrence import DayOfWeek, WeekOfMonth
from fakeserver.tenant.exchange.values import Sensitivity

RESPONSES: Final = {
    "NEEDS-ACTION": Response.NONE_RECEIVED,
    "ACCEPTED": Response.ACCEPTED,
    "DECLINED": Response.DECLINED,
    "TENTATIVE": Response.TENTATIVE,
}
#: What an attendee's response is called; what is not here has not been given.
PARTICIPATIONS: Final = {response: word for word, response in RESPONSES.items()} | {Response.ORGANIZER: "ACCEPTED"}

#: X-MICROSOFT-CDO-BUSYSTATUS and -INTENDEDSTATUS.
BUSY: Final = {
    "FREE": FreeBusyStatus.FREE,
    "TENTATIVE": FreeBusyStatus.TENTATIVE,
    "BUSY": FreeBusyStatus.BUSY,
    "OOF": FreeBusyStatus.OUT_OF_OFFICE,
    "WORKINGELSEWHERE": FreeBusyStatus.WORKING_ELSEWHERE,
}
BUSY_WORDS: Final = {status: word for word, status in BUSY.items()}
#: -INTENDEDSTATUS alone: EWS tells attendees of this one, too ([MS-OXWSMTGS] 2.2.4.17). Assumption: the word, since
#: Exchange tells its own mailboxes without iCalendar; others take what they do not know for busy.
INTENDED: Final = {**BUSY, "NODATA": FreeBusyStatus.NO_DATA}
INTENDED_WORDS: Final = {status: word for word, status in INTENDED.items()}

CLASSES: Final = {
    "PUBLIC": Sensitivity.NORMAL,
    "PRIVATE": Sensitivity.PRIVATE,
    "CONFIDENTIAL": Sensitivity.CONFIDENTIAL,
    "PERSONAL": Sensitivity.PERSONAL,
    "X-PERSONAL": Sensitivity.PERSONAL,
}
CLASS_WORDS: Final = {
    Sensitivity.NORMAL: "PUBLIC",
    Sensitivity.PRIVATE: "PRIVATE",
    Sensitivity.CONFIDENTIAL: "CONFIDENTIAL",
    Sensitivity.PERSONAL: "PERSONAL",
}

DAYS: Final = dict(zip("SU MO TU WE TH FR SA".split(), DayOfWeek, strict=False))
WEEKS: Final = dict(zip("1 2 3 4 -1".split(), WeekOfMonth, strict=True))
#: Several days of which BYSETPOS counts one.
DAY_SETS: Final = {
    frozenset(DAYS): DayOfWeek.DAY,
    frozenset("MO TU WE TH FR".split()): DayOfWeek.WEEKDAY,
    frozenset("SA SU".split()): DayOfWeek.WEEKEND_DAY,
}
