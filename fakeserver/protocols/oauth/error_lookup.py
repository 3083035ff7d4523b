"""`/error?code=50011`: what an AADSTS code means; every error answer names this page as `error_uri`."""

from __future__ import annotations

import re

from fakeserver.protocols.oauth import pages
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.rows import ROWS
from fakeserver.wire import HttpResponse

_CODE = re.compile(r"(?:AADSTS)?(\d{1,9})", re.IGNORECASE)


def error_lookup(call: Call) -> HttpResponse:
    """Show the text of a code, with its placeholders, and where that text was seen."""
    given = call.parameters.get("code", "").strip()
    match = _CODE.fullmatch(given)
    row = ROWS.get(int(match[1])) if match else None
    if row is None:
        return pages.error_code(given, {})
    facts = {
        "Error Code": str(row.code),
        "Message": row.text,
        "Status": f"{row.status} {row.error}{f' / {row.suberror}' if row.suberror else ''}",
        "To the application": row.redirect or "never, the user sees a page",
        "Source of the text": row.source,
    }
    return pages.error_code(given, facts)
