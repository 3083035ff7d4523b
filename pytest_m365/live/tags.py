"""How a live test's mail is told from everybody else's: an address, a Message-ID and a header field, each with its tag.

A tag is ``m365t-<run>-<n>``. The run's name begins with the minute in which it began (UTC), so that what an earlier run
has left tells its age by itself; dates in a mailbox are no witness, since a test may set them.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

#: host name of the Message-IDs; no such domain can exist (RFC 2606)
MESSAGE_ID_DOMAIN = "pytest-m365.invalid"
#: ``<run>/<test>/<utc>``
FIELD = "X-Pytest-M365"

#: with the century, which a run's name leaves out
_MINUTE = "%Y%m%d%H%M"
_CENTURY = "20"
_RUN = r"(?P<run>(?P<minute>[0-9]{10})[a-z2-7]{4})"
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_ADDRESS = re.compile(rf"(?i)(?:^|[<\s,;:\"])[^@\s<>\",;:]+\+m365t-{_RUN}-(?P<number>[0-9]{{1,9}})@")
_MESSAGE_ID = re.compile(
    rf"(?i)<m365t\.[0-9]{{1,20}}\.{_RUN}\.(?P<number>[0-9]{{1,9}})(?:\.[0-9]{{1,20}})?@{re.escape(MESSAGE_ID_DOMAIN)}>"
)
_FIELD = re.compile(rf"(?i)^\s*{_RUN}/(?P<number>[0-9]{{1,9}})/")


@dataclass(frozen=True)
class Tag:
    """A test of a run. The number 0 is the run itself: its lock messages."""

    run: str
    number: int

    def __str__(self) -> str:
        return f"m365t-{self.run}-{self.number}"

    def address(self, user: str) -> str:
        """Return the test's own address of a mailbox; Exchange Online delivers it there (plus addressing)."""
        local, _, domain = user.rpartition("@")
        return f"{local}+{self}@{domain}"

    def message_id(self, number: int, now: datetime) -> str:
        """Return the Message-ID of a message that the test delivers.

        Args:
            number: of the message within the test.
            now: aware.
        """
        moment = now.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        return f"<m365t.{moment}.{self.run}.{self.number}.{number}@{MESSAGE_ID_DOMAIN}>"

    def field(self, now: datetime) -> str:
        """Return the value of the header field."""
        return f"{self.run}/{self.number}/{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    @property
    def began(self) -> datetime | None:
        """When the run began, aware; None where the digits are no moment."""
        return moment_of(self.run)


def new_run(now: datetime) -> str:
    """Return the name of a run that begins now: its minute, and four letters by chance."""
    chance = "".join(secrets.choice(_LETTERS) for _ in range(4))
    return f"{now.astimezone(UTC).strftime(_MINUTE).removeprefix(_CENTURY)}{chance}"


def moment_of(run: str) -> datetime | None:
    """Return when a run began, aware; None where the digits are no moment."""
    try:
        return datetime.strptime(_CENTURY + run[:10], _MINUTE).replace(tzinfo=UTC)
    except ValueError:
        return None


def tags_in(*, addresses: str = "", message_ids: str = "", field: str = "") -> set[Tag]:
    """Return the tags that a message has.

    Args:
        addresses: its To, Cc, Bcc and From, as text.
        message_ids: its Message-ID, In-Reply-To and References, as text.
        field: the value of its ``X-Pytest-M365``.
    """
    found = [*_ADDRESS.finditer(addresses), *_MESSAGE_ID.finditer(message_ids)]
    if (own := _FIELD.match(field)) is not None:
        found.append(own)
    return {Tag(match["run"].lower(), int(match["number"])) for match in found}
