"""Messages as files hold them: their octets, when they came, their flags."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fakeserver.tenant.exchange.flags import NO_FLAGS, MessageFlags
from fakeserver.tenant.exchange.mime.message import parse_date, top_header

#: Earlier dates are mistakes: Windows' time begins then.
_FIRST_YEAR = 1601


@dataclass(frozen=True)
class LoadedMessage:
    """A message out of a file."""

    mime: bytes
    #: None where nothing says it
    received_at: datetime | None
    flags: MessageFlags = NO_FLAGS


def read_message(path: Path, remarks: list[str]) -> Iterator[LoadedMessage]:
    """Yield the one message of an .eml file."""
    mime = path.read_bytes()
    yield LoadedMessage(mime, received(mime))


def received(mime: bytes, otherwise: str = "") -> datetime | None:
    """Return when a message came: as its first Received field says, else another text, else its Date.

    A file's own time is when it was copied or checked out.
    """
    for text in (top_header(mime, b"Received").rpartition(";")[2], otherwise, top_header(mime, b"Date")):
        found = parse_date(text)
        if found is not None and found.year >= _FIRST_YEAR:
            return found
    return None
