"""Messages about meetings: which part of a message makes it one, of which item class it is, and what the part says.

Sources: [MS-OXCICAL] section 2.1.3.1.1.1; what programs report of invitations that Outlook takes for mere attachments.
Assumption: the method in Content-Type counts, where the calendar object names another.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any, Final

from fakeserver.tenant.exchange.icalendar.methods import Method, class_of
from fakeserver.tenant.exchange.icalendar.names import DESCRIPTION
from fakeserver.tenant.exchange.icalendar.reading import NotCalendar, read
from fakeserver.tenant.exchange.icalendar.series import stored
from fakeserver.tenant.exchange.kinds.appointment import AppointmentType, FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.mime.parts import Part

#: A longer object is an attachment: reading one takes time, in which nobody else is served. Assumption: the numbers.
_MAX_OCTETS: Final = 512 * 1024
_MAX_LINES: Final = 2_000
_MAX_TIMES: Final = 3_000
_FOLD: Final = re.compile(r"\r?\n[ \t]")
_DAY: Final = re.compile(r"[0-9]{8}(?=T[0-9]{6}|,|$)", re.MULTILINE)
_ATTENDEES: Final = ("required_attendees", "optional_attendees", "resources")
_RESPONSES: Final = {"Pos": Response.ACCEPTED, "Tent": Response.TENTATIVE, "Neg": Response.DECLINED}


def meeting_class(message: Message) -> str | None:
    """Return the item class of a message about a meeting; None for any other."""
    part = meeting_part(message)
    event = None if part is None else event_of(part)
    if part is None or event is None:
        return None
    if _method(part) == Method.REQUEST and "start" not in event:
        # Nobody can be asked to what is at no time.
        return None
    attendees = [one for name in _ATTENDEES for one in event.get(name, ())]
    return class_of(_method(part), attendees[0].response if attendees else None)


def meeting_part(message: Message) -> Part | None:
    """Return the part of a message that would make it one about a meeting; None where there is none.

    It is iCalendar with a method in its content type, as one of several forms of the message's text or as all of it.
    What is sent with ``PUBLISH`` asks nothing, and what is sent as a file is one.
    """
    return next((part for part in _text_forms(message.root) if _is_of_meeting(part)), None)


def _text_forms(part: Part) -> Iterator[Part]:
    """Yield the parts that are the message's text, in one form or another."""
    if part.content_type == "multipart/alternative":
        for child in part.children:
            yield from _text_forms(child)
    elif part.content_type in ("multipart/mixed", "multipart/related"):
        # The text comes first, files follow.
        for child in part.children[:1]:
            yield from _text_forms(child)
    elif not part.children:
        yield part


def _is_of_meeting(part: Part) -> bool:
    return (
        part.content_type == "text/calendar"
        and _method(part) not in ("", Method.PUBLISH)
        and part.disposition != "attachment"
    )


def _method(part: Part) -> str:
    return part.parameters.get("method", "").strip().upper()


def event_of(part: Part) -> Mapping[str, Any] | None:
    """Return what the first event of a calendar part says, by domain name; None where it cannot be read.

    A series has what is not as planned in it, as a mailbox keeps it.
    """
    text = part.text if part.end - part.body_start <= 2 * _MAX_OCTETS else ""
    if not text or len(text) > _MAX_OCTETS or text.count("\n") > _MAX_LINES or _too_many_times(text):
        return None
    return _read(text)


def _too_many_times(text: str) -> bool:
    """Say whether a calendar object names more times than a series has: the lists of a line have no limit."""
    return next(islice(_DAY.finditer(_FOLD.sub("", text)), _MAX_TIMES, None), None) is not None


@lru_cache(maxsize=32)
def _read(text: str) -> Mapping[str, Any] | None:
    """Return what the first event says; what many are sent is read once."""
    try:
        event = read(text).event
    except NotCalendar:
        return None
    # Without a UID nobody can tell which meeting it is about.
    return MappingProxyType(stored(event)) if event is not None and event.properties.get("uid") else None


def meeting_of(message: Message, item_class: str) -> dict[str, Any]:
    """Return what a message about a meeting says of it, by domain name; empty where it says nothing.

    Args:
        item_class: that of the item that the message is.
    """
    part = meeting_part(message)
    event = None if part is None else event_of(part)
    if part is None or event is None:
        return {}
    # What the message itself says of these counts.
    said = {name: value for name, value in event.items() if name not in _OF_THE_MESSAGE}
    said[DESCRIPTION] = event.get("body")
    said["intended_free_busy_status"] = _intended(event)
    said["appointment_type"] = _type(event)
    said["is_recurring"] = "recurrence" in event or "recurrence_id" in event
    if "recurrence_id" in event:
        said["original_start"] = event["recurrence_id"]
    return said | _state(item_class)


_OF_THE_MESSAGE: Final = frozenset("subject body importance sensitivity categories date_time_created".split())


def _state(item_class: str) -> dict[str, Any]:
    """Return what follows from what a message is about."""
    kind = item_class.removeprefix("IPM.Schedule.Meeting.")
    if kind.startswith("Request"):
        return {
            "response": Response.NONE_RECEIVED,
            "free_busy_status": FreeBusyStatus.TENTATIVE,
            "is_cancelled": False,
        }
    if kind.startswith("Canceled"):
        return {"response": Response.UNKNOWN, "is_cancelled": True, "free_busy_status": FreeBusyStatus.FREE}
    return {"response": _RESPONSES.get(kind.removeprefix("Resp."), Response.UNKNOWN)}


def _intended(event: Mapping[str, Any]) -> FreeBusyStatus:
    given: FreeBusyStatus | None = event.get("intended_free_busy_status") or event.get("free_busy_status")
    # Apple's say nothing of it.
    return given or FreeBusyStatus.BUSY


def _type(event: Mapping[str, Any]) -> AppointmentType:
    if "recurrence" in event:
        return AppointmentType.RECURRING_MASTER
    return AppointmentType.EXCEPTION if "recurrence_id" in event else AppointmentType.SINGLE
