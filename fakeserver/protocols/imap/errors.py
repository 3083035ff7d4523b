"""IMAP's responses to refusals: one row per refusal, found along the refusal's classes.

Exchange Online sends no response codes with its refusals (no AUTHENTICATIONFAILED, no NONEXISTENT), except where a
row has one. ``{command}`` is the command's name, ``{name}`` the folder that was named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fakeserver.protocols.imap.names import encode_utf7
from fakeserver.tenant.refusals import (
    AuthenticationRefused,
    ContentRefused,
    FolderExists,
    FolderNameInvalid,
    FolderNotFound,
    FolderProtected,
    ItemNotFound,
    LineTooLong,
    MailboxFull,
    MailboxMoving,
    MailboxRefused,
    MessageTooLarge,
    PermissionRefused,
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

    #: NO or BAD
    status: str
    text: str
    source: str

    @property
    def is_of_a_command(self) -> bool:
        """Whether its text has blanks for a command's name or a folder's."""
        return "{" in self.text


SIGN_IN_FAILED = Row("NO", "{command} failed.", _MICROSOFT)
# Assumption: RFC 3501 section 6.2.2 demands BAD; the words are those of a refused sign-in.
SIGN_IN_CANCELLED = Row("BAD", "{command} failed.", "none")
NOT_CONNECTED = Row("BAD", "User is authenticated but not connected.", "log in MailKit#1496")

UNKNOWN_COMMAND = Row("BAD", "Command Error. 10", "protocol logs")
BAD_ARGUMENTS = Row("BAD", "Command Argument Error. 11", "log in imap_tools#181")
BAD_MESSAGE_SET = Row("BAD", "The specified message set is invalid.", "quoted by clients' change logs")
# Assumption: what is said to a name that is not written in modified UTF-7 is not known.
BAD_MAILBOX_NAME = Row("NO", "{command} failed.", "none")
NO_SUCH_MESSAGES = Row("NO", "The specified message set is invalid.", "quoted by clients' documentation")
INVALID_STATE = Row("BAD", "Command received in Invalid state.", "serverfault 869291")
COMMAND_TOO_LONG = Row("BAD", "Command Error. 10", "log in nextcloud/mail#6038")
BAD_CHARSET = Row("NO", "[BADCHARSET (US-ASCII)] The specified charset is not supported.", "protocol logs")
TOO_LARGE = Row("NO", "Maximum size of appendable message has been exceeded", "imapsync FAQ")
# Assumption: the reference gives no answer for a change in a folder opened by EXAMINE.
READ_ONLY = Row("NO", "Command is not allowed: the folder is open read-only.", "none")
# Assumption: nor for a folder with others below it.
HAS_INFERIORS = Row("NO", "{command} failed.", "none")
INTERNAL = Row("BAD", "Server Unavailable. 15", "seen by imapflow")

ROWS: Mapping[type[Refusal], Row] = MappingProxyType(
    {
        AuthenticationRefused: SIGN_IN_FAILED,
        # A good token without the scope or role, or of an application that Exchange does not know.
        PermissionRefused: SIGN_IN_FAILED,
        MailboxRefused: NOT_CONNECTED,
        FolderNotFound: Row("NO", "{name} doesn't exist.", "logs in rainloop#1777, imapsync#459"),
        FolderExists: Row("NO", "Mailbox already exists.", "log in offlineimap3#130"),
        FolderNameInvalid: Row("NO", "Folder name is reserved", "imapsync FAQ"),
        # Assumption: the words for a distinguished folder that cannot be deleted or renamed are not known.
        FolderProtected: Row("NO", "{command} failed.", "none"),
        MessageTooLarge: TOO_LARGE,
        LineTooLong: COMMAND_TOO_LONG,
        ContentRefused: BAD_ARGUMENTS,
        ItemNotFound: NO_SUCH_MESSAGES,
        # Assumption: for a mailbox that is being moved no answer is recorded; this is what servers say that are away.
        MailboxMoving: INTERNAL,
        ServiceUnavailable: INTERNAL,
        # Assumption: nor for one connection too many.
        TooManyConnections: INTERNAL,
        # Assumption: no answer of a full mailbox is recorded; these are EWS's words.
        MailboxFull: Row("NO", "Mailbox has exceeded maximum mailbox size.", "none"),
        Throttled: Row(
            "NO", "Request is throttled. Suggested Backoff Time: {milliseconds} milliseconds", "log in imapsync#198"
        ),
        # Every other refusal gets the response of any failed command.
        Refusal: Row("NO", "{command} failed.", "pattern of the other commands"),
    }
)

#: The text of the BYE when a connection loses its authorization; then it is closed.
CONNECTION_CLOSED = b"Connection closed. 14"
TIMED_OUT = b"Connection is closed. 13"
GOODBYES: Mapping[type[Refusal], bytes] = MappingProxyType(
    {
        TokenExpired: b"Session invalidated - AccessTokenExpired",
        # Assumption: a revocation, or a switch set during a session, closes the connection with the general text.
        Refusal: CONNECTION_CLOSED,
    }
)


def row_for(refusal: Refusal) -> Row:
    """Return the row of a refusal."""
    row = refusal.row_in(ROWS)
    if isinstance(refusal, Throttled):
        return Row(row.status, row.text.format(milliseconds=refusal.milliseconds), row.source)
    return row


def goodbye_for(refusal: Refusal) -> bytes:
    """Return the text of the BYE that ends a session for a refusal."""
    return refusal.row_in(GOODBYES)


def phrase(row: Row, command: str, name: str = "") -> bytes:
    """Return a row's status and text with its blanks filled in."""
    text = row.text
    if row.is_of_a_command:
        named = encode_utf7(name).decode("ascii")
        text = text.replace("{command}", command).replace("{name}", named)
    return f"{row.status} {text}".encode("ascii", "replace")
