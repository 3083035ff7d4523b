"""getSchedule: when people are busy, as whoever asks may see it.

Sources: learn.microsoft.com/graph/api/calendar-getschedule; answers quoted in issue threads: msgraph-metadata#598 for
the members of an item, GD#11225 for an address that nobody has, GD#7047 for how many may be asked for, GD#19703 for how
long, GD#6450 for the interval. Assumptions: an application sees what the mailbox's owner sees; of a group there is the
view alone; what is hidden of a private item is left out.
"""

from datetime import timedelta
from typing import Any, Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.body import insensitive, of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, UNKNOWN_PROPERTY, GraphError, Row
from fakeserver.protocols.graph.properties.event import SHOWN_AS, zone_of
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import view_of
from fakeserver.protocols.graph.values.reading import listed
from fakeserver.protocols.graph.values.times import Zone, read_zoned, zoned
from fakeserver.steps import Steps
from fakeserver.tenant.access.needs import READ_CALENDARS
from fakeserver.tenant.access.schedules.people import MAX_PEOPLE, Unseen, find_people
from fakeserver.tenant.access.schedules.schedule import Asked, Schedule, schedule_of
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.availability.busy_times import BusyTime

_WINDOW: Final = "FreeBusyViewOptions.TimeWindow"
NOBODY: Final = Row(400, "ErrorMailboxDataArrayEmpty", "The EmailAddress array is empty.", ASSUMED)
TOO_MANY: Final = Row(
    400,
    "ErrorMailboxDataArrayTooBig",
    "There are too many target users in the EmailAddress array. The allowed size = {allowed}; the actual size = "
    "{actual}.",
)
INVALID_TIME: Final = Row(400, "ErrorInvalidTimeInterval", f"The time duration specified for {_WINDOW} is invalid.")
TOO_LONG: Final = Row(
    400,
    "ErrorTimeIntervalTooBig",
    f"The requested time duration specified for {_WINDOW} is too long. The allowed limit = {{allowed}} days; the "
    "actual limit = {actual} days.",
)
INVALID_INTERVAL: Final = Row(
    400,
    "ErrorInvalidMergedFreeBusyInterval",
    "The specified merged free/busy interval is not valid. Specify an interval that is less than the free/busy time "
    "window and  between 5 and 1440 minutes.",
)
#: Message and code of one schedule. Assumption: the codes but for the first; they are numbers that are not known.
_UNSEEN: Final = {
    Unseen.NOT_FOUND: ("Unable to resolve e-mail address {} to an Active Directory object.", "5009"),
    Unseen.NO_ACCESS: ("The caller does not have access to free/busy data.", "ErrorNoFreeBusyAccess"),
    Unseen.MOVED: (
        "Proxy web request failed. , inner exception: System.Net.WebException: The remote server returned an error: "
        "(404) Not Found.",
        "ErrorProxyRequestProcessingFailed",
    ),
    Unseen.SHUT: ("Unable to open the mailbox of {}.", "ErrorMailboxLogonFailed"),
    Unseen.GROUP_TOO_LARGE: (
        f"The group {{}} has more than the {MAX_PEOPLE} members that free/busy is looked up of.",
        "ErrorFreeBusyDLLimitReached",
    ),
    Unseen.TOO_MANY: (
        f"Free/busy is looked up of {MAX_PEOPLE} mailboxes in one request.",
        "ErrorIndividualMailboxLimitReached",
    ),
}
_KNOWN: Final = frozenset({"schedules", "starttime", "endtime", "availabilityviewinterval"})
_MOST_DAYS: Final = 62
_DAY: Final = timedelta(days=1)
_USUAL: Final = 30
_LEAST, _MOST = 5, 1440
#: Local times of other years may be none.
_YEARS: Final = range(2, 9999)


@operation("POST", "me/calendar/getSchedule", needs=READ_CALENDARS)
@operation("POST", "me/calendars/{calendar}/getSchedule", needs=READ_CALENDARS)
def get_schedule(call: Call) -> Result:
    """Return when people are busy, in the order in which they are asked for."""
    given = insensitive(call.json)
    for name in given:
        if name not in _KNOWN:
            raise GraphError(UNKNOWN_PROPERTY, name=name[:200], type="microsoft.graph.calendar")
    addresses = listed(given.get("schedules"), "Schedules", lambda one, name: str(of_type(one, str, name)))
    if not addresses:
        raise GraphError(NOBODY)
    if len(addresses) > MAX_PEOPLE:
        raise GraphError(TOO_MANY, allowed=MAX_PEOPLE, actual=len(addresses))
    return _answered(call, view_of(call), addresses, _asked(given))


def _asked(given: dict[str, Any]) -> Asked:
    start, end = (read_zoned(given.get(name.lower()), name).moment for name in ("StartTime", "EndTime"))
    if end <= start or start.year not in _YEARS or end.year not in _YEARS:
        raise GraphError(INVALID_TIME)
    days = -(-(end - start) // _DAY)
    if days > _MOST_DAYS:
        raise GraphError(TOO_LONG, allowed=_MOST_DAYS, actual=days)
    minutes = given.get("availabilityviewinterval")
    minutes = _USUAL if minutes is None else of_type(minutes, int, "AvailabilityViewInterval")
    if not _LEAST <= minutes <= _MOST or timedelta(minutes=minutes) > end - start:
        raise GraphError(INVALID_INTERVAL)
    return Asked(start, end, timedelta(minutes=minutes), with_details=True)


def _answered(call: Call, view: View, addresses: list[str], asked: Asked) -> Steps[dict[str, Any]]:
    visit, value = call.visit, list[dict[str, Any]]()
    asker = visit.acting_user or visit.owner
    for address, whose in zip(addresses, find_people(addresses, call.tenant.directory), strict=True):
        seen = yield from schedule_of(call.tenant, asker, whose, asked)
        written = _unseen(seen, address) if isinstance(seen, Unseen) else _written(seen, zone_of(view))
        value.append({"scheduleId": address, **written})
    return {"@odata.context": f"{call.root}/$metadata#Collection(microsoft.graph.scheduleInformation)", "value": value}


def _unseen(unseen: Unseen, address: str) -> dict[str, Any]:
    message, code = _UNSEEN[unseen]
    return {"error": {"message": message.format(address), "responseCode": code}}


def _written(schedule: Schedule, zone: Zone) -> dict[str, Any]:
    items = [_item(each, zone) for each in schedule.times]
    written: dict[str, Any] = {"availabilityView": schedule.digits, "scheduleItems": items}
    if schedule.owner is not None and (hours := _hours(schedule.owner)) is not None:
        written["workingHours"] = hours
    return written


def _item(busy: BusyTime, zone: Zone) -> dict[str, Any]:
    status = SHOWN_AS[busy.status]
    times = {"start": zoned(busy.start, zone), "end": zoned(busy.end, zone)}
    details = busy.details
    if details is None:
        return {"status": status, **times}
    texts = {} if details.is_hidden else {"subject": details.subject, "location": details.location}
    return {
        "isPrivate": details.is_private,
        "status": status,
        **texts,
        "isMeeting": details.is_meeting,
        "isRecurring": details.is_recurring,
        "isException": details.is_exception,
        "isReminderSet": details.is_reminder_set,
        **times,
    }


def _hours(owner: User) -> dict[str, Any] | None:
    hours = owner.working_hours
    if hours is None:
        return None
    first, last = (f"{at // 60:02}:{at % 60:02}:00.0000000" for at in hours.minutes)
    return {
        "daysOfWeek": [day.lower() for day in hours.days],
        "startTime": first,
        "endTime": last,
        "timeZone": {"name": owner.time_zone},
    }
