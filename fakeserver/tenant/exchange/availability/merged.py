"""Merged free/busy: a digit for each interval of a period.

Source: web-service-reference/mergedfreebusy. Working elsewhere counts as free: ecederstrand/exchangelib#777, and
microsoftgraph/microsoft-graph-docs-contrib#9369, where Microsoft says that it does so for older clients' sake.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from fakeserver.tenant.exchange.availability.busy_times import BusyTime
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus

#: Status -> digit; the highest in an interval counts.
DIGITS: Final = {
    FreeBusyStatus.FREE: 0,
    FreeBusyStatus.WORKING_ELSEWHERE: 0,
    FreeBusyStatus.TENTATIVE: 1,
    FreeBusyStatus.BUSY: 2,
    FreeBusyStatus.OUT_OF_OFFICE: 3,
    FreeBusyStatus.NO_DATA: 4,
}
NO_DATA: Final = str(DIGITS[FreeBusyStatus.NO_DATA])


def intervals(start: datetime, end: datetime, interval: timedelta) -> int:
    """Return how many intervals a period has, the last one perhaps cut short."""
    return max(-((start - end) // interval), 0)


def merged(times: Iterable[BusyTime], start: datetime, end: datetime, interval: timedelta) -> str:
    """Return the digits of a period, one for each interval that begins in it.

    Args:
        start, end: aware.
        interval: positive.
    """
    count = intervals(start, end, interval)
    digits = ["0"] * count
    # The highest comes last, and so covers what is beneath it.
    for digit, busy in sorted(((DIGITS[busy.status], busy) for busy in times), key=lambda each: each[0]):
        first = max((busy.start - start) // interval, 0)
        last = min(-((start - busy.end) // interval), count)
        # What takes no time has no place in an interval.
        if digit and first < last and busy.start < busy.end:
            digits[first:last] = str(digit) * (last - first)
    return "".join(digits)


def combined(streams: Sequence[str], count: int) -> str:
    """Return the digits of a group: in each interval the highest that a member has.

    Assumption: members without data are passed over, unless nobody has any; a group without members is free.

    Args:
        streams: the members' digits; empty for one without data.
        count: intervals of the period.
    """
    known = [stream for stream in streams if stream]
    if not known:
        return (NO_DATA if streams else "0") * count
    return "".join(map(max, zip(*known, strict=True)))
