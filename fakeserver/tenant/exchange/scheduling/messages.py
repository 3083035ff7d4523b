"""The messages about a meeting: an invitation, an answer, a cancellation, as they leave whoever writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.icalendar.methods import Method
from fakeserver.tenant.exchange.icalendar.series import exceptions_of
from fakeserver.tenant.exchange.icalendar.writing import meeting_mime
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.scheduling.participants import OPTIONAL, REQUIRED, as_address, attendees_of
from fakeserver.tenant.exchange.scheduling.states import (
    CANCELLED_PREFIX,
    PROPOSED_PREFIX,
    RESPONSE_PREFIXES,
    prefixed,
)
from fakeserver.tenant.exchange.values import Body, EmailAddress, TextFormat


class Meeting(Protocol):
    """An appointment, or a message about one: whatever has its properties."""

    @property
    def attachments(self) -> list[Attachment]:
        """What is attached to it."""

    def get(self, name: Any) -> Any:
        """Return a property by its domain name, None where there is none."""


@dataclass(frozen=True)
class Changed:
    """A meeting with some properties in the place of its own."""

    meeting: Meeting
    changes: Mapping[str, Any]

    @property
    def attachments(self) -> list[Attachment]:
        """What is attached to it."""
        return self.meeting.attachments

    def get(self, name: Any) -> Any:
        """Return a property by its domain name, None where there is none."""
        return self.changes[name] if name in self.changes else self.meeting.get(name)


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What every message has: who writes it, when, and its Message-ID."""

    author: EmailAddress
    at: datetime
    message_id: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What somebody answers to an invitation."""

    response: Response
    #: None: nothing is said besides
    body: Body | None = field(default=None, repr=False)
    #: both or neither
    proposed_start: datetime | None = None
    proposed_end: datetime | None = None
    attachments: Sequence[Attachment] = field(default=())
    #: of the message itself, as `render` takes them: sensitivity, receipts that are asked for
    said_besides: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def proposes(self) -> bool:
        """Another time is proposed."""
        return self.proposed_start is not None


def request(meeting: Meeting, stamp: Stamp) -> bytes:
    """Return the message that invites to a meeting, or brings it up to date.

    Resources stand in no field, as if they were blind copies: other attendees do not see them ([MS-OXWSMTGS] 2.2.4.17).
    """
    return meeting_mime(
        Method.REQUEST,
        meeting,
        sender=stamp.author,
        to=[as_address(one) for one in attendees_of(meeting.get, REQUIRED)],
        cc=[as_address(one) for one in attendees_of(meeting.get, OPTIONAL)],
        subject=meeting.get("subject") or "",
        message_id=stamp.message_id,
        date=stamp.at,
        attachments=[one for one in meeting.attachments if not one.is_item],
        exceptions=exceptions_of(meeting),
    )


def cancellation(
    meeting: Meeting,
    stamp: Stamp,
    to: Sequence[EmailAddress],
    *,
    body: Body | None = None,
    subject: str | None = None,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> bytes:
    """Return the message that calls a meeting off.

    Args:
        body, subject: in the place of the meeting's own.
        more: of the message itself, as `render` takes it.
    """
    return meeting_mime(
        Method.CANCEL,
        meeting,
        sender=stamp.author,
        to=to,
        subject=prefixed(CANCELLED_PREFIX, meeting.get("subject") if subject is None else subject),
        body=body,
        message_id=stamp.message_id,
        date=stamp.at,
        said_besides={**_thread(meeting), **more},
    )


def reply(
    meeting: Meeting, stamp: Stamp, answer: Answer, organizer: EmailAddress, request: Meeting | None = None
) -> bytes:
    """Return the message by which somebody who was invited answers the organizer.

    Args:
        request: the message that invited them, whose conversation it goes on with; None: it is not known.
    """
    who = AddressEntry(stamp.author.name, stamp.author.address, "SMTP", AddressKind.MAILBOX)
    prefix = PROPOSED_PREFIX if answer.proposes else RESPONSE_PREFIXES[answer.response]
    return meeting_mime(
        Method.COUNTER if answer.proposes else Method.REPLY,
        # The organizer is reminded by their own appointment.
        Changed(meeting, {"reminder_is_set": False}),
        sender=stamp.author,
        to=[organizer],
        subject=f"{prefix}{meeting.get('subject') or ''}",
        # What the meeting is about is not said again.
        body=answer.body or Body(TextFormat.PLAIN, ""),
        message_id=stamp.message_id,
        date=stamp.at,
        attachments=answer.attachments,
        responder=Attendee(who, answer.response),
        proposed_start=answer.proposed_start,
        proposed_end=answer.proposed_end,
        said_besides={**_thread(request or meeting), **answer.said_besides},
    )


def _thread(meeting: Meeting) -> dict[str, Any]:
    """Return what keeps a message in the conversation of the meeting, whatever its subject begins with."""
    names = ("conversation_topic", "conversation_index")
    return {name: value for name in names if (value := meeting.get(name))}
