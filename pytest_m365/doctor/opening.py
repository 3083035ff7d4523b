"""One protocol's sign-in, for each identity and mailbox: what imap, pop3, smtp and ews have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from pytest_m365.diagnosis.permissions import WORDS
from pytest_m365.diagnosis.ruling import rule
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.where import why_shut
from pytest_m365.doctor.who import Who
from pytest_m365.live.errors import LiveError
from pytest_m365.live.guard import NotAllowed


class Answer(Exception):
    """The service said no; its text is the literal answer."""

    def __init__(self, text: str, *, is_admitted: bool | None = None) -> None:
        """Take the answer.

        Args:
            is_admitted: whether the sign-in had passed; None: the protocol does not tell.
        """
        super().__init__(text)
        self.is_admitted = is_admitted


#: opens a mailbox with a token and says what was found there; raises `Answer` or OSError
Opener = Callable[[Context, Who, str, str], str]


def sign_ins(context: Context, protocol: str, opened: Opener) -> Iterator[Probe]:
    """Ask each identity to open its mailboxes by a protocol, if that was asked for."""
    if protocol not in context.wish.protocols:
        return
    shut = why_shut(context, protocol)
    for who, mailbox in context.ways:
        subject = f"{mailbox} as {who}"
        no_token = context.without_token.get(context.key(who, protocol))
        if shut or no_token:
            yield context.skipped(protocol, subject, shut or "there is no token: see above")
        else:
            yield Probe(
                protocol,
                subject,
                partial(_opened, context, protocol, opened, who, mailbox, subject),
                mailbox,
            )


def _opened(context: Context, protocol: str, opened: Opener, who: Who, mailbox: str, subject: str) -> Result:
    asked = (protocol, subject)
    token = ""
    try:
        context.guard.check_mailbox(mailbox)
        token = context.token(who, protocol)
        said = opened(context, who, mailbox, token)
    except NotAllowed as error:
        return context.result(asked, Verdict.REFUSED, str(error))
    except LiveError as error:
        return context.failed(asked, context.seen("token", error.answer, who, mailbox))
    except (Answer, OSError, EOFError, ValueError) as error:
        # ValueError: a library cannot read the answer.
        answer = str(error) if isinstance(error, Answer) else f"{type(error).__name__}: {error}"
        seen = context.seen(protocol, answer, who, mailbox, token)
        diagnosis = rule(seen)
        # What is busy or out of reach says nothing of permissions.
        if isinstance(error, Answer) and not (diagnosis and diagnosis.passes):
            context.remember(protocol, who, mailbox, is_open=False, is_admitted=error.is_admitted)
        return replace(context.failed(asked, seen), said=f"{WORDS[protocol]} does not open the mailbox")
    context.remember(protocol, who, mailbox, is_open=True, is_admitted=True)
    return context.result(asked, Verdict.OK, said)
