"""A failure's diagnosis: what is likely, what is excluded and why, the fix, how long it takes, when it was asked."""

from __future__ import annotations

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
        return f"{self.blame.value}: {len(self.causes)} causes have this answer, and nothing seen tells them apart"

    @property
    def lines(self) -> list[tuple[str, str]]:
        """All there is to say, each with its label; the verdict first."""
        said = [("verdict", self.verdict), ("answer", self.answer)]
        fixes = set[str]()
        for cause in self.causes:
            because = f" ({cause.because})" if cause.because else ""
            if not self.is_certain:
                said.append((cause.standing.name.lower(), f"{cause.text}{because}"))
            elif because:
                said.append(("because", cause.because))
            if cause.fix in fixes:
                said.append(("fix", "as above"))
                continue
            fixes.add(cause.fix)
            said += [("fix", cause.fix), ("wait", cause.wait.text)]
            if cause.page:
                said.append(("page", f"https://{cause.page}"))
        said += [("excluded", f"{cause.text}: {cause.because}") for cause in self.excluded if not cause.is_plain]
        said += [("note", note) for note in self.notes]
        if self.at is not None:
            said.append(("asked", f"{self.at:%Y-%m-%d %H:%M:%SZ}"))
        return [(label, text) for label, text in said if text]

    def __str__(self) -> str:
        (_, verdict), *others = self.lines
        return "\n".join([verdict, *(f"  {label}: {text}" for label, text in others)])
