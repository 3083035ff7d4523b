"""POP3: sign in in two lines, and ask how much there is. No message is fetched or removed."""

from __future__ import annotations

import poplib
from collections.abc import Iterator

from pytest_m365 import clients
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.opening import Answer, sign_ins
from pytest_m365.doctor.result import Probe
from pytest_m365.doctor.who import Who

STEP = "pop3"


def step(context: Context) -> Iterator[Probe]:
    """Open each mailbox."""
    return sign_ins(context, STEP, _open)


def _open(context: Context, _who: Who, mailbox: str, token: str) -> str:
    where = context.settings.pop3
    context.guard.check_host(where.host)
    try:
        with clients.pop3(where, context.trust, mailbox, token) as pop3:
            return f"{pop3.stat()[0]} messages"
    except poplib.error_proto as error:
        answer = error.args[0] if error.args else ""
        raise Answer(answer.decode("ascii", "replace") if isinstance(answer, bytes) else str(answer)) from None
