"""GetUserAvailability: when people are busy, as whoever asks may see it, and when they could meet.

Source: web-service-reference/getuseravailability-operation.
"""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from fakeserver.protocols.ews.answers.forms import Bare, XmlSteps, noted
from fakeserver.protocols.ews.answers.responses import OK, row_content
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.availability.errors import NOTHING_ASKED, ZONE
from fakeserver.protocols.ews.operations.availability.options import (
    FREE_BUSY_TYPE,
    SUGGESTIONS_TYPE,
    FreeBusyOptions,
    SuggestionsOptions,
    View,
    read_free_busy,
    read_suggestions,
)
from fakeserver.protocols.ews.operations.availability.people import (
    MAILBOXES_TYPE,
    Asked,
    Found,
    error_of,
    find_people,
    read_mailboxes,
)
from fakeserver.protocols.ews.operations.availability.views import NO_VIEW, write_day, write_hours, write_view
from fakeserver.protocols.ews.operations.availability.zones import ZONE_TYPE, read_zone
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.time_zone_context import context_zone
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, element, joined
from fakeserver.steps import Steps
from fakeserver.tenant.access.schedules.people import Unseen
from fakeserver.tenant.access.schedules.schedule import Asked as Interval
from fakeserver.tenant.access.schedules.schedule import Schedule, schedule_of, times_of
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.availability.suggestions import Attendee, Hours, Person, suggested_days
from fakeserver.tenant.exchange.availability.yearly_zone import yearly_zone

_SUCCESS: Final = element("m:ResponseMessage", OK, ResponseClass="Success")
_NOBODY: Final = Person(None)


@operation(
    "GetUserAvailability",
    answer=Bare(),
    since="Exchange2007",
    request=complex_type(
        elements={
            "t:TimeZone": ZONE_TYPE,
            "m:MailboxDataArray": MAILBOXES_TYPE,
            "t:FreeBusyViewOptions": FREE_BUSY_TYPE,
            "t:SuggestionsViewOptions": SUGGESTIONS_TYPE,
        }
    ),
)
def get_user_availability(call: Call) -> XmlSteps:
    """Return each mailbox's view in the request's order, then the suggestions; of each only where it is asked for."""
    zone = _zone(call)
    asked = read_mailboxes(call.part(m("MailboxDataArray")))
    busy, suggest = (call.parts.get(t(name)) for name in ("FreeBusyViewOptions", "SuggestionsViewOptions"))
    if busy is None and suggest is None:
        raise EwsError(NOTHING_ASKED)
    options = None if busy is None else read_free_busy(busy, zone)
    suggestions = None if suggest is None else read_suggestions(suggest, zone)
    return _answer(call, zone, asked, options, suggestions)


def _answer(
    call: Call, zone: tzinfo, asked: list[Asked], options: FreeBusyOptions | None, wanted: SuggestionsOptions | None
) -> XmlSteps:
    found = find_people(asked, call.tenant.directory)
    parts = []
    if options is not None:
        responses = []
        for one, whom in zip(asked, found, strict=True):
            responses.append((yield from _response(call, zone, whom, one.address, options)))
        parts.append(element("m:FreeBusyResponseArray", *responses))
    if wanted is not None:
        parts.append((yield from _suggestions(call, zone, asked, found, wanted)))
    return joined(parts)


def _zone(call: Call) -> tzinfo:
    """Return the request's zone: its own, or that of its header.

    Assumption: the error where there is neither.
    """
    given = call.parts.get(t("TimeZone"))
    zone = context_zone(call.body) if given is None else read_zone(given)
    if zone is None:
        raise EwsError(ZONE)
    return zone


# --- free/busy -----------------------------------------------------------------------------------------------------


def _response(call: Call, zone: tzinfo, whom: Found, address: str, options: FreeBusyOptions) -> XmlSteps:
    """Return m:FreeBusyResponse."""
    asked = Interval(options.start, options.end, options.interval, View.DETAILS in options.view)
    seen = yield from schedule_of(call.tenant, _asker(call), whom.whose, asked)
    if isinstance(seen, Unseen):
        row, message_xml = noted(call, error_of(seen, address))
        message = element("m:ResponseMessage", row_content(row, message_xml), ResponseClass="Error")
        return element("m:FreeBusyResponse", message, NO_VIEW)
    return element("m:FreeBusyResponse", _SUCCESS, _view(call, zone, seen, options))


def _view(call: Call, zone: tzinfo, seen: Schedule, options: FreeBusyOptions) -> Xml:
    if seen.owner is None:
        return write_view(View.MERGED, seen.digits, (), NOTHING, zone)
    granted = options.view if seen.shows_details else options.view & ~View.DETAILS
    digits = seen.digits if View.MERGED in granted else ""
    return write_view(granted, digits, seen.times, _hours_of(call, seen.owner), zone)


def _asker(call: Call) -> User | None:
    return call.visitor.user if call.visit is None else call.visit.acting_user


def _hours_of(call: Call, owner: User) -> Xml:
    if owner.working_hours is None:
        return NOTHING
    return write_hours(owner.working_hours, yearly_zone(owner.working_zone, call.tenant.clock.now().year))


# --- suggestions -----------------------------------------------------------------------------------------------------


def _suggestions(
    call: Call, zone: tzinfo, asked: Sequence[Asked], found: Sequence[Found], options: SuggestionsOptions
) -> XmlSteps:
    """Return m:SuggestionsResponse."""
    attendees = []
    for one, whom in zip(asked, found, strict=True):
        people = []
        for user in whom.whose.people:
            people.append((yield from _person(call, zone, user, options)))
        attendees.append(Attendee(tuple(people) or (_NOBODY,), one.excludes_conflicts))
    days = yield from suggested_days(attendees, options.start, options.end, zone, options.wanted)
    results = element("m:SuggestionDayResultArray", *(write_day(day, found) for day in days))
    return element("m:SuggestionsResponse", _SUCCESS, results)


def _person(call: Call, zone: tzinfo, user: User | None, options: SuggestionsOptions) -> Steps[Person]:
    start, end = (moment.replace(tzinfo=zone) for moment in (options.start, options.end))
    times = yield from times_of(call.tenant, _asker(call), user, start, end + options.wanted.duration)
    if user is None or user.working_hours is None:
        return Person(times)
    first, last = user.working_hours.minutes
    return Person(times, Hours(user.working_hours.weekdays, first, last, user.working_zone))
