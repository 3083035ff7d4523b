"""POP3's responses to refusals: one row per refusal, found along the refusal's classes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from fakeserver.tenant.refusals import (
    AuthenticationRefused,
    MailboxMoving,
    MailboxRefused,
    PermissionRefused,
    RecoverableItemsFull,
    Refusal,
    ServiceUnavailable,
    Throttled,
    TokenExpired,
    TooManyConnections,
)

_MICROSOFT = "Microsoft: Authenticate an IMAP, POP or SMTP connection using OAuth"


@dataclass(frozen=True, slots=True)
class Row:
    """One response to a refusal."""

    #: what follows ``-ERR``
    text: str
    source: str
    #: whether the connection is closed after it
    closes: bool = False


AUTHENTICATION_FAILED = Row("Authentication failure: unknown user name or bad password.", _MICROSOFT)
LOGON_FAILED = Row("Logon failure: unknown user name or bad password.", "protocol logs")
PROTOCOL_ERROR = Row("Protocol error. Connection is closed. 10", "log in getmail6#256", closes=True)
INVALID_STATE = Row("Command is not valid in this state.", "protocol logs")
# Assumption: the answers to an unknown command, bad arguments and a number that is not there are not known.
UNKNOWN_COMMAND = Row("Protocol error. 14", "none")
BAD_ARGUMENTS = Row("Protocol error. 14", "none")
NO_SUCH_MESSAGE = Row("The specified message is out of range.", "none")
# Assumption: POP3's text when the server ends the session is not known; IMAP's is used.
TIMED_OUT = Row("Connection is closed. 13", "none", closes=True)
CLOSED = Row("Connection is closed. 14", "none", closes=True)
INTERNAL = Row("Server Unavailable. 15", "none")

ROWS: Mapping[type[Refusal], Row] = MappingProxyType(
    {
        AuthenticationRefused: AUTHENTICATION_FAILED,
        PermissionRefused: AUTHENTICATION_FAILED,
        # Assumption: whether POP3 accepts the sign-in and fails later, as IMAP does, is not known.
        MailboxRefused: AUTHENTICATION_FAILED,
        # Assumption: as on IMAP.
        MailboxMoving: INTERNAL,
        ServiceUnavailable: INTERNAL,
        TooManyConnections: INTERNAL,
        # Assumption: IMAP's words; no log of POP3 shows any.
        Throttled: Row("Request is throttled. Suggested Backoff Time: {milliseconds} milliseconds", "none"),
        # Assumption: the RFC's words; no log shows the service's.
        RecoverableItemsFull: Row("some deleted messages not removed", "RFC 1939 section 6"),
        Refusal: Row("Command failed.", "none"),
    }
)

#: The response when a session loses its authorization.
# Assumption: as above, IMAP's text.
GOODBYES: Mapping[type[Refusal], Row] = MappingProxyType(
    {
        TokenExpired: Row("Session invalidated - AccessTokenExpired", "none", closes=True),
        Refusal: CLOSED,
    }
)


def row_for(refusal: Refusal) -> Row:
    """Return the row of a refusal."""
    row = refusal.row_in(ROWS)
    if isinstance(refusal, Throttled):
        return replace(row, text=row.text.format(milliseconds=refusal.milliseconds))
    return row


def goodbye_for(refusal: Refusal) -> Row:
    """Return the row that ends a session for a refusal."""
    return refusal.row_in(GOODBYES)
