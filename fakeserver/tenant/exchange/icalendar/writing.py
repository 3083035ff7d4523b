"""Calendar objects, and the messages that carry them from one calendar to another.

Source: [MS-OXCICAL]; calendar objects and invitations that Exchange Online sent.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from fakeserver.tenant.exchange.icalendar.clocks import add_zone
from fakeserver.tenant.exchange.icalendar.events import Described, Written, event_lines, main_zone
from fakeserver.tenant.exchange.icalendar.lines import Lines
from fakeserver.tenant.exchange.icalendar.methods import Method
from fakeserver.tenant.exchange.kinds.attendees import Attendee
from fakeserver.tenant.exchange.mime.render import Attached, calendar_part, render
from fakeserver.tenant.exchange.values import Body, EmailAddress, TextFormat

_PRODUCT: Final = "Microsoft Exchange Server 2010"


def calendar_object(
    method: Method,
    appointment: Described,
    *,
    exceptions: Sequence[Described] = (),
    responder: Attendee | None = None,
    proposed_start: datetime | None = None,
    proposed_end: datetime | None = None,
    summary: str | None = None,
    body: Body | None = None,
    stamp: datetime | None = None,
) -> bytes:
    """Return an appointment as a VCALENDAR.

    Args:
        appointment: a single one, a series, or one of a series (which has ``original_start`` or ``recurrence_id``).
        exceptions: what of a series is different; each has the properties of the whole appointment.
        responder: who replies, with the response; REPLY and COUNTER need one.
        proposed_start, proposed_end: of COUNTER.
        summary, body: the appointment's own where they are None.
        stamp: DTSTAMP; the appointment's own where it is None.
    """
    written = Written(
        method=method,
        stamp=stamp,
        summary=summary,
        body=body,
        responder=responder,
        proposed_start=proposed_start,
        proposed_end=proposed_end,
    )
    zone = main_zone(appointment)
    start: datetime = appointment.get("start") or datetime(1970, 1, 1, tzinfo=UTC)
    whole = Lines()
    whole.extend((("METHOD", method.value), ("PRODID", _PRODUCT), ("VERSION", "2.0")))
    add_zone(whole, zone, start.year)
    whole.add_component("VEVENT", event_lines(appointment, written, zone, is_exception=False))
    for exception in exceptions:
        # What it says for itself, in the series' zone.
        own = Written(method=method, stamp=stamp)
        whole.add_component("VEVENT", event_lines(exception, own, zone, is_exception=True))
    lines = Lines()
    lines.add_component("VCALENDAR", whole)
    return lines.octets()


def meeting_mime(
    method: Method,
    appointment: Described,
    *,
    sender: EmailAddress,
    to: Sequence[EmailAddress],
    cc: Sequence[EmailAddress] = (),
    subject: str,
    body: Body | None = None,
    message_id: str,
    date: datetime,
    headers: Sequence[tuple[str, str]] = (),
    attachments: Sequence[Attached] = (),
    exceptions: Sequence[Described] = (),
    responder: Attendee | None = None,
    proposed_start: datetime | None = None,
    proposed_end: datetime | None = None,
    said_besides: Mapping[str, Any] = MappingProxyType({}),
) -> bytes:
    """Return the message that asks to a meeting, answers, or calls it off.

    Args:
        body: what is written in it; the appointment's own where it is None.
        headers: further fields, as Sender or In-Reply-To.
        date: of the message, and DTSTAMP.
        said_besides: what `render` takes, in the place of what follows from the appointment.

    Other arguments are those of `calendar_object`.
    """
    said: Body = body or appointment.get("body") or Body(TextFormat.PLAIN, "")
    calendar = calendar_object(
        method,
        appointment,
        exceptions=exceptions,
        responder=responder,
        proposed_start=proposed_start,
        proposed_end=proposed_end,
        summary=subject,
        body=said,
        stamp=date,
    )
    properties = {
        "from_": sender,
        "to_recipients": list(to),
        "cc_recipients": list(cc),
        "subject": subject,
        "body": said,
        "date_time_sent": date,
        "internet_message_id": message_id,
        "importance": appointment.get("importance"),
        "sensitivity": appointment.get("sensitivity"),
        "internet_message_headers": [("Content-Class", "urn:content-classes:calendarmessage"), *headers],
        **said_besides,
    }
    return render(properties, attachments, calendar=calendar_part(calendar, method))
