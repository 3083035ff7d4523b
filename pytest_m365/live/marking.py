"""Marks a message as a test's own, and leaves what the test wrote as it is."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import count

from fakeserver.tenant.exchange.arrival import missing_fields
from fakeserver.tenant.exchange.mime.render import header_field
from pytest_m365.live.tags import FIELD, Tag

_LINE_END = re.compile(rb"\r\n|\r|\n")
#: of the Message-IDs of this process
_numbers = count(1)


def marked(mime: bytes, tag: Tag, now: datetime, *, sent_at: datetime | None = None) -> bytes:
    """Return a message with our field on top, and a Date and a Message-ID where it has none; line ends are CRLF.

    Args:
        now: aware.
        sent_at: for its Date; now by default.
    """
    fields = header_field(FIELD, tag.field(now))
    fields += missing_fields(mime, sent_at=sent_at or now, message_id=tag.message_id(next(_numbers), now))
    return fields + _LINE_END.sub(b"\r\n", mime)
