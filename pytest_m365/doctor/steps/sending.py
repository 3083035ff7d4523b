"""Sending: one message from the mailbox to itself, looked for in Inbox and Junk Email, and removed again."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial

from pytest_m365 import clients
from pytest_m365.diagnosis.permissions import WORDS
from pytest_m365.doctor.arrival import Arrival
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.opening import Answer
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.steps.smtp import literal
from pytest_m365.doctor.who import Who
from pytest_m365.live.errors import LiveError
from pytest_m365.live.tags import FIELD, Tag, new_run

STEP = "sending"


def step(context: Context) -> Iterator[Probe]:
    """Send one message for each mailbox that SMTP signs in to and IMAP opens."""
    if not context.wish.sends:
        return
    for who, mailbox in context.ways:
        subject = f"{mailbox} as {who}"
        opened = {
            one.protocol
            for one in context.opened
            if one.mailbox == mailbox and one.client_id == who.client_id and one.is_app_only == who.is_app_only
        }
        if missing := [name for name in ("smtp", "imap") if name not in opened]:
            why = f"it takes SMTP to send and IMAP to look; not open: {' and '.join(map(WORDS.__getitem__, missing))}"
            yield context.skipped(STEP, subject, why)
        else:
            yield Probe(STEP, subject, partial(_sent, context, who, mailbox))


def _sent(context: Context, who: Who, mailbox: str) -> Result:
    asked = (STEP, f"{mailbox} as {who}")
    now = context.time.now()
    tag = Tag(new_run(now), 1)
    message = EmailMessage()
    message["From"], message["To"] = mailbox, tag.address(mailbox)
    message["Subject"] = "pytest-m365 doctor: does mail arrive?"
    message["Date"], message["Message-ID"] = format_datetime(now), tag.message_id(1, now)
    message[FIELD] = tag.field(now)
    message.set_content("Sent by python -m pytest_m365 doctor --send, which removes it again.\n")
    arrival = Arrival(context, mailbox, str(message["Message-ID"]), lambda: context.token(who, "imap"))
    try:
        arrival.begin()
        _submit(context, mailbox, context.token(who, "smtp"), message)
        try:
            found = arrival.wait(context.wish.arrival_limit)
        finally:
            arrival.remove()
    except smtplib.SMTPException as error:
        seen = replace(context.seen("smtp", literal(error), who, mailbox), sender=mailbox)
        return context.failed(asked, seen)
    except (Answer, LiveError, OSError, EOFError, ValueError) as error:
        return context.failed(asked, context.seen("imap", str(error), who, mailbox))
    if found.report:
        return context.failed(asked, context.seen("delivery", found.report, who, mailbox), "it came back")
    if found.folder == "inbox":
        return context.result(asked, Verdict.OK, f"arrived after {round(found.seconds)} s, and was removed")
    if found.folder:
        said = (
            f"found in Junk Email after {round(found.seconds)} s, and removed ({found.verdict or 'no verdict in it'})"
        )
        return context.failed(asked, context.seen("delivery", said, who, mailbox), said)
    said = f"not arrived within {round(context.wish.arrival_limit)} s, and not in Junk Email either"
    return context.failed(asked, context.seen("delivery", said, who, mailbox), f"{said}: {message['Message-ID']}")


def _submit(context: Context, mailbox: str, token: str, message: EmailMessage) -> None:
    where = context.settings.smtp
    context.guard.check_host(where.host)
    with clients.smtp(where, context.trust, mailbox, token) as smtp:
        smtp.send_message(message)
