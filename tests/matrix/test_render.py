"""The pages of the docs are the table as it stands."""

import json
from dataclasses import asdict, replace
from pathlib import Path

from pytest_m365.contract.performing import outcome_of
from pytest_m365.contract.promises.everything import PROMISES
from pytest_m365.contract.report import Report
from tests.matrix.families import FAMILIES
from tests.matrix.render import PAGE, pages, path_of
from tests.matrix.table import rows


def test_the_pages_are_current() -> None:
    written = {path: path.read_text(encoding="utf-8") for path in [PAGE, *PAGE.with_suffix("").glob("*.md")]}
    assert written == pages(), "run: python -m tests.matrix.render"


def test_each_row_is_on_the_page_of_its_protocol() -> None:
    whole = pages()
    for row in rows(FAMILIES):
        page, title = whole[path_of(row.protocol)], row.circumstance.title
        assert f"\n### {title}\n" in page or f"\n| {title}" in page, row.id


def test_each_circumstance_shows_how_to_set_it_up() -> None:
    for family in FAMILIES:
        for circumstance in family.circumstances:
            code = circumstance.code
            assert "def " not in code
            assert code or circumstance.steps[0].__name__ == "nothing", circumstance.name


def test_every_table_is_whole() -> None:
    widths = set()
    for line in "\n\n".join(pages().values()).splitlines():
        if line.startswith("|"):
            widths.add(line.replace("\\|", "").count("|"))
        else:
            assert len(widths) < 2, line
            widths = set()


def test_a_cell_shows_by_how_many_reports_it_is_confirmed_and_when(tmp_path: Path) -> None:
    (promise,) = [promise for promise in PROMISES if promise.id == "imap-unknown-command"]
    one = Report("0.1.0", "live", "2026-12-01", (outcome_of(promise, "holds", said=promise.expected[0]),))
    other = replace(one, day="2026-12-09", outcomes=(outcome_of(promise, "differs", said="BAD"),))
    reports = tmp_path / "reports.json"
    reports.write_text(json.dumps([asdict(one), asdict(other)]))
    page = pages(reports)[path_of("IMAP")]
    assert "| an unknown command | `BAD Command Error. 10` <sub>T logs; 1 hold, 1 differ, 2026-12-09</sub> |" in page
    assert "there are 2." in pages(reports)[PAGE]
    reports.write_text("[]")
    assert "there are none yet." in pages(reports)[PAGE]
