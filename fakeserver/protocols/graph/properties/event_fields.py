"""What may be asked of events and calendars, and what they are sorted by.

Sources: learn.microsoft.com/graph/filter-query-parameter; msgraph-sdk-javascript#43 and GD#86 for the times of events,
which are texts; GDC#1676: all-day events compare by the moment at which their day begins in their own zone.
Assumption: the rest that the service filters is what it filters of messages.
"""

from typing import Any, Final

from fakeserver.protocols.graph.finding.extended_conditions import extended_criterion
from fakeserver.protocols.graph.odata.fields import Field, Fields, Kind, Listed
from fakeserver.protocols.graph.properties.calendar import CALENDAR
from fakeserver.protocols.graph.properties.event import EVENT, SHOW_AS
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.values.times import read_time
from fakeserver.tenant.exchange.entities import Folder, Item

_VIEW: Final = View()


def _shown(name: str, kind: Kind, *within: str, members: str = "") -> Field[Item]:
    """Return a field with what is shown of a property, or of a part of it."""
    found = EVENT.property(name)
    assert found is not None, name
    shown = found.read

    def read(item: Item) -> Any:
        value = shown(item, _VIEW)
        for part in within:
            value = None if value is None else value.get(part)
        return value

    return Field(kind, read, tuple(members.split()))


EVENT_FIELDS: Final = Fields[Item](
    EVENT,
    {
        "id": _shown("id", Kind.EXACT),
        "seriesmasterid": _shown("seriesMasterId", Kind.EXACT),
        "transactionid": _shown("transactionId", Kind.EXACT),
        "icaluid": _shown("iCalUId", Kind.TEXT),
        "subject": _shown("subject", Kind.TEXT),
        "location/displayname": _shown("location", Kind.TEXT, "displayName"),
        "organizer/emailaddress/address": _shown("organizer", Kind.TEXT, "emailAddress", "address"),
        "organizer/emailaddress/name": _shown("organizer", Kind.TEXT, "emailAddress", "name"),
        "importance": _shown("importance", Kind.CODED, members="low normal high"),
        "sensitivity": _shown("sensitivity", Kind.CODED, members="normal personal private confidential"),
        "showas": _shown("showAs", Kind.CODED, members=" ".join(SHOW_AS)),
        "type": _shown("type", Kind.CODED, members="singleInstance occurrence exception seriesMaster"),
        "responsestatus/response": _shown(
            "responseStatus",
            Kind.CODED,
            "response",
            members="none organizer tentativelyAccepted accepted declined notResponded",
        ),
        **{
            name.lower(): _shown(name, Kind.TRUTH)
            for name in (
                "isAllDay isCancelled isOrganizer isReminderOn isDraft isOnlineMeeting hasAttachments "
                "responseRequested allowNewTimeProposals"
            ).split()
        },
        "reminderminutesbeforestart": _shown("reminderMinutesBeforeStart", Kind.NUMBER),
        "start/datetime": Field(Kind.CLOCK, lambda item: item.get("start")),
        "end/datetime": Field(Kind.CLOCK, lambda item: item.get("end")),
        "createddatetime": Field(Kind.MOMENT, lambda item: item.created_at),
        "lastmodifieddatetime": Field(Kind.MOMENT, lambda item: item.modified_at),
    },
    {
        "categories": Listed(
            lambda item: item.get("categories") or (), {"": Field(Kind.TEXT, lambda category: category)}
        )
    },
    collections=frozenset({"attendees", "locations"}),
    moment=read_time,
    quantified=extended_criterion,
)

CALENDAR_FIELDS: Final = Fields[Folder](
    CALENDAR,
    {"name": Field(Kind.TEXT, lambda folder: folder.display_name)},
)
