"""Whether a protocol is to be had in the live tenant: signed in to once, and what was said where it is not."""

from __future__ import annotations

import imaplib
import poplib
import smtplib
import ssl
from typing import Any

import pytest

from pytest_m365 import clients
from pytest_m365.live.access import Access
from pytest_m365.live.errors import AccessRefused, Unavailable

#: scope of a delegated token for each protocol
SCOPES = {
    "imap": "IMAP.AccessAsUser.All",
    "pop3": "POP.AccessAsUser.All",
    "smtp": "SMTP.Send",
    "ews": "EWS.AccessAsUser.All",
}
#: what a busy service says, and not one that refuses
BUSY = (
    "throttled", "Server Unavailable", "Connection closed. 14", "Concurrent connections", "ServerBusy", "4.3.2", "4.7.0"
)  # fmt: skip
_ENDED = (imaplib.IMAP4.abort, OSError)


class Probes:
    """What was said of each protocol, which is asked once."""

    def __init__(self, access: Access, require: tuple[str, ...] = ()) -> None:
        """Take whom to ask as.

        Args:
            require: protocols whose loss is a failure.
        """
        self._access = access
        self._require = require
        self._lost: dict[str, str] = {}

    def lost(self, protocol: str) -> str:
        """Return why a protocol does not open this process's mailbox, in its own words; empty if it does.

        Raises:
            Unavailable: the service could not be asked.
            SignInRefused, NotAllowed
        """
        if protocol not in self._lost:
            self._lost[protocol] = _probe(self._access, protocol)
        return self._lost[protocol]

    def need(self, protocol: str) -> None:
        """Skip the test where a protocol is lost, or fail it where it is required."""
        __tracebackhide__ = True
        if not (lost := self.lost(protocol)):
            return
        if protocol in self._require:
            refused = AccessRefused(protocol, f"signing in as {self._access.user}", lost)
            raise pytest.fail.Exception(f"--m365-require={protocol}: {lost}", pytrace=False) from refused
        pytest.skip(f"{protocol} is not to be had here: {lost} (--m365-require={protocol} makes that red)")


def _probe(access: Access, protocol: str) -> str:
    token = access.token(SCOPES[protocol])
    try:
        _open(access, protocol, token)
    except AccessRefused as error:
        said, is_refusal = error.answer, True
    except (imaplib.IMAP4.error, poplib.error_proto, OSError) as error:
        said = _said(error)
        is_refusal = isinstance(error, smtplib.SMTPResponseException) or not isinstance(error, _ENDED)
    else:
        return ""
    if not is_refusal or any(word in said for word in BUSY):
        raise Unavailable(protocol, f"signing in as {access.user}", said)
    return said


def _open(access: Access, protocol: str, token: str) -> None:
    settings, user, trust = access.settings, access.user, ssl.create_default_context()
    match protocol:
        case "imap":
            with clients.imap(settings.imap, trust, user, token) as client:
                # Exchange says OK to a token, and what it thinks of the mailbox with the next command.
                condition, data = client.select(readonly=True)
                if condition != "OK":
                    raise AccessRefused("imap", "opening the inbox", f"{condition} {data!r}")
        case "pop3":
            with clients.pop3(settings.pop3, trust, user, token) as pop3:
                pop3.stat()
        case "smtp":
            with clients.smtp(settings.smtp, trust, user, token) as smtp:
                smtp.noop()
        case "ews":
            _open_ews(access, token)


def _open_ews(access: Access, token: str) -> None:
    from pytest_m365.live.ews_session import EwsSession

    session = EwsSession(access.settings.ews_url, access.user, lambda: token, impersonate=access.is_app)
    try:
        with session.asking("opening the inbox") as account:
            account.inbox.refresh()
    finally:
        session.close()


def _said(error: Any) -> str:
    """Return an error as one line, with the code that SMTP has in front of it."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {' '.join(str(text).split())}"
    return " ".join(str(error).split()) or type(error).__name__
