"""What programs under test do: clients that meet the service's answers, as a test's would."""

from __future__ import annotations

import imaplib
import poplib
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage

import requests

from fakeserver.jws import readable_claims
from fakeserver.xoauth2 import xoauth2
from pytest_m365.diagnosis import Diagnosis, Seen, diagnose
from pytest_m365.doctor.steps.ews import ENVELOPE, GET_INBOX, said
from pytest_m365.live.errors import AccessRefused
from tests.plugin.doctor.situation import Situation

MAIL_HOST, SIGN_IN_HOST = "outlook.office365.com", "login.microsoftonline.com"
RESOURCE = f"https://{MAIL_HOST}/.default"


@contextmanager
def imap_signed_in(token: str, user: str) -> Iterator[imaplib.IMAP4_SSL]:
    trust = ssl.create_default_context()
    imap = imaplib.IMAP4_SSL(MAIL_HOST, 993, ssl_context=trust, timeout=60)
    try:
        imap.authenticate("XOAUTH2", lambda _challenge: xoauth2(user, token).encode())
        yield imap
    finally:
        imap.shutdown()


def imap_session(token: str, user: str) -> None:
    with imap_signed_in(token, user) as imap:
        imap.select("INBOX")


def shown_to_imap(at: Situation, token: str) -> tuple[Callable[[], None], Seen]:
    """Return a program that signs in to IMAP with a token, and what its test knows of that."""
    seen = Seen(
        mailbox=at.m365.username,
        claims=readable_claims(token),
        tenant_id=at.m365.tenant_id,
        client_id=at.m365.public_app.client_id,
        at=datetime.now(UTC),
    )
    return lambda: imap_session(token, at.m365.username), seen


@contextmanager
def pop3_session() -> Iterator[poplib.POP3_SSL]:
    pop3 = poplib.POP3_SSL(MAIL_HOST, 995, context=ssl.create_default_context(), timeout=60)
    try:
        yield pop3
    finally:
        pop3.close()


@contextmanager
def smtp_session() -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("smtp.office365.com", 587, local_hostname="localhost", timeout=60) as smtp:
        smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo()
        yield smtp


def smtp_login(at: Situation) -> None:
    with smtp_session() as smtp:
        smtp.login(at.m365.username, at.m365.password)


def message(sender: str, recipient: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, recipient, "hello"
    made.set_content("hello")
    return made


def ews_request(token: str) -> None:
    """Ask EWS for a folder, without impersonating anybody, and raise its answer as a client does."""
    answer = requests.post(
        f"https://{MAIL_HOST}/EWS/Exchange.asmx",
        data=ENVELOPE.format(header="", body=GET_INBOX.format(address="alice@contoso.onmicrosoft.com")),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "text/xml; charset=utf-8"},
        timeout=60,
    )
    raise AccessRefused("ews", "asking for the Inbox", said(answer))


def diagnosed_answer(text: str) -> Diagnosis:
    diagnosis = diagnose(text, "token")
    assert diagnosis is not None, text
    return diagnosis
