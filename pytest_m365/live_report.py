"""The section ``m365`` of a failed live test: whose matter it is, as far as that can be told, and what helps.

The first line says whether the service, its settings or the program is to be looked at; a team that cannot tell mutes
its live tests.
"""

from __future__ import annotations

from pytest_m365.diagnosis import chain, diagnose
from pytest_m365.diagnosis.blame import Blame
from pytest_m365.live.errors import LiveError, SignInRefused
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.run import LiveRun
from pytest_m365.live.target import LiveTarget
from pytest_m365.live.waiting import NotArrived

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
    for error in chain(failure):
        if isinstance(error, SignInRefused) and error.code:
            return f"AADSTS{error.code}"
        if isinstance(error, LiveError | NotAllowed):
            return type(error).__name__
    return ""


def _ruling(failure: BaseException | None) -> list[str]:
    """Return whose matter it is, and behind that what there is to say of it."""
    errors = list(chain(failure))
    if any(isinstance(error, NotAllowed) for error in errors):
        return [RULE]
    if isinstance(failure, NotArrived):
        return [JUNK if failure.in_junk else SENT if failure.was_sent else LATE]
    # A socket that got no answer says so, and that is the network's matter.
    if isinstance(failure, TimeoutError) and not str(failure).endswith("timed out"):
        return [LATE]
    if isinstance(failure, AssertionError):
        # What it quotes is what the test compared.
        return [PROGRAM]
    # What a helper of ours says knows its protocol.
    errors.sort(key=lambda error: not isinstance(error, LiveError))
    found = next((diagnosis for error in errors if (diagnosis := diagnose(error)) is not None), None)
    said = [] if found is None else [*str(found).splitlines(), *([] if found.is_certain else [DOCTOR])]
    ours = next((error for error in errors if isinstance(error, LiveError)), None)
    if ours is not None and (found is None or found.blame is not Blame.SERVICE):
        # A helper of ours was told so, which is no program under test.
        said = [f"{Blame.SERVICE.value}: {ours.answer}", *(said or [DOCTOR])]
    return said or [PROGRAM]
