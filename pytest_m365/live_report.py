"""The section ``m365`` of a failed live test: whose matter it is, as far as that can be told, and what helps.

The first line says whether the service, its settings or the program is to be looked at; a team that cannot tell mutes
its live tests.
"""

from __future__ import annotations

from collections.abc import Iterator

from pytest_m365.diagnosis import Diagnosis, diagnose
from pytest_m365.live.errors import LiveError, SignInRefused
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.run import LiveRun
from pytest_m365.live.target import LiveTarget
from pytest_m365.live.waiting import NotArrived

#: exceptions looked at, from the outermost to what caused it
DEPTH = 12
RULE = "a rule of live runs: what was about to be touched is not the test's own, or not allowed by the ini file"
PROGRAM = "the program, or what the test expects of it: the service answered"
LATE = "cannot tell: what was waited for did not come; the program may not have sent it, or it is on its way"
SENT = "the service or its settings, most likely: what was waited for is in Sent Items, and did not come in time"
JUNK = "the service or its settings: what was waited for came, but to Junk Email"
DOCTOR = "  more: `python -m pytest_m365 doctor` asks by every protocol, and so can exclude more"


def section(target: LiveTarget, failure: BaseException | None) -> str:
    """Return the text of the report's section of a test that has its target."""
    access, mailbox = target.access, target.mailbox
    return "\n".join(
        [
            *_ruling(failure),
            f"tenant {target.tenant_id} ({access.settings.cloud.name} cloud), mailbox {mailbox.user}",
            f"this test's address: {mailbox.address}",
            f"acts as {access.sign_in.acts_as}",
            *mailbox.report,
        ]
    )


def section_without_target(run: LiveRun, failure: BaseException | None) -> str:
    """Return the text of the report's section of a test that could not be given a target."""
    return "\n".join([*_ruling(failure), *run.header])


def last_refusal(failure: BaseException | None) -> str:
    """Return what the summary's line names: the code of the sign-in service, or the kind of error."""
    for error in _chain(failure):
        if isinstance(error, SignInRefused) and error.code:
            return f"AADSTS{error.code}"
        if isinstance(error, LiveError | NotAllowed):
            return type(error).__name__
    return ""


def _ruling(failure: BaseException | None) -> list[str]:
    """Return whose matter it is, and behind that what there is to say of it."""
    chain = list(_chain(failure))
    if any(isinstance(error, NotAllowed) for error in chain):
        return [RULE]
    if isinstance(failure, NotArrived):
        return [JUNK if failure.in_junk else SENT if failure.was_sent else LATE]
    if isinstance(failure, TimeoutError):
        return [LATE]
    if isinstance(failure, AssertionError):
        # What it quotes is what the test compared.
        return [PROGRAM]
    # What a helper of ours says knows its protocol.
    for error in sorted(chain, key=lambda error: not isinstance(error, LiveError)):
        found: Diagnosis | None = diagnose(error)
        if found is not None:
            return [*str(found).splitlines(), *([] if found.is_certain else [DOCTOR])]
        if isinstance(error, LiveError):
            return [f"the service or its settings: {error}; `python -m pytest_m365 doctor` says what is missing"]
    return [PROGRAM]


def _chain(failure: BaseException | None) -> Iterator[BaseException]:
    error = failure
    for _ in range(DEPTH):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
