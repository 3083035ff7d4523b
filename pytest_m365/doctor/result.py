"""What a step has found, and what the whole walk means for the exit status."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum

from pytest_m365.diagnosis import Diagnosis, Seen


class Verdict(Enum):
    """How one question was answered."""

    OK = "ok"
    #: it works, and is worth knowing
    NOTE = "note"
    MISSING = "missing"
    #: the service, or a mailbox that another process has, is not to be had now; worth another try
    UNAVAILABLE = "unavailable"
    #: the ini file does not allow it
    REFUSED = "refused"
    #: what it needs failed, or was not asked for
    SKIPPED = "skipped"


class Status(IntEnum):
    """The command's exit status."""

    WORKS = 0
    MISSING = 1
    USAGE = 2
    REFUSED = 3
    UNAVAILABLE = 4


@dataclass(frozen=True)
class Result:
    """One question, and what came of it."""

    step: str
    #: what it was asked of: a host, an identity, a mailbox
    subject: str
    verdict: Verdict
    #: when, aware
    at: datetime
    #: what was found, or why it was skipped; one line
    said: str = ""
    #: the service's literal answer, without secrets; empty where all is well
    answer: str = ""
    #: what else is worth showing: the claims of a token
    shown: Mapping[str, str] = field(default_factory=dict)
    #: of a failure: all that bears on it
    seen: Seen | None = None
    #: of a failure that is known; made at the end of the walk, when everything has been seen
    diagnosis: Diagnosis | None = None


@dataclass(frozen=True)
class Probe:
    """One question that can be asked again."""

    step: str
    subject: str
    ask: Callable[[], Result]
    #: the mailbox that it is asked of; empty: none
    mailbox: str = ""


def status_of(results: Iterable[Result], protocols: Collection[str]) -> Status:
    """Return the exit status: 0 only where every protocol that was asked for has opened a mailbox.

    Args:
        protocols: those that were asked for, which are steps of the same names.
    """
    every = list(results)
    verdicts = {result.verdict for result in every}
    if Verdict.REFUSED in verdicts:
        return Status.REFUSED
    if Verdict.MISSING in verdicts:
        return Status.MISSING
    if Verdict.UNAVAILABLE in verdicts:
        return Status.UNAVAILABLE
    worked = {result.step for result in every if result.verdict is Verdict.OK}
    return Status.WORKS if worked.issuperset(protocols) else Status.MISSING
