"""Sending: one message from the mailbox to itself, looked for in Inbox and Junk Email, and removed again."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial

from pytest_m365 import clients
from pytest_m365.diagnosis.permissions import WORDS
from pytest_m365.doctor.arrival import Arrival, Arrived, way_to
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.steps.smtp import literal
from pytest_m365.doctor.who import Who
from pytest_m365.live.errors import LiveError
from pytest_m365.live.ews_session import EwsMissing
from pytest_m365.live.tags import FIELD, Tag, new_run

STEP = "sending"
#: by what it is looked for, the first that is open
_LOOKS = ("imap", "ews")


def step(context: Context) -> Iterator[Probe]:
    """Send one message for each mailbox that SMTP signs in to, and IMAP or EWS opens."""
    if not context.wish.sends:
        return
    for who, mailbox in context.ways:
        subject = f"{mailbox} as {who}"
        via = context.settings.via
        ways = (via,) if via in _LOOKS else _LOOKS
        looks = " or ".join(map(WORDS.__getitem__, ways))
        opened = context.opened_by(who, mailbox)
        by = next((name for name in ways if name in opened), "")
        if missing := [name for name, is_open in (("SMTP", "smtp" in opened), (looks, bool(by))) if not is_open]:
            why = f"it takes SMTP to send and {looks} to look; not open: {' and '.join(missing)}"
            yield context.skipped(STEP, subject, why)
        else:
            yield Probe(STEP, subject, partial(_sent, context, who, mailbox, by), mailbox)


def _sent(context: Context, who: Who, mailbox: str, by: str) -> Result:
    asked = (STEP, f"{mailbox} as {who}")
    now = context.time.now()
    tag = Tag(new_run(now), 1)
    message = _message(mailbox, tag, now)
    try:
        with closing(way_to(context, who, mailbox, by)) as way:
            arrival = Arrival(context, way, tag, str(message["Message-ID"]))
            _submit(context, mailbox, context.token(who, "smtp"), message)
            try:
                arrived = arrival.wait()
            finally:
                arrival.remove()
    except smtplib.SMTPException as error:
        seen = replace(context.seen("smtp", literal(error), who, mailbox), sender=mailbox)
        return context.failed(asked, seen)
    except EwsMissing as error:
        return context.result(asked, Verdict.SKIPPED, error.answer)
    except LiveError as error:
        return context.failed(asked, context.seen(error.protocol, error.answer, who, mailbox))
    except LookupError as error:
        # Somebody else has moved or removed it meanwhile.
        return context.failed(asked, context.seen(by, str(error), who, mailbox))
    except OSError as error:
        return context.failed(asked, context.seen("smtp", f"{type(error).__name__}: {error}", who, mailbox))
    if arrived.folder == "inbox":
        said = f"arrived after {round(arrived.seconds)} s, as {WORDS[by]} shows it, and was removed"
        return context.result(asked, Verdict.OK, said)
    if arrived.report:
        return context.failed(asked, context.seen("delivery", arrived.report, who, mailbox), "it came back")
    seen = context.seen("delivery", _where(context, arrival, arrived), who, mailbox)
    seen = replace(seen, message_id=str(message["Message-ID"]))
    return context.failed(asked, seen, seen.answer if arrived.folder else f"{seen.answer}: {message['Message-ID']}")


def _message(mailbox: str, tag: Tag, now: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = mailbox, tag.address(mailbox)
    message["Subject"] = "pytest-m365 doctor: does mail arrive?"
    message["Date"], message["Message-ID"] = format_datetime(now), tag.message_id(1, now)
    message[FIELD] = tag.field(now)
    message.set_content("Sent by python -m pytest_m365 doctor --send, which removes it again.\n")
    return message


def _where(context: Context, arrival: Arrival, arrived: Arrived) -> str:
    """Return where a message is that is not in the Inbox."""
    if arrived.folder:
        return f"found in Junk Email after {round(arrived.seconds)} s, and removed ({arrived.verdict})"
    elsewhere = "not in Junk Email either"
    if not arrival.sees_junk:
        elsewhere = "which folder Junk Email is, its name does not tell: M365_FOLDER_JUNK does"
    return f"not arrived within {round(context.wish.arrival_limit)} s, and {elsewhere}"


def _submit(context: Context, mailbox: str, token: str, message: EmailMessage) -> None:
    where = context.settings.smtp
    context.guard.check_host(where.host)
    with clients.smtp(where, context.trust, mailbox, token) as smtp:
        smtp.send_message(message)
