"""Whether a protocol is to be had in the live tenant: signed in to once, and what was said where it is not."""

from __future__ import annotations

import poplib
import smtplib
import ssl
from typing import Any

import pytest

from pytest_m365 import clients
from pytest_m365.live.access import Access
from pytest_m365.live.busy import is_busy
from pytest_m365.live.errors import AccessRefused, SignInRefused, Unavailable
from pytest_m365.live.graph_session import GraphSession
from pytest_m365.live.imap_session import ImapSession

#: scope of a delegated token for each protocol but Microsoft Graph
_SCOPES = {
    "imap": "IMAP.AccessAsUser.All",
    "pop3": "POP.AccessAsUser.All",
    "smtp": "SMTP.Send",
    "ews": "EWS.AccessAsUser.All",
}


#: AADSTS: nobody has consented, or the tenant has no such resource; of Microsoft Graph it says nothing of the others
_WITHOUT_CONSENT = frozenset({65001, 65004, 90094, 500011, 650052, 650057})


class Probes:
    """What was said of each protocol, which is asked once."""

    def __init__(self, access: Access, require: tuple[str, ...] = ()) -> None:
        """Take whom to ask as.

        Args:
            require: protocols whose loss is a failure.
        """
        self._access = access
        self._require = require
        #: what each protocol said that was asked; None: it opens the mailbox
        self.answers: dict[str, AccessRefused | None] = {}

    def lost(self, protocol: str) -> str:
        """Return why a protocol does not open this process's mailbox, in its own words; empty if it does.

        Raises:
            Unavailable: the service could not be asked.
            SignInRefused, NotAllowed
        """
        if protocol not in self.answers:
            self.answers[protocol] = _probe(self._access, protocol)
        refused = self.answers[protocol]
        return refused.answer if refused is not None else ""

    def found(self, protocol: str) -> None:
        """Take notice that a protocol has just opened this process's mailbox, so that it need not be asked again."""
        self.answers[protocol] = None

    def need(self, protocol: str) -> None:
        """Skip the test where a protocol is lost, or fail it where it is required."""
        __tracebackhide__ = True
        lost = self.lost(protocol)
        if not lost:
            return
        if protocol in self._require:
            failure = pytest.fail.Exception(f"--m365-require={protocol}: {lost}", pytrace=False)
            # There the report finds it; shown, it would say the same twice.
            failure.__context__, failure.__suppress_context__ = self.answers[protocol], True
            raise failure
        pytest.skip(f"{protocol} is not to be had here: {lost} (--m365-require={protocol} makes that red)")


def scope_of(access: Access, protocol: str) -> str:
    """Return by what a token for a protocol is asked for; empty: it is none that opens a mailbox."""
    return access.graph_scope if protocol == "graph" else _SCOPES.get(protocol, "")


def _probe(access: Access, protocol: str) -> AccessRefused | None:
    doing = f"signing in as {access.user}"
    try:
        token = access.token(scope_of(access, protocol))
    except SignInRefused as error:
        if protocol != "graph" or error.code not in _WITHOUT_CONSENT:
            raise
        return AccessRefused(protocol, doing, error.answer)
    try:
        _open(access, protocol, token)
    except AccessRefused as error:
        said, is_refusal = error.answer, True
    except (poplib.error_proto, OSError) as error:
        said = _said(error)
        is_refusal = isinstance(error, poplib.error_proto | smtplib.SMTPResponseException)
    else:
        return None
    if not is_refusal or is_busy(protocol, said):
        raise Unavailable(protocol, doing, said)
    return AccessRefused(protocol, doing, said)


def _open(access: Access, protocol: str, token: str) -> None:
    settings, user, trust = access.settings, access.user, ssl.create_default_context()
    match protocol:
        case "imap":
            session = ImapSession(settings.imap, trust, user, lambda: token)
            try:
                # Exchange says OK to a token, and what it thinks of the mailbox with the next command.
                session.open("INBOX")
            finally:
                session.logout()
        case "pop3":
            with clients.pop3(settings.pop3, trust, user, token) as pop3:
                pop3.stat()
        case "smtp":
            with clients.smtp(settings.smtp, trust, user, token) as smtp:
                smtp.noop()
        case "ews":
            _open_ews(access, token)
        case "graph":
            _open_graph(access, token)


def _open_ews(access: Access, token: str) -> None:
    from pytest_m365.live.ews_session import EwsSession

    session = EwsSession(access.settings.ews_url, access.user, lambda: token, impersonate=access.is_app)
    try:
        with session.asking("opening the inbox") as account:
            account.inbox.refresh()
    finally:
        session.close()


def _open_graph(access: Access, token: str) -> None:
    session = GraphSession(access.settings.graph_url, access.user, lambda: token)
    try:
        session.get("mailFolders/inbox", "opening the inbox", select="id")
    except LookupError as error:
        raise AccessRefused("graph", f"opening the inbox of {access.user}", str(error)) from error
    finally:
        session.close()


def _said(error: Any) -> str:
    """Return an error as one line, with the code that SMTP has in front of it."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {' '.join(str(text).split())}"
    return " ".join(str(error).split()) or type(error).__name__
