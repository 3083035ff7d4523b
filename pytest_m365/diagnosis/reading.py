"""What a failed live test's exception is about: its protocol and the service's literal answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fakeserver.redaction import redacted
from pytest_m365.diagnosis.diagnosis import Diagnosis
from pytest_m365.diagnosis.ruling import rule
from pytest_m365.diagnosis.seen import Seen

#: exceptions looked at, from the outermost to what caused it
DEPTH = 12
#: characters of an answer
LONGEST = 2000
#: where an exception's class is defined -> the protocol that it is about
_MODULES = {
    "imaplib": "imap",
    "imapclient": "imap",
    "poplib": "pop3",
    "smtplib": "smtp",
    "aiosmtplib": "smtp",
    "exchangelib": "ews",
    "msal": "token",
    "ssl": "tls",
}


def diagnose(problem: BaseException | str, protocol: str | None = None, seen: Seen | None = None) -> Diagnosis | None:
    """Return what a failure comes from; None where it is nothing that a service says.

    Args:
        problem: an exception, with its causes, or a service's answer.
        protocol: where it was said, as `Seen` has it; None: what the exception's class tells.
        seen: what else is known, the answer aside.
    """
    known = seen or Seen()
    for text, told, is_quoted in _answers(problem):
        one = replace(
            known,
            answer=redacted(_excerpt(text)),
            protocol=protocol or told or known.protocol,
            is_quoted=is_quoted,
        )
        if (diagnosis := rule(one)) is not None:
            return diagnosis
    return None


def _excerpt(text: str) -> str:
    """Return what of a long text is kept: from the first AADSTS on, which a page has behind much else."""
    start = text.find("AADSTS") if len(text) > LONGEST else 0
    return text[max(start, 0) :][:LONGEST]


def _answers(problem: BaseException | str) -> Iterator[tuple[str, str, bool]]:
    """Yield the texts of a failure, each with the protocol that it is about, and whether it is a test's own."""
    if isinstance(problem, str):
        yield problem, "", False
        return
    for error in chain(problem):
        protocol = str(getattr(error, "protocol", "")) if isinstance(getattr(error, "protocol", ""), str) else ""
        module = type(error).__module__.partition(".")[0]
        answer = getattr(error, "answer", None)
        text = answer if isinstance(answer, str) else f"{type(error).__name__}: {error}"
        # An assertion quotes whatever the test compares, and so may quote a service.
        yield text, protocol or _MODULES.get(module, ""), isinstance(error, AssertionError)


def chain(failure: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and what it comes from."""
    error = failure
    for _ in range(DEPTH):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
