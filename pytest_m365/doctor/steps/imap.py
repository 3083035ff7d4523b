"""IMAP: sign in, and open the Inbox read-only."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager

from fakeserver.digits import number_in
from pytest_m365 import clients
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.opening import Answer, sign_ins
from pytest_m365.doctor.result import Probe
from pytest_m365.doctor.who import Who
from pytest_m365.live.imap_session import plain_answer

STEP = "imap"


def step(context: Context) -> Iterator[Probe]:
    """Open each mailbox."""
    return sign_ins(context, STEP, _open)


def _open(context: Context, _who: Who, mailbox: str, token: str) -> str:
    with signed_in(context, mailbox, token) as imap:
        return f"{examined(imap)} messages in the Inbox"


@contextmanager
def signed_in(context: Context, mailbox: str, token: str) -> Iterator[imaplib.IMAP4_SSL]:
    """Sign in.

    Raises:
        Answer: the service refuses.
        OSError: it cannot be reached.
    """
    where = context.settings.imap
    context.guard.check_host(where.host)
    opened = clients.imap(where, context.trust, mailbox, token)
    try:
        imap = opened.__enter__()
    except imaplib.IMAP4.error as error:
        text = plain_answer(str(error))
        is_refused = text.endswith("failed.")
        raise Answer(f"NO {text}" if is_refused else text, is_admitted=False if is_refused else None) from None
    try:
        yield imap
    except imaplib.IMAP4.error as error:
        raise Answer(plain_answer(str(error)), is_admitted=True) from None
    finally:
        opened.__exit__(None, None, None)


def examined(imap: imaplib.IMAP4_SSL, folder: str = "INBOX") -> int:
    """Open a folder read-only, which sets no flag; return how many messages it has.

    Raises:
        Answer: the service refuses.
    """
    status, [answer, *_] = imap.select(folder, readonly=True)
    text = (answer or b"").decode("ascii", "replace")
    if status != "OK":
        raise Answer(f"{status} {text}")
    return number_in(text) or 0
