"""Values of extended properties as text in answers."""

from datetime import datetime
from typing import Any, Final

from fakeserver.protocols.ews.soap.writing import precise_moment
from fakeserver.protocols.ews.values.simple import MAX_FOUND
from fakeserver.tenant.exchange.mapi.values import as_text

#: Maximum of octets that FindItem and FindFolder return.
#: Source: https://learn.microsoft.com/previous-versions/office/developer/exchange-server-2010/aa566107(v=exchg.140)
_MAX_OCTETS_FOUND: Final = 512


def written(value: Any, *, precise: bool, finding: bool) -> str:
    """Return a value as text; arguments as those of `ExtendedPath.write`."""
    if isinstance(value, datetime):
        return precise_moment(value) if precise else as_text(value)
    if isinstance(value, bytes):
        return as_text(value[:_MAX_OCTETS_FOUND] if finding else value)
    return as_text(value)[:MAX_FOUND] if finding else as_text(value)
