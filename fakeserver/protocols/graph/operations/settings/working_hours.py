"""workingHours: on which days, from when and until when a user works.

Source: learn.microsoft.com/graph/api/user-update-mailboxsettings, with its errors. Assumptions: seconds are cut off,
since Exchange keeps minutes; null shows nobody any hours; where nobody has chosen a day, the days are wrong.
"""

import re
from collections.abc import Callable
from datetime import time
from functools import partial
from typing import Any, Final

from fakeserver.protocols.graph.body import of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import DOCUMENTED, NOT_PERFORMED, GraphError, Row
from fakeserver.protocols.graph.operations.settings.mailbox_choices import INVALID_ZONE
from fakeserver.protocols.graph.values.reading import listed, structure, text, type_named
from fakeserver.tenant.switches.working_hours import DAYS, WorkingHours
from fakeserver.tenant.windows_zones import zone_named

NO_TIME: Final = Row(
    400, "RequestBodyRead", "Cannot convert the literal '{value}' to the expected type 'Edm.TimeOfDay'.", DOCUMENTED
)
WRONG_ORDER: Final = Row(400, "ErrorInvalidTimeSettings", "Start Time should occur before End Time.", DOCUMENTED)
NO_DAY: Final = Row(400, "InvalidArguments", "Requested value '{value}' was not found.", DOCUMENTED)
_MEMBERS: Final = frozenset({"daysOfWeek", "startTime", "endTime", "timeZone"})
_ZONE: Final = frozenset({"name", "bias", "standardOffset", "daylightOffset"})
_TIME: Final = re.compile(r"(\d\d):(\d\d)(?::\d\d(?:\.\d{1,12})?)?")
_DAYS: Final = {day.lower(): day for day in DAYS}


def write_hours(call: Call) -> dict[str, Any] | None:
    """Return the hours; their zone is the mailbox's where they have none of their own."""
    owner = call.visit.owner
    hours = owner.working_hours
    if hours is None:
        return None
    start, end = (f"{minutes // 60:02}:{minutes % 60:02}:00.0000000" for minutes in hours.minutes)
    return {
        "daysOfWeek": [day.lower() for day in hours.days],
        "startTime": start,
        "endTime": end,
        "timeZone": {"name": hours.time_zone or owner.time_zone},
    }


def read_hours(call: Call, value: Any) -> Callable[[], None]:
    """Read what of them is to be changed.

    Raises:
        GraphError: as the page of the operation has it.
    """
    owner = call.visit.owner
    if value is None:
        return partial(owner.set, working_hours=None)
    given = structure(value, "workingHours", "workingHours", _MEMBERS)
    before = owner.working_hours or WorkingHours()
    days = tuple(before.days) if "daysOfWeek" not in given else tuple(listed(given["daysOfWeek"], "daysOfWeek", _day))
    start, end = (
        _time(given[name], name) if name in given else stood
        for name, stood in (("startTime", before.start), ("endTime", before.end))
    )
    zone = before.time_zone if given.get("timeZone") is None else _zone(given["timeZone"])
    if not days:
        raise GraphError(NO_DAY, value="")
    try:
        hours = WorkingHours(days, start, end, zone)
    except ValueError as error:
        # All else has been looked at.
        raise GraphError(WRONG_ORDER) from error
    return partial(owner.set, working_hours=hours)


def _day(value: Any, name: str) -> str:
    given = str(of_type(value, str, name))
    if given.lower() not in _DAYS:
        raise GraphError(NO_DAY, value=given[:100])
    return _DAYS[given.lower()]


def _time(value: Any, name: str) -> time:
    given = str(of_type(value, str, name))
    found = _TIME.fullmatch(given)
    try:
        return time(int(found[1]), int(found[2])) if found else time.fromisoformat("")
    except ValueError as error:
        raise GraphError(NO_TIME, value=given[:100]) from error


def _zone(value: Any) -> str:
    given = structure(value, "timeZone", "timeZoneBase", _ZONE)
    kind = type_named(of_type(value, dict, "timeZone"))
    if kind == "microsoft.graph.customTimeZone" or len(given.keys() - {"name"}):
        raise GraphError(NOT_PERFORMED, what="custom time zones of working hours")
    name = text(given.get("name"), "name") or ""
    if zone_named(name) is None:
        raise GraphError(INVALID_ZONE)
    return name
