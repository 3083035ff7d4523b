"""What each protocol says, to the letter. A row of the table names one of these and says how far it is known.

In angle brackets stand the parts that change: ``[<host> <ts> <id>]`` is an SMTP front end's trace,
``[Hostname=<host>]`` the mailbox server's, ``<message-id>``, ``<tid>``, ``<guid>``, ``<number>``, and ``<any>`` where
the reference knows that something stands there and not what. ``<bearer>`` is the long Bearer challenge of the Exchange
front ends.
"""

import re
from dataclasses import dataclass, replace

from tests.matrix.sources import SOURCES, Mark

BEARER = (
    'Bearer client_id="00000002-0000-0ff1-ce00-000000000000", '
    'trusted_issuers="00000001-0000-0000-c000-000000000000@*", '
    'token_types="app_asserted_user_v1 service_asserted_app_v1", '
    'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
)
GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
PLACEHOLDERS = {
    "<host>": r"[A-Z0-9.-]+\.PROD\.OUTLOOK\.COM",
    "<ts>": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
    "<id>": r"[0-9A-F]{16}",
    "<message-id>": r"<[^<> ]+@[^<> ]+>",
    "<guid>": GUID,
    "<tid>": GUID,
    "<number>": r"\d+",
    "<domain>": r"[\w-]+\.onmicrosoft\.com",
    "<base64>": r"[A-Za-z0-9+/=]+",
    "<any>": r".*",
    "<bearer>": re.escape(BEARER),
}
_PLACEHOLDER = re.compile("|".join(map(re.escape, PLACEHOLDERS)))

CLOSED = "(connection closed)"
EMPTY = "(empty body)"


@dataclass(frozen=True)
class Outcome:
    """What came over the wire: the deciding lines, in order."""

    lines: tuple[str, ...]
    #: whether the caller got what was asked for
    works: bool = False
    #: how far it is known, and from where; each row of the table says its own
    mark: Mark = "U"
    source: str = "no record"
    #: whether the connection is closed behind it
    closes: bool = False

    def __call__(self, mark: Mark, source: str) -> "Outcome":
        """Return the outcome as a row has it: how far it is known there."""
        unknown = [name for name in source.split(", ") if name not in SOURCES]
        if unknown:
            raise ValueError(f"sources.py has no {', '.join(unknown)}")
        return replace(self, mark=mark, source=source)

    def fits(self, said: list[str]) -> bool:
        """Say whether this is what was said."""
        return len(said) == len(self.lines) and all(
            pattern(line).fullmatch(answer) for line, answer in zip(self.lines, said, strict=True)
        )


def pattern(line: str) -> re.Pattern[str]:
    """Return a line as a pattern, its placeholders filled in."""
    pieces: list[str] = []
    end = 0
    for found in _PLACEHOLDER.finditer(line):
        pieces += [re.escape(line[end : found.start()]), PLACEHOLDERS[found[0]]]
        end = found.end()
    return re.compile("".join([*pieces, re.escape(line[end:])]), re.DOTALL)


def said(*lines: str, works: bool = False, closes: bool = False) -> Outcome:
    """Return an outcome."""
    return Outcome(lines, works, closes=closes)


class Imap:
    """RFC 3501 as outlook.office365.com speaks it; tags are left out."""

    IN = said("OK AUTHENTICATE completed.", "OK [READ-WRITE] SELECT completed.", works=True)
    LOGGED_IN = said("OK LOGIN completed.", "OK [READ-WRITE] SELECT completed.", works=True)
    NO = said("NO AUTHENTICATE failed.")
    NO_LOGIN = said("NO LOGIN failed.")
    #: the token was good, the mailbox did not open
    NOT_CONNECTED = said("OK AUTHENTICATE completed.", "BAD User is authenticated but not connected.")
    INVALID_STATE = said("BAD Command received in Invalid state.")
    CANCELLED = said("BAD AUTHENTICATE failed.")
    CHALLENGED = said("+ <base64>", "NO AUTHENTICATE failed.")
    STAYS = said("OK NOOP completed.", works=True)
    EXPIRED = said("* BYE Session invalidated - AccessTokenExpired", CLOSED, closes=True)
    CLOSES = said("* BYE Connection closed. 14", CLOSED, closes=True)


class Pop3:
    """RFC 1939 as outlook.office365.com speaks it."""

    IN = said("+OK User successfully authenticated.", "+OK 0 0", works=True)
    LOGGED_ON = said("+OK User successfully logged on.", "+OK 0 0", works=True)
    NO = said("-ERR Authentication failure: unknown user name or bad password.")
    NO_LOGON = said("-ERR Logon failure: unknown user name or bad password.")
    INVALID_STATE = said("-ERR Command is not valid in this state.")
    CHALLENGED = said("+ <base64>", "-ERR Authentication failure: unknown user name or bad password.")
    ONE_LINE = said("-ERR Protocol error. Connection is closed. 10", CLOSED, closes=True)
    STAYS = said("+OK 0 0", works=True)
    EXPIRED = said("-ERR Session invalidated - AccessTokenExpired", CLOSED, closes=True)
    CLOSES = said("-ERR Connection is closed. 14", CLOSED, closes=True)


def _unsuccessful(reason: str) -> Outcome:
    return said(f"535 5.7.139 Authentication unsuccessful, {reason} [<host> <ts> <id>]")


_SWITCHED_OFF = (
    "SmtpClientAuthentication is disabled for the {}. Visit https://aka.ms/smtp_auth_disabled for more information."
)


def _ended(reason: str) -> Outcome:
    return said(f"530 5.7.57 Client not authenticated to send mail. Error: {reason} [<host> <ts> <id>]")


class Smtp:
    """RFC 5321 and 4954 as smtp.office365.com speaks them."""

    IN = said("235 2.7.0 Authentication successful", "250 2.0.0 OK <message-id> [Hostname=<host>]", works=True)
    NO = said("535 5.7.3 Authentication unsuccessful [<host> <ts> <id>]")
    CHALLENGED = said("334 <base64>", "535 5.7.3 Authentication unsuccessful [<host> <ts> <id>]")
    OFF_FOR_TENANT = _unsuccessful(_SWITCHED_OFF.format("Tenant"))
    OFF_FOR_MAILBOX = _unsuccessful(_SWITCHED_OFF.format("Mailbox"))
    BASIC_OFF = _unsuccessful("basic authentication is disabled.")
    CREDENTIALS = _unsuccessful("the user credentials were incorrect.")
    CRITERIA = _unsuccessful(
        "the request did not meet the criteria to be authenticated successfully. Contact your administrator."
    )
    SECURITY_DEFAULTS = _unsuccessful(
        "user is locked by your organization's security defaults policy. Contact your administrator."
    )
    BASIC_RETIRED = said("550 5.7.30 Basic authentication is not supported for Client Submission. [<host> <ts> <id>]")
    #: seen in 2018 with a host alone in the brackets; the enhanced code was not kept
    NO_MAILBOX = said("550 <any> Mailbox cannot be accessed [<host> <ts> <id>]")
    NO_MECHANISM = said("504 5.7.4 Unrecognized authentication type [<host> <ts> <id>]")
    UNAUTHENTICATED = said("530 5.7.57 Client not authenticated to send mail. [<host> <ts> <id>]")
    SEND_AS_DENIED_BEFORE = said(
        "235 2.7.0 Authentication successful",
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender [<host>]",
    )
    STAYS = said("250 2.1.0 Sender OK", works=True)
    #: signed in once, and not any more
    ENDED = _ended("535 5.7.3 Authentication unsuccessful")
    ENDED_FOR_MAILBOX = _ended(f"535 5.7.139 Authentication unsuccessful, {_SWITCHED_OFF.format('Mailbox')}")
    ENDED_FOR_TENANT = _ended(f"535 5.7.139 Authentication unsuccessful, {_SWITCHED_OFF.format('Tenant')}")


def _challenge(error: str = "") -> str:
    return f'WWW-Authenticate: <bearer>{error},Basic Realm=""'


def _invalid_token(diagnostics: str) -> Outcome:
    return said("401", _challenge(', error="invalid_token"'), f"x-ms-diagnostics: {diagnostics}", EMPTY)


class Http:
    """The Exchange front ends before a service is reached: 401 and 403, without a body."""

    NO_TOKEN = said("401", _challenge(), EMPTY)
    BASIC = said("401", 'WWW-Authenticate: Basic Realm="",Basic Realm=""', EMPTY)
    FORBIDDEN = said("403", EMPTY)
    SIGNATURE = _invalid_token(
        '2000000;reason="The token has an invalid signature.";error_category="invalid_signature"'
    )
    INVALID = _invalid_token('2000001;reason="<any>";error_category="invalid_token"')
    EXPIRED = _invalid_token('2000002;reason="<any>";error_category="token_expired"')
    AUDIENCE = _invalid_token(
        '2000003;reason="The audience claim value is invalid \'<any>\'.";error_category="invalid_resource"'
    )
    TENANT = _invalid_token(
        '2000004;reason="The tenant for tenant guid \'<tid>\' does not exist.";error_category="invalid_tenant"'
    )
    USER = _invalid_token(
        '2000005;reason="The user specified by the user-context in the token does not exist.";'
        'error_category="invalid_user"'
    )
    #: continuous access evaluation; no answer of EWS was recorded
    INSUFFICIENT = said(
        "401",
        _challenge(', error="insufficient_claims", claims="<base64>"'),
        'x-ms-diagnostics: <number>;reason="<any>";error_category="<any>"',
        EMPTY,
    )
    NO_PERMISSIONS = _invalid_token(
        '2000008;reason="The token contains no permissions, or permissions can not be understood.";'
        'error_category="invalid_grant"'
    )


def send_as_denied(caller: str, sender: str) -> Outcome:
    """Return how SMTP says at the end of DATA that somebody may not send as somebody else."""
    return said(
        "235 2.7.0 Authentication successful",
        f"554 5.2.252 SendAsDenied; {caller}@<domain> not allowed to send as {sender}@<domain>; "
        "STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due "
        "to a permanent exception with message [BeginDiagnosticData]Cannot submit message. <any>[EndDiagnosticData] "
        "[Hostname=<host>]",
    )


class Ews:
    """What SOAP says once the front end has let a request through: status, response code, text."""

    IN = said("200 NoError", works=True)
    ACCESS_DENIED = said("200 ErrorAccessDenied: Access is denied. Check credentials and try again.")
    FOLDER_NOT_FOUND = said("200 ErrorFolderNotFound: The specified folder could not be found in the store.")
    NO_IMPERSONATION = said(
        "500 ErrorInvalidExchangeImpersonationHeaderData: "
        "ExchangeImpersonation SOAP header must be present for this type of OAuth token."
    )
    IMPERSONATION_BY_USER = said(
        "500 ErrorInvalidExchangeImpersonationHeaderData: "
        "ExchangeImpersonation SOAP header must not exist for this type of OAuth token."
    )
    EMPTY_IMPERSONATION = said("500 ErrorInvalidExchangeImpersonationHeaderData: <any>")
    IMPERSONATION_DENIED = said(
        "500 ErrorImpersonateUserDenied: The account does not have permission to impersonate the requested user."
    )
    NO_SUCH_MAILBOX = said("500 ErrorNonExistentMailbox: The SMTP address has no mailbox associated with it.")
    NO_SUCH_MAILBOX_IN_BODY = said("200 ErrorNonExistentMailbox: The SMTP address has no mailbox associated with it.")
    MUST_BE_NAMED = said(
        "200 ErrorMissingEmailAddress: When making a request as an account that does not have a mailbox, you must "
        "specify the mailbox primary SMTP address for any distinguished folder Ids."
    )
    NOT_PRIMARY = said("500 ErrorNonPrimarySmtpAddress: <any>")
    NO_SUCH_NAME = said("500 ErrorInvalidUserPrincipalName: <any>")
    NO_SUCH_SID = said("500 ErrorInvalidUserSid: <any>")


class Autodiscover:
    """POX Autodiscover: status, and what the answer holds."""

    IN = said("200 settings", works=True)
    NOT_FOUND = said("200 error 500")


_GRAPH_CHALLENGE = (
    'WWW-Authenticate: Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '
)


class Graph:
    """Microsoft Graph: status, code and text; the challenge of a 401."""

    IN = said("200 Inbox", works=True)
    ACCESS_DENIED = said("403 ErrorAccessDenied: Access is denied. Check credentials and try again.")
    NO_INBOX = said(
        "404 ErrorItemNotFound: The specified object was not found in the store., Default folder Inbox not found."
    )
    NO_SUCH_USER = said("404 ErrorInvalidUser: The requested user 'nobody@<domain>' is invalid.")
    NOT_ME = said("400 BadRequest: /me request is only valid with delegated authentication flow.")
    POLICY = said(
        "403 ErrorAccessDenied: Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly "
        "AccessPolicy settings."
    )
    POLICY_2019 = said("403 ErrorAccessDenied: Access to OData is disabled.")
    NO_MAILBOX = said(
        "404 MailboxNotEnabledForRESTAPI: The mailbox is either inactive, soft-deleted, or is hosted on-premise."
    )
    NOT_SUPPORTED = said("404 MailboxNotEnabledForRESTAPI: REST API is not yet supported for this mailbox.")
    UNDISCOVERED = said("404 ResourceNotFound: Resource could not be discovered.")
    CHALLENGED = said(
        "401 InvalidAuthenticationToken: Continuous access evaluation resulted in challenge with result: "
        "InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp",
        f'{_GRAPH_CHALLENGE}error="insufficient_claims", claims="<base64>"',
    )

    @staticmethod
    def token(text: str) -> Outcome:
        """Return how a token is refused."""
        return said(
            f"401 InvalidAuthenticationToken: {text}",
            f'{_GRAPH_CHALLENGE}client_id="00000003-0000-0000-c000-000000000000"',
        )

    MALFORMED = said(
        "401 InvalidAuthenticationToken: IDX14100: JWT is not well formed, there are no dots (.). The token needs to "
        "be in JWS or JWE Compact Serialization Format. <any>",
        f'{_GRAPH_CHALLENGE}client_id="00000003-0000-0000-c000-000000000000"',
    )


class Token:
    """The token endpoint, v2.0: status and error, the AADSTS code with its text up to the trace ids."""

    IN = said("200 Bearer", works=True)


def no_token(status: int, error: str, code: int, text: str) -> Outcome:
    """Return a refusal of the token endpoint; ``error`` with its suberror behind a stroke."""
    return said(f"{status} {error}", f"AADSTS{code}: {text}")
