"""From what was seen to a diagnosis: the rows that fit, each cause judged."""

from __future__ import annotations

from pytest_m365.diagnosis.blame import Blame
from pytest_m365.diagnosis.diagnosis import Candidate, Diagnosis
from pytest_m365.diagnosis.judging import ANOTHER_ANSWER, ANOTHER_NUMBER, Standing
from pytest_m365.diagnosis.row import Cause, Row, codes_in
from pytest_m365.diagnosis.rows import ROWS
from pytest_m365.diagnosis.seen import Seen
from pytest_m365.diagnosis.texts import fix_of, text_of
from pytest_m365.diagnosis.waits import NONE


def rule(seen: Seen) -> Diagnosis | None:
    """Return what a failure comes from; None where the answer is known for nothing."""
    rows = [row for row in ROWS if row.sign.fits(seen)]
    candidates = [_candidate(row, cause, seen) for row in rows for cause in row.causes]
    if not rows:
        codes = codes_in(seen.answer)
        if not codes:
            return None
        # A number of which threads are few: the refusal behind it says what there is to say.
        candidates = [_candidate(None, Cause("", None, NONE, blame=Blame.UNKNOWN), seen)]
    left = [one for one in candidates if one.standing is not Standing.EXCLUDED]
    if any(one.standing is Standing.PROVED for one in left):
        left = [one for one in left if one.standing is Standing.PROVED]
    left.sort(key=lambda one: -one.standing)
    return Diagnosis(
        answer=seen.answer,
        causes=tuple(left),
        excluded=tuple(one for one in candidates if one.standing is Standing.EXCLUDED and _is_worth_saying(one)),
        notes=tuple(row.note for row in rows if row.note and any(one.row == row.number for one in left)),
        at=seen.at,
        passes=bool(left) and all(any(row.number == one.row and row.passes for row in rows) for one in left),
    )


def _candidate(row: Row | None, cause: Cause, seen: Seen) -> Candidate:
    codes = codes_in(seen.answer)
    code = next((one for one in codes if row is not None and one in row.sign.codes), codes[0] if codes else 0)
    judgement = cause.judge(seen)
    fix, page = fix_of(cause, seen, code)
    return Candidate(
        row=row.number if row is not None else 0,
        text=text_of(cause, seen, code),
        standing=judgement.standing,
        because=judgement.because,
        fix=fix,
        page=page,
        wait=cause.wait,
        blame=cause.blame,
        is_plain=judgement.is_plain,
    )


def _is_worth_saying(candidate: Candidate) -> bool:
    """Say whether an excluded cause is news: not where the row holds several answers, and this is another one."""
    return candidate.because not in (ANOTHER_ANSWER, ANOTHER_NUMBER)
