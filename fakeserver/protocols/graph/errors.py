"""Errors of Microsoft Graph, as rows: status, code and text. Three families of codes meet in one API.

The gateway's are words (``BadRequest``), the directory's begin with ``Request_`` or ``Authorization_``, Exchange's with
``Error``: these are EWS's response codes, with the same texts. Refusals of the tenant have their rows in `refusals.py`;
errors of one family of operations stand beside them.

Marks say where a text was found: RECORDED answers of the real service, REPORTED ones that are quoted in issue threads,
DOCUMENTED ones, and ASSUMED where only status or code is known, or nothing.
"""

from dataclasses import dataclass
from typing import Final

RECORDED: Final = "recorded from Microsoft Graph"
REPORTED: Final = "quoted from Microsoft Graph in client issue threads"
DOCUMENTED: Final = "learn.microsoft.com/graph"
ASSUMED: Final = "an assumption: status, code or text is not known"

#: Of every error that has no better page.
PAGE: Final = "learn.microsoft.com/graph/errors"


@dataclass(frozen=True)
class Row:
    """One error. ``{names}`` in its text stand for what `GraphError` is given."""

    status: int
    code: str
    message: str
    source: str = REPORTED
    #: for the developer: what would let it pass
    fix: str = ""

    @property
    def is_gateway(self) -> bool:
        """Whether the gateway says it, whose errors have an ``innerError``; the mailbox's own have none."""
        return not self.code.startswith(("Error", "ApplicationThrottled", "InefficientFilter", "SearchWith"))


class GraphError(Exception):
    """An error of Graph itself.

    Args:
        row: what it says.
        fix: for the developer: what would let it pass; the row's where it is left out.
        facts: for the blanks in its text.
    """

    def __init__(self, row: Row, *, fix: str = "", **facts: object) -> None:
        self.row = row
        self.message = row.message.format(**facts) if facts else row.message
        self.fix, self.page = fix or row.fix, PAGE
        super().__init__(f"{row.code}: {self.message}")

    @property
    def name(self) -> str:
        """What it is known by: its code."""
        return self.row.code


_NOT_IN_STORE: Final = "The specified object was not found in the store."

ACCESS_DENIED: Final = Row(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
ITEM_NOT_FOUND: Final = Row(
    404, "ErrorItemNotFound", f"{_NOT_IN_STORE}, The process failed to get the correct properties."
)
DEFAULT_FOLDER_NOT_FOUND: Final = Row(404, "ErrorItemNotFound", f"{_NOT_IN_STORE}, Default folder {{name}} not found.")
FOLDER_NOT_FOUND: Final = Row(404, "ErrorFolderNotFound", "The specified folder could not be found in the store.")
INVALID_USER: Final = Row(404, "ErrorInvalidUser", "The requested user '{user}' is invalid.")
ID_MALFORMED: Final = Row(400, "ErrorInvalidIdMalformed", "Id is malformed.")
SEGMENT: Final = Row(400, "RequestBroker--ParseUri", "Resource not found for the segment '{segment}'.")
NOT_FOUND: Final = Row(404, "ResourceNotFound", "Resource could not be discovered.")
VERSION: Final = Row(
    400,
    "BadRequest",
    "Invalid version: {version}",
    ASSUMED,
    fix="this fake speaks v1.0: begin the address with /v1.0/",
)
METHOD: Final = Row(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.", ASSUMED)
EMPTY_PAYLOAD: Final = Row(400, "BadRequest", "Empty Payload. JSON content expected.")
NO_JSON: Final = Row(
    400,
    "BadRequest",
    "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON "
    "format.",
)
MISMATCH: Final = Row(400, "BadRequest", "Property {name} in payload has a value that does not match schema.")
UNKNOWN_PROPERTY: Final = Row(
    400,
    "RequestBodyRead",
    "The property '{name}' does not exist on type '{type}'. Make sure to only use property names that are defined by "
    "the type or mark the type as open type.",
)
INVALID_SET: Final = Row(400, "ErrorInvalidPropertySet", "Set action is invalid for property.")
INVALID_VALUE: Final = Row(400, "ErrorInvalidRequest", "The request is invalid: {why}", ASSUMED)
TOO_LARGE: Final = Row(413, "RequestEntityTooLarge", "The request is too large.", ASSUMED)
STALE: Final = Row(
    412,
    "ErrorIrresolvableConflict",
    "The send or update operation could not be performed because the change key passed in the request does not match "
    "the current change key for the item.",
)
#: Of a service that is away, by status.
OUTAGE: Final = {
    429: Row(429, "TooManyRequests", "Please retry again later.", DOCUMENTED),
    500: Row(500, "InternalServerError", "An internal server error occurred. The operation failed.", ASSUMED),
    502: Row(502, "BadGateway", "The gateway has got a wrong answer.", ASSUMED),
    503: Row(503, "ServiceNotAvailable", "The service is unavailable.", ASSUMED),
    # Seen after 30 seconds, with an empty text (davmail#450, #452).
    504: Row(504, "UnknownError", ""),
}
NOT_PERFORMED: Final = Row(
    501,
    "NotImplemented",
    "This fake does not perform {what}.",
    "this fake's own words",
    fix="nothing does; docs/graph.md says what is performed, and what differs from the service",
)
