"""SMTP: sign in behind STARTTLS. Nothing is sent here."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

from pytest_m365 import clients
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.opening import Answer, sign_ins
from pytest_m365.doctor.result import Probe
from pytest_m365.doctor.who import Who

STEP = "smtp"


def step(context: Context) -> Iterator[Probe]:
    """Sign in for each mailbox."""
    return sign_ins(context, STEP, _open)


def _open(context: Context, _who: Who, mailbox: str, token: str) -> str:
    where = context.settings.smtp
    context.guard.check_host(where.host)
    try:
        with clients.smtp(where, context.trust, mailbox, token):
            return "signs in"
    except smtplib.SMTPException as error:
        raise Answer(literal(error)) from None


def literal(error: smtplib.SMTPException) -> str:
    """Return the literal reply within an error of smtplib."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {text.decode('ascii', 'replace') if isinstance(text, bytes) else text}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return f"{code} {text.decode('ascii', 'replace')}"
    return f"{type(error).__name__}: {error}"
