"""t:LegacyFreeBusyType: how an appointment shows in somebody's time."""

from typing import Final

from fakeserver.protocols.ews.values.simple import enumeration
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus

FREE_BUSY: Final = enumeration(
    "LegacyFreeBusyType",
    {
        "Free": FreeBusyStatus.FREE,
        "Tentative": FreeBusyStatus.TENTATIVE,
        "Busy": FreeBusyStatus.BUSY,
        "OOF": FreeBusyStatus.OUT_OF_OFFICE,
        "WorkingElsewhere": FreeBusyStatus.WORKING_ELSEWHERE,
        "NoData": FreeBusyStatus.NO_DATA,
    },
)
