"""Answers: t:FreeBusyView and t:SuggestionDayResult.

Times have no offset, and are by the clocks of the request's zone: the sample of
exchange-web-services/how-to-get-free-busy-information-by-using-ews-in-exchange.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, tzinfo
from typing import Final

from fakeserver.protocols.ews.operations.availability.options import QUALITIES, VIEW_NAMES, View
from fakeserver.protocols.ews.operations.availability.people import Found
from fakeserver.protocols.ews.operations.availability.zones import write_zone
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, boolean, element, number, text
from fakeserver.protocols.ews.values.free_busy import FREE_BUSY
from fakeserver.tenant.exchange.availability.busy_times import BusyTime, Details
from fakeserver.tenant.exchange.availability.merged import DIGITS, NO_DATA
from fakeserver.tenant.exchange.availability.suggestions import Day, Suggestion
from fakeserver.tenant.exchange.ids import decode_id
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.time_zones import BasicTimeZone
from fakeserver.tenant.switches.working_hours import WorkingHours

#: What there is of somebody whose time is not shown.
NO_VIEW: Final = element("m:FreeBusyView", text("t:FreeBusyViewType", "None"))
_QUALITY_NAMES: Final = {quality: name for name, quality in QUALITIES.items()}
_STATUS_OF_DIGIT: Final = {
    str(digit): status for status, digit in DIGITS.items() if status is not FreeBusyStatus.WORKING_ELSEWHERE
}


def write_view(view: View, digits: str, times: Iterable[BusyTime], hours: Xml, zone: tzinfo) -> Xml:
    """Write m:FreeBusyView.

    Args:
        view: what was granted.
        hours: the owner's, as `write_hours` has them.
    """
    has_events = View.EVENTS in view
    return element(
        "m:FreeBusyView",
        text("t:FreeBusyViewType", VIEW_NAMES[view]),
        text("t:MergedFreeBusy", digits) if View.MERGED in view else NOTHING,
        element("t:CalendarEventArray", *(_event(busy, zone) for busy in times)) if has_events else NOTHING,
        hours if has_events else NOTHING,
    )


def _event(busy: BusyTime, zone: tzinfo) -> Xml:
    return element(
        "t:CalendarEvent",
        text("t:StartTime", local_time(busy.start, zone)),
        text("t:EndTime", local_time(busy.end, zone)),
        FREE_BUSY.write("t:BusyType", busy.status),
        NOTHING if busy.details is None else _details(busy.details),
    )


def _details(details: Details) -> Xml:
    shown = NOTHING
    if not details.is_hidden:
        # Assumption: the appointments of a series have the entry id that is stored, the series' own.
        shown = Xml(
            text("t:ID", decode_id(details.item_id).entry_id.hex().upper())
            + text("t:Subject", details.subject)
            + text("t:Location", details.location)
        )
    return element(
        "t:CalendarEventDetails",
        shown,
        boolean("t:IsMeeting", details.is_meeting),
        boolean("t:IsRecurring", details.is_recurring),
        boolean("t:IsException", details.is_exception),
        boolean("t:IsReminderSet", details.is_reminder_set),
        boolean("t:IsPrivate", details.is_private),
    )


def write_hours(hours: WorkingHours, zone: BasicTimeZone) -> Xml:
    """Write t:WorkingHours; the zone is the owner's."""
    start, end = hours.minutes
    period = element(
        "t:WorkingPeriod",
        text("t:DayOfWeek", " ".join(hours.days)),
        number("t:StartTimeInMinutes", start),
        number("t:EndTimeInMinutes", end),
    )
    return element("t:WorkingHours", write_zone(zone), element("t:WorkingPeriodArray", period))


def write_day(day: Day, attendees: Sequence[Found]) -> Xml:
    """Write t:SuggestionDayResult.

    Args:
        attendees: whom each entry of the request means.
    """
    return element(
        "t:SuggestionDayResult",
        text("t:Date", datetime.combine(day.day, time()).isoformat()),
        text("t:DayQuality", _QUALITY_NAMES[day.quality]),
        element("t:SuggestionArray", *(_suggestion(each, attendees) for each in day.suggestions)),
    )


def _suggestion(suggestion: Suggestion, attendees: Sequence[Found]) -> Xml:
    conflicts = (_conflict(attendee, digits) for attendee, digits in zip(attendees, suggestion.conflicts, strict=True))
    return element(
        "t:Suggestion",
        text("t:MeetingTime", suggestion.at.isoformat(timespec="seconds")),
        boolean("t:IsWorkTime", suggestion.is_work_time),
        text("t:SuggestionQuality", _QUALITY_NAMES[suggestion.quality]),
        element("t:AttendeeConflictDataArray", *conflicts),
    )


def _conflict(attendee: Found, digits: str) -> Xml:
    if attendee.error is not None:
        return element(
            "t:TooBigGroupAttendeeConflictData" if attendee.whose.is_group else "t:UnknownAttendeeConflictData"
        )
    if not attendee.whose.is_group:
        return element("t:IndividualAttendeeConflictData", FREE_BUSY.write("t:BusyType", _STATUS_OF_DIGIT[digits]))
    free, unknown = digits.count("0"), digits.count(NO_DATA)
    return element(
        "t:GroupAttendeeConflictData",
        number("t:NumberOfMembers", len(digits)),
        number("t:NumberOfMembersAvailable", free),
        number("t:NumberOfMembersWithConflict", len(digits) - free - unknown),
        number("t:NumberOfMembersWithNoData", unknown),
    )


def local_time(moment: datetime, zone: tzinfo) -> str:
    """Return a moment by the clocks of a zone, without an offset."""
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="seconds")
