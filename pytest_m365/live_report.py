"""The section ``m365`` of a failed live test: whose matter it is, as far as that can be told, and what helps.

The first line says whether the service, its settings or the program is to be looked at; a team that cannot tell mutes
its live tests.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from pytest_m365.diagnosis import Diagnosis, Seen, chain, diagnose
from pytest_m365.diagnosis.blame import Blame
from pytest_m365.diagnosis.columns import hanging
from pytest_m365.live.errors import LiveError, NoWay, Occupied, SignInRefused
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.run import LiveRun
from pytest_m365.live.target import LiveTarget
from pytest_m365.live.waiting import NotArrived
from pytest_m365.live_evidence import Evidence

RULE = "a rule of live runs: what was about to be touched is not the test's own, or not allowed by the ini file"
OCCUPIED = "this machine: another process of it has had the mailbox for too long, so that nothing was asked"
PROGRAM = "the program, or what the test expects of it: the service answered"
LATE = "cannot tell: what was waited for did not come; the program may not have sent it, or it is on its way"
SENT = "the service or its settings, most likely: what was waited for is in Sent Items, and did not come in time"
JUNK = "the service or its settings: what was waited for came, but to Junk Email"
SAME = "the helpers of this run are told the same, as they ask by themselves"
#: columns in front of what does not fit into a line
_HANGS = 4
_DOCTOR = hanging("  more: ", "`python -m pytest_m365 doctor` asks by every protocol, and so can exclude more", _HANGS)


def section(run: LiveRun, target: LiveTarget, failure: BaseException | None) -> str:
    """Return the text of the report's section of a test that has its target."""
    mailbox = target.mailbox
    known = [
        f"tenant {target.tenant_id} ({target.access.settings.cloud.name} cloud), mailbox {mailbox.user}",
        f"this test's address: {mailbox.address}",
        f"acts as {target.access.sign_in.acts_as}",
        *mailbox.report,
        *(f"{name} was tried before, and said: {error.answer}" for name, error in run.mailboxes.choice.refused.items()),
    ]
    return _text(_ruling(failure, Evidence(run, mailbox.way.name)), known)


def section_without_target(run: LiveRun, failure: BaseException | None) -> str:
    """Return the text of the report's section of a test that could not be given a target."""
    return _text(_ruling(failure, Evidence(run)), run.header)


def last_refusal(failure: BaseException | None) -> str:
    """Return what the summary's line names: the code of the sign-in service, or the kind of error."""
    for error in chain(failure):
        if isinstance(error, SignInRefused) and error.code:
            return f"AADSTS{error.code}"
        if isinstance(error, LiveError | NotAllowed):
            return type(error).__name__
    return ""


def _text(ruling: Iterable[str], known: Iterable[str]) -> str:
    return "\n".join([*ruling, "", *(line for sentence in known for line in hanging("", sentence, _HANGS))])


def _ruling(failure: BaseException | None, evidence: Evidence) -> list[str]:
    """Return whose matter it is, and behind that what there is to say of it."""
    if plain := _plain(failure):
        said = hanging("", plain, _HANGS)
        if failure is not None and plain == JUNK:
            said += _against_junk(evidence.of(failure))
        return said
    errors = list(chain(failure))
    ours = [each for error in errors if isinstance(error, LiveError) for each in _answers(error)]
    found = sorted(_of_ours(ours, evidence), key=_definite)
    if ours and not found:
        return [*hanging("", f"{Blame.SERVICE.value}: {ours[0].answer}", _HANGS), *_DOCTOR]
    found = found or _of_a_program(errors, evidence)
    if not found:
        return hanging("", PROGRAM, _HANGS)
    said = [line for diagnosis in found for line in _written(diagnosis)]
    return said if found[0].is_certain else [*said, *_DOCTOR]


def _plain(failure: BaseException | None) -> str:
    """Return what is to be said where no answer of the service is about it; empty: there may be one."""
    if any(isinstance(error, NotAllowed) for error in chain(failure)):
        return RULE
    if any(isinstance(error, Occupied) for error in chain(failure)):
        return OCCUPIED
    if isinstance(failure, NotArrived):
        return JUNK if failure.in_junk else SENT if failure.was_sent else LATE
    # A socket that got no answer says so, and that is the network's matter.
    if isinstance(failure, TimeoutError) and not str(failure).endswith("timed out"):
        return LATE
    # What an assertion quotes is what the test compared.
    return PROGRAM if isinstance(failure, AssertionError) else ""


def _against_junk(seen: Seen) -> Iterator[str]:
    """Yield how it is mended that mail is taken for junk."""
    if (found := diagnose("found in Junk Email", "delivery", seen)) is not None:
        yield from _labelled(found.told({}))


def _answers(error: LiveError) -> Iterable[LiveError]:
    return error.refused.values() if isinstance(error, NoWay) else [error]


def _of_ours(errors: Collection[LiveError], evidence: Evidence) -> Iterator[Diagnosis]:
    """Yield what the errors of our own helpers come from: never from the program under test."""
    for error in errors:
        if (found := diagnose(error, seen=evidence.of(error))) is not None:
            causes = tuple(replace(cause, blame=Blame.SERVICE) for cause in found.causes)
            answer = f"{error.protocol}: {found.answer}" if len(errors) > 1 else found.answer
            yield replace(found, causes=causes, answer=answer)


def _of_a_program(errors: Iterable[BaseException], evidence: Evidence) -> list[Diagnosis]:
    """Return what the first error comes from that a service has said; where our helpers are told the same, as theirs.

    Of the helpers it is known whom they ask as, and so more can be excluded.
    """
    found = next((each for error in errors if (each := diagnose(error, seen=evidence.of(error))) is not None), None)
    if found is None:
        return []
    told = _of_ours(evidence.refused.values(), evidence)
    same = next((each for each in told if {*each.rows} & {*found.rows}), None)
    return [found] if same is None else [replace(same, notes=(*same.notes, SAME))]


def _definite(diagnosis: Diagnosis) -> int:
    return 0 if diagnosis.is_certain else len(diagnosis.likely)


def _written(diagnosis: Diagnosis) -> Iterator[str]:
    yield from hanging("", diagnosis.verdict, _HANGS)
    yield from _labelled([("answer", diagnosis.answer), *diagnosis.told({}), ("asked", diagnosis.asked)])


def _labelled(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    for label, text in lines:
        if text:
            depth = len(label) - len(label.lstrip())
            yield from hanging(f"  {label}: ", text, _HANGS + depth)
