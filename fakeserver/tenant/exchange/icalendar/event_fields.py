"""What the properties of a VEVENT set of an appointment."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any, Final

from fakeserver.tenant.exchange.icalendar.component import COMMON, NO_VALUE, Reader, zone_name
from fakeserver.tenant.exchange.icalendar.conferences import CONFERENCE
from fakeserver.tenant.exchange.icalendar.places import REPEATED, read_place
from fakeserver.tenant.exchange.icalendar.rules import whole
from fakeserver.tenant.exchange.icalendar.words import BUSY, INTENDED, RESPONSES
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind
from fakeserver.tenant.exchange.kinds.appointment import DeletedOccurrence, FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.values import Body, EmailAddress, Importance, TextFormat

#: What says how busy one is; where there are several, the first that can be read decides
#: ([MS-OXCICAL] sections 2.1.3.1.1.20.31, 2.1.3.1.1.20.25, 2.1.3.1.1.20.23).
_BUSY: Final[dict[str, dict[str, FreeBusyStatus]]] = {
    "X-MICROSOFT-CDO-BUSYSTATUS": BUSY,
    "TRANSP": {"OPAQUE": FreeBusyStatus.BUSY, "TRANSPARENT": FreeBusyStatus.FREE},
    "STATUS": {
        "CANCELLED": FreeBusyStatus.FREE, "TENTATIVE": FreeBusyStatus.TENTATIVE, "CONFIRMED": FreeBusyStatus.BUSY,
    },
}  # fmt: skip
_IMPORTANCES: Final = {"0": Importance.LOW, "1": Importance.NORMAL, "2": Importance.HIGH}
#: What stands in the original's place in a counter-proposal.
_ORIGINAL: Final = ("X-MS-OLK-ORIGINALSTART", "X-MS-OLK-ORIGINALEND")


def replaced(reader: Reader, value: Any) -> datetime:
    """Return when a series has the appointment that an exception takes the place of.

    Raises:
        ValueError: it is no time, or means all that come after it as well.
    """
    if isinstance(value, list) or "RANGE" in value.params:
        raise ValueError("all that come after it as well, or several")
    try:
        return reader.moment(value)
    except NO_VALUE as problem:
        raise ValueError("no time") from problem


# --- when ------------------------------------------------------------------------------------------------------------


def _begin(reader: Reader, value: Any) -> None:
    told = str(reader.component.get("X-MICROSOFT-CDO-ALLDAYEVENT", "")).upper()
    is_day = not isinstance(value.dt, datetime)
    start = reader.local(value)
    end = reader.component.get("DTEND")
    length = reader.component.get("DURATION")
    usual = timedelta(days=1) if is_day else timedelta()
    last = reader.local(end) if end is not None else start + (usual if length is None else length.dt)
    times = {"start": reader.moment(value), "end": max(last.astimezone(UTC), start.astimezone(UTC))}
    if reader.around.method == "COUNTER":
        reader.set(proposed_start=times["start"], proposed_end=times["end"])
        times = {}
    reader.set(**times, is_all_day=is_day or told == "TRUE")
    for name, given in (("start_time_zone", value), ("end_time_zone", value if end is None else end)):
        _set_zone(reader, name, given)


def _set_zone(reader: Reader, name: str, given: Any) -> None:
    zone = reader.zone_of(given)
    if zone is not None:
        reader.set(**{name: zone.stored})
    elif told := zone_name(given):
        reader.remark(f"the zone {told} is none that Exchange knows; its times are kept in UTC")


def _repeat(reader: Reader, value: Any) -> None:
    reader.set(recurrence=reader.recurrence(value))
    excluded = reader.component.get("EXDATE")
    lists = excluded if isinstance(excluded, list) else [] if excluded is None else [excluded]
    gone = tuple(DeletedOccurrence(reader.moment(dates, each.dt)) for dates in lists for each in dates.dts)
    if gone:
        reader.set(deleted_occurrences=gone)


# --- who -------------------------------------------------------------------------------------------------------------


def _organizer(reader: Reader, value: Any) -> None:
    reader.set(organizer=EmailAddress(_name(value), _address(value)))


def _attendee(reader: Reader, value: Any) -> None:
    address = AddressEntry(_name(value) or None, _address(value), "SMTP", AddressKind.MAILBOX)
    if _is_organizer(reader, address.address or ""):
        return
    said = str(value.params.get("PARTSTAT", "NEEDS-ACTION")).upper()
    attendee = Attendee(address, RESPONSES.get(said, Response.NONE_RECEIVED))
    kind, role = str(value.params.get("CUTYPE", "")).upper(), str(value.params.get("ROLE", "")).upper()
    is_room = kind in ("ROOM", "RESOURCE") or role == "NON-PARTICIPANT"
    name = "resources" if is_room else "optional_attendees" if role == "OPT-PARTICIPANT" else "required_attendees"
    reader.set(**{name: (*reader.entry.properties.get(name, ()), attendee)})
    if str(value.params.get("RSVP", "")).upper() == "TRUE":
        reader.set(is_response_requested=True)


def _is_organizer(reader: Reader, address: str) -> bool:
    """Say whether an attendee is who invites: Google and others list both, Exchange does not."""
    organizer = reader.component.get("ORGANIZER")
    return (
        reader.around.method not in ("REPLY", "COUNTER")
        and organizer is not None
        and not isinstance(organizer, list)
        and _address(organizer).lower() == address.lower()
    )


def _name(value: Any) -> str:
    return str(value.params.get("CN", ""))


def _address(value: Any) -> str:
    text = str(value).strip()
    return text[len("mailto:") :] if text.lower().startswith("mailto:") else text


# --- how busy --------------------------------------------------------------------------------------------------------


def _state(reader: Reader, value: Any) -> None:
    _busy(reader, "STATUS", value)
    if str(value).upper() == "CANCELLED":
        reader.set(is_cancelled=True)


def _busy(reader: Reader, name: str, value: Any) -> None:
    status = _BUSY[name][str(value).upper()]
    before = takewhile(lambda other: other != name, _BUSY)
    if not any(str(reader.component.get(other)).upper() in _BUSY[other] for other in before):
        reader.set(free_busy_status=status)


def _is_true(value: Any) -> bool:
    return {"TRUE": True, "FALSE": False}[str(value).upper()]


def _comment(reader: Reader, value: Any) -> None:
    # What a reply says; elsewhere it is beside the description.
    if "DESCRIPTION" not in reader.component:
        reader.set(body=Body(TextFormat.PLAIN, str(value)))


_TIMES: Final[dict[str, Callable[[Reader, Any], None]]] = {
    "DTSTART": _begin,
    _ORIGINAL[0]: lambda reader, value: reader.set(start=_original(reader, value)),
    _ORIGINAL[1]: lambda reader, value: reader.set(end=_original(reader, value)),
    "RRULE": _repeat,
    "RECURRENCE-ID": lambda reader, value: reader.set(recurrence_id=replaced(reader, value)),
    "DTSTAMP": lambda reader, value: reader.set(date_time_stamp=reader.moment(value)),
}
EVENT: Final[dict[str, Callable[[Reader, Any], None]]] = (
    COMMON
    | _TIMES
    | CONFERENCE
    | {
        "UID": lambda reader, value: reader.set(uid=str(value)),
        "COMMENT": _comment,
        "LOCATION": lambda reader, value: reader.set(location=str(value)),
        "X-MICROSOFT-LOCATIONS": read_place,
        "TRANSP": lambda reader, value: _busy(reader, "TRANSP", value),
        "X-MICROSOFT-CDO-BUSYSTATUS": lambda reader, value: _busy(reader, "X-MICROSOFT-CDO-BUSYSTATUS", value),
        "X-MICROSOFT-CDO-INTENDEDSTATUS": lambda reader, value: reader.set(
            intended_free_busy_status=INTENDED[str(value).upper()]
        ),
        "X-MICROSOFT-CDO-IMPORTANCE": lambda reader, value: reader.set(importance=_IMPORTANCES[str(value)]),
        "X-MICROSOFT-DISALLOW-COUNTER": lambda reader, value: reader.set(allow_new_time_proposal=not _is_true(value)),
        "X-MICROSOFT-DONOTFORWARDMEETING": lambda reader, value: reader.set(do_not_forward_meeting=_is_true(value)),
        "X-MICROSOFT-ISRESPONSEREQUESTED": lambda reader, value: reader.set(is_response_requested=_is_true(value)),
        "STATUS": _state,
        "SEQUENCE": lambda reader, value: reader.set(appointment_sequence_number=whole(value)),
        "ORGANIZER": _organizer,
        "ATTENDEE": _attendee,
    }
)
#: Read together with others, said anew by the mailbox, or said a second time by Exchange.
BESIDE: Final = REPEATED | frozenset(
    (
        "BEGIN END DTEND DURATION EXDATE LAST-MODIFIED X-MICROSOFT-CDO-ALLDAYEVENT X-MICROSOFT-CDO-APPT-SEQUENCE "
        "X-MICROSOFT-CDO-OWNERAPPTID X-MICROSOFT-CDO-INSTTYPE X-MICROSOFT-REQUESTEDATTENDANCEMODE"
    ).split()
)


def _original(reader: Reader, value: Any) -> datetime:
    """Return a time that a counter-proposal was made against; the package has it as text."""
    if hasattr(value, "dt"):
        return reader.moment(value)
    from icalendar.prop import vDDDTypes

    at = vDDDTypes.from_ical(str(value))
    return reader.moment(value, at)
