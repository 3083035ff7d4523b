"""The replies to success and to protocol errors: rows, and how a row becomes octets.

Sources: logs of smtp.office365.com (2015 to 2025) where a row says so; else the texts of Exchange's SMTP stack on
premises, which no log of the cloud contradicts. What refuses for good ends in a trace, in all logs since 2021.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

#: What EHLO announces as the largest message, in octets: 150 MB. The mailbox's own limit comes later.
SIZE_LIMIT = 157_286_400

#: Octets of a reply's line, its end included (RFC 5321 section 4.5.3.1.5).
REPLY_LIMIT = 512

#: Octets of a command line. Long enough for a token in one step (RFC 4954 section 4 asks for 12288).
LINE_LIMIT = 16_384

#: Octets for the longest trace and the line's end.
_TRACE_ROOM = 90
_SURELY_SHORT = REPLY_LIMIT - _TRACE_ROOM - 20
_UNPRINTABLE = re.compile(r"[^ -~]")


class Trace(Enum):
    """What stands in brackets at the end of a reply."""

    NONE = "none"
    #: front end, time and session: ``[SGXP274CA0016.SGPP274.PROD.OUTLOOK.COM 2025-03-20T11:25:21.972Z 08DD66ED…]``
    SESSION = "session"
    #: the front end alone, as in older logs: ``[SGXP274CA0016.SGPP274.PROD.OUTLOOK.COM]``
    HOST = "host"
    #: the mailbox server: ``[Hostname=SYBP282MB2635.AUSP282.PROD.OUTLOOK.COM]``
    MAILBOX_SERVER = "mailbox server"


@dataclass(frozen=True)
class Reply:
    """A reply of one line: code, enhanced code (RFC 3463), text."""

    code: int
    enhanced_code: str
    text: str
    trace: Trace = Trace.NONE

    def __str__(self) -> str:
        return f"{self.code} {self.enhanced_code} {self.text}" if self.enhanced_code else f"{self.code} {self.text}"

    def with_text(self, text: str) -> "Reply":
        """Return the same reply with another text."""
        return Reply(self.code, self.enhanced_code, text, self.trace)

    def filled(self, facts: Mapping[str, object]) -> "Reply":
        """Return the same reply with facts in the blanks of its text.

        They may be octets of a message. Assumption: what is no printable ASCII becomes "?", and what is too long for
        a line of 512 octets is cut.
        """
        if "{" not in self.text:
            return self
        text = self.text.format_map(facts)
        if len(text) < _SURELY_SHORT and text.isascii() and text.isprintable():
            return self.with_text(text)
        blanks = {name: "" for name in facts if f"{{{name}}}" in self.text}
        room = REPLY_LIMIT - _TRACE_ROOM - len(str(self.with_text(self.text.format_map(blanks))))
        share = max(room // max(len(blanks), 1), 0)
        texts = {name: _UNPRINTABLE.sub("?", str(facts[name]))[:share] for name in blanks}
        return self.with_text(self.text.format_map(texts))


@dataclass(frozen=True)
class Host:
    """The names under which one front end and its mailbox server sign. They follow Exchange Online's scheme."""

    name: str = "AM0P190CA0021"
    site: str = "EURP190"
    mailbox_server: str = "AM8P190MB0874"

    @property
    def public_name(self) -> str:
        """The name in the banner and in EHLO's answer."""
        return f"{self.name}.outlook.office365.com"

    def sign(self, reply: Reply, now: Callable[[], datetime], session_id: str) -> str:
        """Return a reply's line with its trace."""
        if reply.trace is Trace.NONE:
            return str(reply)
        if reply.trace is Trace.SESSION:
            return f"{reply} [{self.name}.{self.site}.PROD.OUTLOOK.COM {timestamp(now())} {session_id}]"
        if reply.trace is Trace.HOST:
            return f"{reply} [{self.name}.{self.site}.PROD.OUTLOOK.COM]"
        return f"{reply} [Hostname={self.mailbox_server}.{self.site}.PROD.OUTLOOK.COM]"


def timestamp(moment: datetime) -> str:
    """Return a moment as traces have it: UTC with milliseconds."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def multiline(code: int, lines: Iterable[str]) -> str:
    """Return a reply of several lines (RFC 5321 section 4.2.1)."""
    *first, last = lines
    return "\r\n".join([*(f"{code}-{line}" for line in first), f"{code} {last}"])


# --- as logs of smtp.office365.com have them ---------------------------------------------------------------------

READY_FOR_TLS = Reply(220, "2.0.0", "SMTP server ready")
AUTHENTICATED = Reply(235, "2.7.0", "Authentication successful")
ACCEPTED = Reply(250, "2.0.0", "OK {message_id}", Trace.MAILBOX_SERVER)
UNAUTHENTICATED = Reply(530, "5.7.57", "Client not authenticated to send mail.", Trace.SESSION)
#: Assumption: a verb of octets that nobody can type is 'unknown', as in a log of 2024; any other shows its length only.
#: The real one waits for five seconds before it says so.
UNKNOWN_COMMAND = Reply(500, "5.3.3", "Unrecognized command '{verb}'", Trace.SESSION)
TLS_REQUIRED = Reply(451, "5.7.3", "STARTTLS is required to send mail", Trace.SESSION)
TEMPORARY_ERROR = Reply(451, "4.7.0", "Temporary server error. Please try again later. PRX4", Trace.SESSION)

#: Too many connections that send from one mailbox, at the end of the message (fastapi-mail#75).
CONNECTIONS_EXCEEDED = Reply(
    432,
    "4.3.2",
    "Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information.",
    Trace.MAILBOX_SERVER,
)

# --- Exchange's own words, inferred for the cloud ------------------------------------------------------------------

SENDER_OK = Reply(250, "2.1.0", "Sender OK")
RECIPIENT_OK = Reply(250, "2.1.5", "Recipient OK")
START_MAIL = Reply(354, "", "Start mail input; end with <CRLF>.<CRLF>")
RESET = Reply(250, "2.0.0", "Resetting")
NOOP = Reply(250, "2.0.0", "OK")
CANNOT_VERIFY = Reply(252, "2.1.5", "Cannot VRFY user")
HELP = ("This server supports the following commands:", "HELO EHLO STARTTLS RCPT DATA RSET MAIL QUIT HELP AUTH BDAT")
CLOSING = Reply(221, "2.0.0", "Service closing transmission channel")
CHUNK_RECEIVED = Reply(250, "2.6.0", "CHUNK received OK, {octets} octets")
TIMEOUT = Reply(451, "4.7.0", "Timeout waiting for client input", Trace.SESSION)
TOO_MANY_ERRORS = Reply(421, "4.7.0", "Too many errors on this connection, closing transmission channel", Trace.SESSION)

# Assumption: what a client hears whose mailbox goes away while it is connected is not known.
NOT_AVAILABLE = Reply(421, "4.3.2", "Service not available", Trace.SESSION)

AUTHENTICATION_BUSY = Reply(454, "4.7.0", "Temporary authentication failure", Trace.SESSION)

NOT_IMPLEMENTED = Reply(502, "5.3.3", "Command not implemented", Trace.SESSION)
LINE_TOO_LONG = Reply(500, "5.5.2", "Command too long", Trace.SESSION)
ARGUMENTS_INVALID = Reply(501, "5.5.4", "Invalid arguments", Trace.SESSION)
PARAMETER_UNKNOWN = Reply(501, "5.5.4", "Unrecognized parameter", Trace.SESSION)
DOMAIN_INVALID = Reply(501, "5.5.4", "Invalid domain name", Trace.SESSION)
SENDER_INVALID = Reply(501, "5.1.7", "Invalid address", Trace.SESSION)
RECIPIENT_INVALID = Reply(501, "5.1.3", "Invalid address", Trace.SESSION)
HELLO_FIRST = Reply(503, "5.5.2", "Send hello first", Trace.SESSION)
MAIL_FIRST = Reply(503, "5.5.2", "Need mail command", Trace.SESSION)
RECIPIENT_FIRST = Reply(503, "5.5.2", "Need rcpt command", Trace.SESSION)
SENDER_TWICE = Reply(503, "5.5.2", "Sender already specified", Trace.SESSION)
BAD_SEQUENCE = Reply(503, "5.5.1", "Bad sequence of commands", Trace.SESSION)
MECHANISM_UNKNOWN = Reply(504, "5.7.4", "Unrecognized authentication type", Trace.SESSION)
TOO_MANY_RECIPIENTS = Reply(452, "4.5.3", "Too many recipients")
TOO_LARGE = Reply(552, "5.3.4", "Message size exceeds fixed maximum message size", Trace.SESSION)
