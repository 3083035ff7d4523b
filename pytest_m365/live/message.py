"""A message of a live test: what a test may ask, read from the mailbox when it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn

from fakeserver.tenant.exchange.mime.message import Message, attachment_name
from pytest_m365.live import of_the_fake
from pytest_m365.live.folder_names import shown
from pytest_m365.live.way import Found, Way


@dataclass(frozen=True)
class LiveAttachment:
    """What is attached to a message."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


class LiveMessage:
    """A message as it was found; its MIME is read when it is first asked for."""

    def __init__(self, found: Found, number: int, way: Way) -> None:
        self.found = found
        #: grows with each message that the test has seen
        self.number = number
        self._way = way
        self._mime: bytes | None = None

    def __getattr__(self, name: str) -> NoReturn:
        __tracebackhide__ = True
        of_the_fake.missing(self, name, of_the_fake.MESSAGE)

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return self.found.subject

    @property
    def sender(self) -> str:
        """The address in From; empty where there is none."""
        return self.found.sender

    @property
    def recipients(self) -> list[str]:
        """The addresses in To and Cc."""
        return list(self.found.recipients)

    @property
    def body(self) -> str:
        """The body as text, also where it is HTML."""
        return self._parsed.body_as_text or ""

    @property
    def html(self) -> str:
        """The HTML body; empty where there is none."""
        return self._parsed.html or ""

    @property
    def attachments(self) -> Sequence[LiveAttachment]:
        """What is attached to it, inline ones included, in order."""
        return [
            LiveAttachment(attachment_name(part), part.content_type, part.content)
            for part in self._parsed.attachment_parts
        ]

    @property
    def is_read(self) -> bool:
        """Somebody has read it: as the mailbox says it now, each time that this is asked.

        Raises:
            LookupError: it isn't where it was found any more.
        """
        return self._way.is_read(self.found)

    @property
    def place(self) -> str:
        """Its folder, for people."""
        return shown(self.found.folder)

    @property
    def verdict(self) -> str:
        """Where it is, with the spam confidence level that it was given: "Junk Email, SCL 5"."""
        level = self.found.spam_level
        return f"{self.place}, SCL {level}" if level and self.found.folder == "junkemail" else self.place

    def mime(self) -> bytes:
        """Return the message as it lies in the mailbox: RFC 5322 octets with CRLF line ends.

        Raises:
            LookupError: it isn't where it was found any more, and was not read before.
        """
        if self._mime is None:
            self._mime = self._way.mime(self.found)
        return self._mime

    @cached_property
    def _parsed(self) -> Message:
        return Message(self.mime())

    def __repr__(self) -> str:
        return f"<Message {self.subject!r} from {self.sender or 'nobody'} in {self.verdict}>"
