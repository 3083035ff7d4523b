"""One row of the table: what people see, and what it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from fakeserver.tenant.refusals import Refusal
from pytest_m365.diagnosis.blame import Blame
from pytest_m365.diagnosis.judging import Judge, possible
from pytest_m365.diagnosis.seen import Seen
from pytest_m365.diagnosis.waits import Wait

_AADSTS = re.compile(r"AADSTS(\d{5,8})\b")


@dataclass(frozen=True)
class Sign:
    """By what a row is known: a text in the answer, or a number behind AADSTS."""

    #: the protocols on which the text means this; none: any
    protocols: tuple[str, ...] = ()
    #: a regular expression, in which case does not count
    text: str = ""
    codes: tuple[int, ...] = ()
    #: whether a program may write it without any service having said it: not looked for in what a test compares
    is_loose: bool = False
    #: another text on other protocols
    also: Sign | None = None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.text, re.IGNORECASE | re.DOTALL)

    def fits(self, seen: Seen) -> bool:
        """Say whether an answer has it."""
        return self._fits(seen) or (self.also is not None and self.also.fits(seen))

    def _fits(self, seen: Seen) -> bool:
        if self.codes:
            return bool({*codes_in(seen.answer)} & {*self.codes})
        if self.is_loose and seen.is_quoted:
            return False
        is_there = not self.protocols or not seen.protocol or seen.protocol in self.protocols
        return is_there and bool(self._pattern.search(seen.answer))


@dataclass(frozen=True)
class Cause:
    """One thing that may be wrong, and how it is mended."""

    #: without a full stop; ``{facts}`` are filled in. Empty: what the refusal behind the AADSTS number says
    text: str
    #: own words, or the refusal whose steps in a real tenant are those; None: the refusal behind the AADSTS number
    fix: str | type[Refusal] | None
    wait: Wait
    judge: Judge = possible
    blame: Blame = Blame.SERVICE
    #: said behind the fix
    further: str = ""


@dataclass(frozen=True)
class Row:
    """What people see, and what it comes from, the most frequent cause first."""

    #: by which docs/doctor.md has it
    number: int
    #: as it stands in logs
    symptom: str
    sign: Sign
    causes: tuple[Cause, ...]
    #: whether it passes without anybody's doing: worth another try
    passes: bool = False
    #: what to know of it whatever the cause is
    note: str = ""


def codes_in(text: str) -> list[int]:
    """Return the numbers behind AADSTS in a text."""
    return [int(number) for number in _AADSTS.findall(text)]
