"""A failure's diagnosis: what is likely, what is excluded and why, the fix, how long it takes, when it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pytest_m365.diagnosis.blame import Blame
from pytest_m365.diagnosis.judging import Standing
from pytest_m365.diagnosis.waits import Wait


@dataclass(frozen=True)
class Candidate:
    """A cause that fits the answer, and how it stands."""

    #: of the row in docs/doctor.md; 0: of none
    row: int
    text: str
    standing: Standing
    #: what says so; empty: nothing but the answer
    because: str
    fix: str
    #: without ``https://``; may be empty
    page: str
    wait: Wait
    blame: Blame
    #: excluded by who asks alone, which is no news to people
    is_plain: bool = False


@dataclass(frozen=True)
class Diagnosis:
    """What a failure comes from, as far as it can be told."""

    #: literally, without secrets
    answer: str
    #: not excluded; the most likely first. Where one is proved, the proved ones alone
    causes: tuple[Candidate, ...]
    excluded: tuple[Candidate, ...] = ()
    #: what to know of the answer whatever the cause is
    notes: tuple[str, ...] = ()
    #: when it was asked, aware; None: not known
    at: datetime | None = None
    #: whether it passes without anybody's doing
    passes: bool = False

    @property
    def blame(self) -> Blame:
        """Whose matter it is: what the likely causes agree on."""
        blames = {cause.blame for cause in self.likely}
        return blames.pop() if len(blames) == 1 else Blame.UNKNOWN

    @property
    def rows(self) -> tuple[int, ...]:
        """Numbers of the rows that are not excluded."""
        return tuple(dict.fromkeys(cause.row for cause in self.causes))

    @property
    def likely(self) -> tuple[Candidate, ...]:
        """The causes that stand highest: one where it can be told, several where it can't."""
        return tuple(cause for cause in self.causes if cause.standing is self.causes[0].standing)

    @property
    def is_certain(self) -> bool:
        """Whether one cause is proved, or is all that is left."""
        return len(self.causes) == 1 or (bool(self.causes) and self.causes[0].standing is Standing.PROVED)

    @property
    def verdict(self) -> str:
        """The first line: whose matter it is, and the likely cause."""
        if not self.causes:
            return f"{Blame.UNKNOWN.value}: everything that this answer is known for is excluded"
        if self.is_certain:
            return f"{self.blame.value}: {self.causes[0].text}"
        if len(self.likely) == 1:
            return f"{self.blame.value}, most likely: {self.causes[0].text}"
        have = "have this answer" if self.likely[0].standing is Standing.POSSIBLE else "are likely"
        return f"{self.blame.value}: {len(self.likely)} causes {have}, and nothing seen tells them apart"

    @property
    def asked(self) -> str:
        """When it was asked; empty: not known."""
        return "" if self.at is None else f"{self.at:%Y-%m-%d %H:%M:%SZ}"

    def told(self, before: dict[str, str], here: str = "above") -> Iterator[tuple[str, str]]:
        """Yield what there is to say behind verdict and answer, each with its label, which is indented below a cause.

        Args:
            before: fixes and notes that other diagnoses have told -> where; those of this one are added.
            here: what refers to this one: "as under 1.".
        """
        for cause in self.causes:
            if self.is_certain:
                if cause.because:
                    yield "because", cause.because
                yield from _mended(cause, before, here)
                continue
            yield cause.standing.name.lower(), f"{cause.text}{f' ({cause.because})' if cause.because else ''}"
            for label, text in _mended(cause, before, here):
                yield f"  {label}", text
        for cause in self.excluded:
            if not cause.is_plain:
                yield "excluded", f"{cause.text}: {cause.because}"
        for note in self.notes:
            if before.setdefault(note, here) == here:
                yield "note", note

    def __str__(self) -> str:
        said = [("answer", self.answer), *self.told({}), ("asked", self.asked)]
        return "\n".join([self.verdict, *(f"  {label}: {text}" for label, text in said if text)])


def _mended(cause: Candidate, before: dict[str, str], here: str) -> Iterator[tuple[str, str]]:
    """Yield how a cause is mended; where that was told, a reference to it."""
    if (place := before.get(cause.fix)) is not None:
        yield "fix", "as above" if place == here else f"as {place}"
        return
    before[cause.fix] = here
    yield "fix", cause.fix
    yield "wait", cause.wait.text
    if cause.page:
        yield "page", f"https://{cause.page}"
