"""internetMessageHeaders of a new message: fields of its own, which begin with x-, a few of them.

Source: learn.microsoft.com/graph/api/resources/internetmessageheader; answers quoted in clients' issue threads.
"""

import re
from typing import Any, Final

from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.values.reading import listed, structure, text

MOST: Final = 5
NOT_CUSTOM: Final = Row(
    400,
    "InvalidInternetMessageHeader",
    "The internet message header name '{name}' should start with 'x-' or 'X-'.",
)
NOT_A_NAME: Final = Row(
    400, "InvalidInternetMessageHeader", "The internet message header name '{name}' is not valid.", ASSUMED
)
TOO_MANY: Final = Row(
    400,
    "InvalidInternetMessageHeaderCollection",
    "Maximum number of headers in one message should be less than or equal to 5.",
)
NONE: Final = Row(
    400,
    "InvalidInternetMessageHeaderCollection",
    "Minimum number of headers in one message should be greater than or equal to 1.",
    ASSUMED,
)
#: RFC 5322 section 3.6.8: anything printable but the colon.
_NAME: Final = re.compile(r"[!-9;-~]+")


def read_headers(value: Any, name: str) -> dict[Any, Any]:
    """Read the header fields of a new message as a change.

    Raises:
        GraphError: there are none, or too many; one begins otherwise, or cannot stand in a header.
    """
    fields = listed(value, name, _field)
    if value is not None and not fields:
        raise GraphError(NONE)
    if len(fields) > MOST:
        raise GraphError(TOO_MANY)
    return {"internet_message_headers": fields or None}


def _field(value: Any, name: str) -> tuple[str, str]:
    given = structure(value, name, "internetMessageHeader", frozenset({"name", "value"}))
    called, said = text(given.get("name"), "name") or "", text(given.get("value"), "value") or ""
    if not called.lower().startswith("x-"):
        raise GraphError(NOT_CUSTOM, name=called[:200])
    if not _NAME.fullmatch(called):
        raise GraphError(NOT_A_NAME, name=called[:200])
    return called, said
