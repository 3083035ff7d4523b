"""What is asked: a period, a view, and what kind of time is to be suggested.

Source: web-service-reference/freebusyviewoptions, /suggestionsviewoptions and the pages of their elements; defaults and
bounds of suggestions: OfficeDev/ews-managed-api (AvailabilityOptions).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Flag, auto
from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.availability.errors import (
    INVALID_INTERVAL,
    INVALID_OPTION,
    INVALID_TIME,
    INVALID_VIEW,
    TIME_TOO_LONG,
    with_facts,
)
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, content, integer_of, required, word
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import parsed
from fakeserver.tenant.exchange.availability.suggestions import Quality, Wanted

#: The documentation's limit is 42 days; today's is reported: microsoftgraph/microsoft-graph-docs#19703.
MAX_DAYS: Final = 62
_PERIOD: Final = complex_type(elements=each("t:StartTime t:EndTime", TEXT))
FREE_BUSY_TYPE: Final = complex_type(
    elements={"t:TimeWindow": _PERIOD, **each("t:MergedFreeBusyIntervalInMinutes t:RequestedView", TEXT)}
)
SUGGESTIONS_TYPE: Final = complex_type(
    elements={
        **each(
            "t:GoodThreshold t:MaximumResultsByDay t:MaximumNonWorkHourResultsByDay t:MeetingDurationInMinutes "
            "t:MinimumSuggestionQuality",
            TEXT,
        ),
        "t:DetailedSuggestionsWindow": _PERIOD,
        # Nothing is done with it: web-service-reference/globalobjectid.
        "t:GlobalObjectId": TEXT,
    },
    not_performed="t:CurrentMeetingTime",
)
_INT: Final = "http://www.w3.org/2001/XMLSchema:int"
_DAY: Final = timedelta(days=1)


class View(Flag):
    """What a view has."""

    MERGED = auto()
    #: with the owner's working hours
    EVENTS = auto()
    DETAILS = auto()


#: A request may have several words, as the schema's type is a list: it asks for all that they have.
VIEWS: Final = {
    "None": View(0),
    "MergedOnly": View.MERGED,
    "FreeBusy": View.EVENTS,
    "FreeBusyMerged": View.EVENTS | View.MERGED,
    "Detailed": View.EVENTS | View.DETAILS,
    "DetailedMerged": View.EVENTS | View.DETAILS | View.MERGED,
}
VIEW_NAMES: Final = {view: name for name, view in VIEWS.items()}
_VIEW: Final = Enumeration("FreeBusyViewType", VIEWS)
QUALITIES: Final = {
    "Excellent": Quality.EXCELLENT,
    "Good": Quality.GOOD,
    "Fair": Quality.FAIR,
    "Poor": Quality.POOR,
}
_QUALITY: Final = Enumeration("SuggestionQuality", QUALITIES)


@dataclass(frozen=True)
class FreeBusyOptions:
    """What is to be shown of people's time."""

    #: aware
    start: datetime
    end: datetime
    interval: timedelta
    view: View


@dataclass(frozen=True)
class SuggestionsOptions:
    """What kind of time is to be suggested, and when; naive, by the clocks of whoever asks."""

    start: datetime
    end: datetime
    wanted: Wanted


def read_free_busy(node: Element, zone: tzinfo) -> FreeBusyOptions:
    """Read t:FreeBusyViewOptions.

    Assumption: without a view it is the one that shows most. The interval is looked at in every view: where none was
    asked for, half an hour is refused of a shorter period (PlaceOS/office365#29, of the same service).

    Raises:
        Violation: it is not as the schema has it.
        EwsError: the period, the interval or the view is none that can be asked for.
    """
    start, end = _period(required(node, t("TimeWindow")), zone, "FreeBusyViewOptions.TimeWindow")
    interval = _number(node, "MergedFreeBusyIntervalInMinutes", 30)
    viewed = node.find(t("RequestedView"))
    view = View(0)
    for one in content(viewed).split() if viewed is not None else ["Detailed"]:
        if viewed is not None and one not in _VIEW.words:
            raise schema.not_of(viewed, _VIEW)
        view |= VIEWS[one]
    if not view:
        raise EwsError(INVALID_VIEW)
    if not 5 <= interval <= 1440 or timedelta(minutes=interval) > end - start:
        raise EwsError(INVALID_INTERVAL)
    return FreeBusyOptions(start, end, timedelta(minutes=interval), view)


def read_suggestions(node: Element, zone: tzinfo) -> SuggestionsOptions:
    """Read t:SuggestionsViewOptions.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: the period, or one of the numbers, is none that can be asked for; nothing but a start of the meeting
            is missing.
    """
    window = required(node, t("DetailedSuggestionsWindow"))
    start, end = _period(window, zone, "SuggestionsViewOptions.DetailedSuggestionsWindow")
    wanted = Wanted(
        duration=timedelta(minutes=_bounded(node, "MeetingDurationInMinutes", 60, 30, 1440)),
        good_threshold=_bounded(node, "GoodThreshold", 25, 0, 50),
        minimum=QUALITIES[word(node.find(t("MinimumSuggestionQuality")), _QUALITY, "Fair")],
        most=_bounded(node, "MaximumResultsByDay", 10, 0, 48),
        most_outside_hours=_bounded(node, "MaximumNonWorkHourResultsByDay", 0, 0, 48),
    )
    first, last = (moment.astimezone(zone).replace(tzinfo=None) for moment in (start, end))
    return SuggestionsOptions(first, last, wanted)


def _period(node: Element, zone: tzinfo, name: str) -> tuple[datetime, datetime]:
    """Return the two moments of a t:Duration; without an offset they are by the clocks of a zone.

    Assumption: with an offset, they are what it says. A period at either end of the calendar is refused.
    """
    start, end = (_moment(required(node, t(child)), zone, name) for child in ("StartTime", "EndTime"))
    if end <= start:
        raise with_facts(INVALID_TIME, name)
    days = -(-(end - start) // _DAY)
    if days > MAX_DAYS:
        raise with_facts(TIME_TOO_LONG, name, MAX_DAYS, days)
    return start, end


def _moment(node: Element, zone: tzinfo, name: str) -> datetime:
    given: datetime = parsed(spelling.DATE_TIME, node, content(node))
    if not 1601 <= given.year < 9999:
        raise with_facts(INVALID_TIME, name)
    return (given if given.tzinfo is not None else given.replace(tzinfo=zone)).astimezone(UTC)


def _bounded(node: Element, name: str, default: int, least: int, most: int) -> int:
    found = _number(node, name, default)
    if not least <= found <= most:
        raise with_facts(INVALID_OPTION, name, least, most)
    return found


def _number(node: Element, name: str, default: int) -> int:
    found = node.find(t(name))
    return default if found is None else integer_of(found, _INT, -(2**31), 2**31 - 1)
