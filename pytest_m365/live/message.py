"""A message of a live test: what a test may ask, read from the mailbox when it is asked."""

from __future__ import annotations

from pytest_m365.live.folder_names import shown
from pytest_m365.live.way import Found, Way


class LiveMessage:
    """A message as it was found; its MIME is read when it is first asked for."""

    def __init__(self, found: Found, number: int, way: Way) -> None:
        self.found = found
        #: grows with each message that the test has seen
        self.number = number
        self._way = way
        self._mime: bytes | None = None

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

    def __repr__(self) -> str:
        return f"<Message {self.subject!r} from {self.sender or 'nobody'} in {self.verdict}>"
