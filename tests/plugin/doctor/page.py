"""The page docs/doctor.md, its table made of the rows: ``python -m tests.plugin.doctor.page`` writes it."""

from collections.abc import Iterator
from pathlib import Path

from pytest_m365.diagnosis.judging import Standing
from pytest_m365.diagnosis.row import Cause, Row
from pytest_m365.diagnosis.rows import ROWS
from pytest_m365.diagnosis.seen import Seen
from pytest_m365.diagnosis.texts import by_code, text_of
from tests.plugin.doctor.causing import NOT_CAUSABLE

PAGE = Path(__file__).resolve().parents[3] / "docs" / "doctor.md"
_TOP = Path(__file__).with_name("page.md").read_text(encoding="utf-8")


def doctor_page() -> str:
    """Return the page ``docs/doctor.md``."""
    lines = [
        _TOP.rstrip(),
        "",
        "| row | what is seen | what it comes from | until a fix bites |",
        "| --- | --- | --- | --- |",
    ]
    for row in ROWS:
        lines += _lines(row)
    lines += ["", "Each row is caused on a fake by a test, and found; of two rows a part is not:", ""]
    lines += [f"- row {number}: {reason}" for number, reason in sorted(NOT_CAUSABLE.items())]
    return "\n".join(lines) + "\n"


def _lines(row: Row) -> Iterator[str]:
    number, symptom = str(row.number), row.symptom
    for text, wait in _causes(row):
        yield f"| {number} | {symptom} | {_cell(text)} | {_cell(wait)} |"
        number = symptom = ""


def _causes(row: Row) -> Iterator[tuple[str, str]]:
    told = set()
    for cause in row.causes:
        codes = [0] if cause.text else [code for code in row.sign.codes if by_code(code) and _may_be(cause, code)]
        for code in codes:
            text = text_of(cause, Seen(), code)
            if text not in told:
                told.add(text)
                yield text, cause.wait.text


def _may_be(cause: Cause, code: int) -> bool:
    return cause.judge(Seen(answer=f"AADSTS{code}")).standing is not Standing.EXCLUDED


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(doctor_page(), encoding="utf-8")
