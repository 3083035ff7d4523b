"""The section ``m365`` of a failed live test: whose fault it is, as far as that can be told, and what helps.

The first line says whether the service, its settings or the program is to be looked at; a team that cannot tell mutes
its live tests.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_m365.live.errors import LiveError, SignInRefused
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.target import LiveTarget

#: exceptions looked at, from the outermost to what caused it
DEPTH = 12


def section(target: LiveTarget, failure: BaseException | None) -> str:
    """Return the text of the report's section."""
    access, mailbox = target.access, target.mailbox
    lines = [
        _verdict(failure),
        f"tenant {target.tenant_id} ({access.settings.cloud.name} cloud), mailbox {mailbox.user}",
        f"this test's address: {mailbox.address}",
        f"acts as {access.sign_in.acts_as}",
        *mailbox.report,
    ]
    return "\n".join(lines)


def last_refusal(failure: BaseException | None) -> str:
    """Return what the summary's line names: the code of the sign-in service, or the kind of error."""
    for error in _chain(failure):
        if isinstance(error, SignInRefused) and error.code:
            return f"AADSTS{error.code}"
        if isinstance(error, LiveError | NotAllowed):
            return type(error).__name__
    return ""


def _verdict(failure: BaseException | None) -> str:
    for error in _chain(failure):
        if isinstance(error, NotAllowed):
            return "a rule of live runs: the test or the program was about to touch what is not the test's own"
        if isinstance(error, LiveError):
            return f"the service or its settings: {error.answer}; `python -m pytest_m365 doctor` says what is missing"
    if isinstance(failure, TimeoutError):
        return "cannot tell: what was waited for did not come; the program may not have sent it, or it is on its way"
    return "the program, or what the test expects of it: the service answered"


def _chain(failure: BaseException | None) -> Iterator[BaseException]:
    error = failure
    for _ in range(DEPTH):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
