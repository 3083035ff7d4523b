"""The header of a message as the live helpers read it: what a test may ask about, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.mime.parts import Part
from pytest_m365.live.tags import FIELD, Tag, tags_in

_SPAM_LEVEL = "X-MS-Exchange-Organization-SCL"
#: has it as ``SCL:5;`` among others
_SPAM_REPORT = "X-Forefront-Antispam-Report"
#: what is fetched of a message: all that `read_header` reads
FIELDS = (
    "Subject",
    "From",
    "To",
    "Cc",
    "Bcc",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Content-Type",
    FIELD,
    _SPAM_LEVEL,
    _SPAM_REPORT,
)
#: fields in which a tag says that a message is the test's, and those in which it says that one is about the test's
_ITS_OWN = ("to", "cc", "bcc", "message-id", FIELD.lower())
_TAGGED = (*_ITS_OWN, "from", "in-reply-to", "references")
#: parts of a report that hold the message it is about, or its header
_REPORTED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")


@dataclass(frozen=True)
class Header:
    """What is read of a header."""

    #: decoded; empty where there is none
    subject: str
    #: the address in From; empty where there is none
    sender: str
    #: the addresses in To and Cc
    recipients: tuple[str, ...]
    message_id: str
    tags: frozenset[Tag]
    #: the spam confidence level that the service gave it; empty where it says none
    spam_level: str
    #: it is a report on another message, a non-delivery report for one
    is_report: bool
    #: it has tags in From, In-Reply-To and References alone, as a person's answer to a test's message has
    is_answer: bool


def read_header(octets: bytes) -> Header:
    """Read a header, or the beginning of a message; whatever the octets are, nothing is raised."""
    message = Message(octets)
    addresses = [*message.to_recipients, *message.cc_recipients]
    tags = _tags_of(message.root)
    report = message.header(_SPAM_REPORT).upper().replace(" ", "")
    return Header(
        subject=message.subject or "",
        sender=message.from_.address if message.from_ else "",
        recipients=tuple(each.address for each in addresses),
        message_id=message.header("Message-ID").strip(),
        tags=frozenset(tags),
        spam_level=message.header(_SPAM_LEVEL).strip() or f";{report}".partition(";SCL:")[2].partition(";")[0],
        is_report=message.root.content_type == "multipart/report",
        is_answer=bool(tags) and not _tags_of(message.root, _ITS_OWN),
    )


def tags_in_report(mime: bytes) -> frozenset[Tag]:
    """Return the tags of the messages that a report is about, by their headers, which it holds."""
    tags: set[Tag] = set()
    for part in Message(mime).root.walk():
        if part.content_type in _REPORTED:
            tags |= _tags_of(Message(part.content).root)
    return frozenset(tags)


def _tags_of(header: Part, fields: Collection[str] = _TAGGED) -> set[Tag]:
    values: dict[str, list[str]] = {}
    for name, value in header.headers:
        if name.lower() in fields:
            values.setdefault(name.lower(), []).append(value)

    def of(*names: str) -> str:
        return " ".join(value for name in names for value in values.get(name, ()))

    # Any field will do: a program may have copied one in front of another.
    tags = tags_in(addresses=of("to", "cc", "bcc", "from"), message_ids=of("message-id", "in-reply-to", "references"))
    for value in values.get(FIELD.lower(), ()):
        tags |= tags_in(field=value)
    return tags


def named(header: bytes) -> str:
    """Return what tells a message from others, without its subject: it is somebody's."""
    match = re.search(rb"(?im)^message-id:\s*(\S{1,200})", header)
    return f"the message {match[1].decode('ascii', 'replace')}" if match else "a message without a Message-ID"
