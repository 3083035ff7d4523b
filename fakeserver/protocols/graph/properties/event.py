"""The properties of events as they are read: microsoft.graph.event.

The order is that of answers of 2024 and 2025. Sources: these; learn.microsoft.com/graph/api/resources/event;
msgraph-metadata for what v1.0 has; GDC#471 for the times of all-day events, which are at midnight in whatever zone.
"""

from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from fakeserver.protocols.graph.ids import item_id, rest_id, short_key
from fakeserver.protocols.graph.properties.bodies import body, body_preview
from fakeserver.protocols.graph.properties.table import ABSENT, EntityType, Property
from fakeserver.protocols.graph.properties.values import moment, recipient
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.values import attendees, places, recurrences
from fakeserver.protocols.graph.values.times import UTC_ZONE, Zone, on_clock, precise_text, zone_named, zoned
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.appointment import AppointmentType, FreeBusyStatus
from fakeserver.tenant.exchange.kinds.series import series_of
from fakeserver.tenant.exchange.kinds.uids import global_object_id
from fakeserver.tenant.exchange.kinds.zone_rules import creation_zone
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.scheduling.participants import attendees_of
from fakeserver.tenant.exchange.values import Importance, Sensitivity

SHOW_AS: Final = {
    "free": FreeBusyStatus.FREE,
    "tentative": FreeBusyStatus.TENTATIVE,
    "busy": FreeBusyStatus.BUSY,
    "oof": FreeBusyStatus.OUT_OF_OFFICE,
    "workingElsewhere": FreeBusyStatus.WORKING_ELSEWHERE,
    "unknown": FreeBusyStatus.NO_DATA,
}
SHOWN_AS: Final = {status: word for word, status in SHOW_AS.items()}
_TYPES: Final = {
    AppointmentType.SINGLE: "singleInstance",
    AppointmentType.OCCURRENCE: "occurrence",
    AppointmentType.EXCEPTION: "exception",
    AppointmentType.RECURRING_MASTER: "seriesMaster",
}
#: What UIDs begin with that Exchange makes; others stand as they are.
_OF_EXCHANGE: Final = "040000008200E00074C5B7101A82E008"


@lru_cache(maxsize=64)
def zone_of(view: View) -> Zone:
    """Return the zone that times are to be written in.

    Raises:
        GraphError: there is no such zone.
    """
    return UTC_ZONE if view.time_zone == UTC_ZONE.name else zone_named(view.time_zone)


def is_draft(item: Item) -> bool:
    """Say whether an event has attendees whom nobody has told of it yet."""
    return bool(item.get("is_organizer") and attendees_of(item.get) and not item.get("meeting_request_was_sent"))


def event_type(item: Item, _view: View) -> str:
    """Return what an event is in its series."""
    return _TYPES[item.get("appointment_type") or AppointmentType.SINGLE]


def _uid(item: Item, _view: View) -> str | None:
    """Return what an event is known by in all calendars; each of a series has another one, with its date."""
    uid: str | None = item.get("uid")
    if uid is None or not isinstance(item, OccurrenceItem) or not uid.upper().startswith(_OF_EXCHANGE):
        return uid
    return global_object_id(uid, item.day).hex().upper()


def time_of(name: str) -> Any:
    """Return what writes a time of an event; of one that is all day it is midnight, in whatever zone."""

    def read(item: Item, view: View) -> Any:
        at = item.get(name)
        if at is None:
            return None
        zone = zone_of(view)
        return on_clock(at.astimezone(creation_zone(item)), zone) if item.get("is_all_day") else zoned(at, zone)

    return read


def _location(item: Item, _view: View) -> dict[str, Any]:
    return places.written(item.get("location"), item.get("place"))


def _locations(item: Item, view: View) -> list[dict[str, Any]]:
    place = _location(item, view)
    return [place] if place["displayName"] else []


def _recurrence(item: Item, _view: View) -> dict[str, Any] | None:
    if isinstance(item, OccurrenceItem) or series_of(item) is None:
        return None
    return recurrences.written(item.get("recurrence"), item.get("start_time_zone_id") or "UTC")


def _series_id(item: Item, _view: View) -> str | None:
    return rest_id(item.master.item_id) if isinstance(item, OccurrenceItem) else None


def _original_start(item: Item, _view: View) -> Any:
    return moment(item.get("original_start")) if isinstance(item, OccurrenceItem) else ABSENT


def _cancelled(item: Item, _view: View) -> list[str]:
    series = None if isinstance(item, OccurrenceItem) else series_of(item)
    days = () if series is None else sorted(series.deleted)
    return [f"OID.{rest_id(item.item_id)}.{day.isoformat()}" for day in days]


def _online_meeting(item: Item, _view: View) -> dict[str, str] | None:
    address = item.get("join_online_meeting_url")
    return {"joinUrl": address} if address else None


def _provider(item: Item, _view: View) -> str:
    return "teamsForBusiness" if item.get("join_online_meeting_url") else "unknown"


def _web_link(item: Item, _view: View) -> str:
    where = quote(item.item_id, safe="")
    return f"https://outlook.office365.com/owa/?itemid={where}&exvsurl=1&path=/calendar/item"


def _flag(name: str, *, unset: bool = False) -> Any:
    def read(item: Item, _view: View) -> bool:
        value = item.get(name)
        return unset if value is None else bool(value)

    return read


def _stored(name: str) -> Any:
    return lambda item, _view: item.get(name)


EVENT: Final = EntityType[Item](
    "microsoft.graph.event",
    (
        Property("@odata.etag", lambda item, _: f'W/"{short_key(item.change_key)}"'),
        Property("id", lambda item, view: item_id(item, immutable=view.immutable_ids)),
        Property("createdDateTime", lambda item, _: precise_text(item.created_at)),
        Property("lastModifiedDateTime", lambda item, _: precise_text(item.modified_at)),
        Property("changeKey", lambda item, _: short_key(item.change_key)),
        Property("categories", lambda item, _: list(item.get("categories") or ())),
        Property("transactionId", _stored("transaction_id")),
        Property("originalStartTimeZone", _stored("start_time_zone_id")),
        Property("originalEndTimeZone", _stored("end_time_zone_id")),
        Property("iCalUId", _uid),
        Property("reminderMinutesBeforeStart", _stored("reminder_minutes_before_start")),
        Property("isReminderOn", _flag("reminder_is_set")),
        Property("hasAttachments", _flag("has_attachments")),
        Property("subject", _stored("subject")),
        Property("bodyPreview", body_preview),
        Property("importance", lambda item, _: str(item.get("importance") or Importance.NORMAL)),
        Property("sensitivity", lambda item, _: str(item.get("sensitivity") or Sensitivity.NORMAL)),
        Property("originalStart", _original_start),
        Property("isAllDay", _flag("is_all_day")),
        Property("isCancelled", _flag("is_cancelled")),
        Property("isOrganizer", _flag("is_organizer")),
        Property("responseRequested", _flag("is_response_requested", unset=True)),
        Property("seriesMasterId", _series_id),
        Property("showAs", lambda item, _: SHOWN_AS[item.get("free_busy_status") or FreeBusyStatus.BUSY]),
        Property("type", event_type),
        Property("webLink", _web_link),
        Property("onlineMeetingUrl", lambda item, _: None),
        Property("isOnlineMeeting", _flag("is_online_meeting")),
        Property("onlineMeetingProvider", _provider),
        Property("allowNewTimeProposals", _flag("allow_new_time_proposal", unset=True)),
        Property("isDraft", lambda item, _: is_draft(item)),
        # Assumption: the store has no such wish; writing it is refused.
        Property("hideAttendees", lambda item, _: False),
        Property(
            "responseStatus",
            lambda item, _: attendees.status(item.get("my_response"), item.get("appointment_reply_time")),
        ),
        Property("body", body),
        Property("start", time_of("start")),
        Property("end", time_of("end")),
        Property("location", _location),
        Property("locations", _locations),
        Property("recurrence", _recurrence),
        Property("attendees", lambda item, view: attendees.written(item.get, zone_of(view))),
        Property("organizer", lambda item, _: recipient(item.get("organizer"))),
        Property("onlineMeeting", _online_meeting),
        Property("cancelledOccurrences", _cancelled, default=False),
    ),
    frozenset(
        "attachments calendar exceptionOccurrences extensions instances singleValueExtendedProperties "
        "multiValueExtendedProperties".split()
    ),
)
