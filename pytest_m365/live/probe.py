"""Whether a protocol is to be had in the live tenant: signed in to once, and what was said where it is not."""

from __future__ import annotations

import imaplib
import poplib
import smtplib
from typing import TYPE_CHECKING, Any

from pytest_m365 import clients
from pytest_m365.live.errors import AccessRefused, Unavailable

if TYPE_CHECKING:
    import ssl

    from pytest_m365.live.run import LiveRun

#: scope of a delegated token for each protocol
SCOPES = {
    "imap": "IMAP.AccessAsUser.All",
    "pop3": "POP.AccessAsUser.All",
    "smtp": "SMTP.Send",
    "ews": "EWS.AccessAsUser.All",
}
#: what a busy service says, and not one that refuses
_BUSY = (
    "throttled", "Server Unavailable", "Connection closed. 14", "Concurrent connections", "ServerBusy", "4.3.2", "4.7.0"
)  # fmt: skip
_ENDED = (imaplib.IMAP4.abort, OSError)


def probe(run: LiveRun, protocol: str, trust: ssl.SSLContext) -> str:
    """Sign in to a protocol, and see that it opens the mailbox; return why it doesn't, in its own words, or nothing.

    Raises:
        Unavailable: the service could not be asked.
        SignInRefused, NotAllowed
    """
    token = run.token(SCOPES[protocol])
    try:
        _open(run, protocol, trust, token)
    except AccessRefused as error:
        said, is_refusal = error.answer, True
    except (imaplib.IMAP4.error, poplib.error_proto, OSError) as error:
        said = _said(error)
        is_refusal = isinstance(error, smtplib.SMTPResponseException) or not isinstance(error, _ENDED)
    else:
        return ""
    if not is_refusal or any(word in said for word in _BUSY):
        raise Unavailable(protocol, f"signing in as {run.user}", said)
    return said


def _open(run: LiveRun, protocol: str, trust: ssl.SSLContext, token: str) -> None:
    settings = run.settings
    match protocol:
        case "imap":
            with clients.imap(settings.imap, trust, run.user, token) as client:
                # Exchange says OK to a token, and what it thinks of the mailbox with the next command.
                condition, data = client.select(readonly=True)
                if condition != "OK":
                    raise AccessRefused("imap", "opening the inbox", f"{condition} {data!r}")
        case "pop3":
            with clients.pop3(settings.pop3, trust, run.user, token) as pop3:
                pop3.stat()
        case "smtp":
            with clients.smtp(settings.smtp, trust, run.user, token) as smtp:
                smtp.noop()
        case "ews":
            _open_ews(run, token)


def _open_ews(run: LiveRun, token: str) -> None:
    from exchangelib.errors import EWSError, TransportError

    is_app = run.sign_in.identity == "app"
    with clients.ews(run.settings.ews_url, run.user, token, impersonate=is_app) as account:
        try:
            account.inbox.refresh()
        except (TransportError, EWSError) as error:
            raise AccessRefused("ews", "opening the inbox", _said(error)) from error


def _said(error: Any) -> str:
    """Return an error as one line, with the code that SMTP has in front of it."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {' '.join(str(text).split())}"
    return " ".join(str(error).split()) or type(error).__name__
