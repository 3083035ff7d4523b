"""Whether one item class is made of another, by its parts."""

import re
from pathlib import Path

import pytest

from fakeserver.tenant.exchange.item_classes import MEETING, NOTE, is_of, of_class

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("item_class", "fits"),
    [
        ("IPM.Note", True),
        ("ipm.note", True),
        ("IPM.Note.SMIME.MultipartSigned", True),
        ("IPM.NoteBook", False),
        ("IPM", False),
        ("", False),
        (" IPM.Note", False),
        ("REPORT.IPM.Note.NDR", False),
    ],
)
def test_a_class_is_compared_by_its_parts(item_class: str, fits: bool) -> None:
    assert is_of(item_class, NOTE) is fits
    assert is_of(item_class, MEETING, NOTE) is fits
    assert not is_of(item_class)


def test_the_first_class_that_fits_counts() -> None:
    rows = [("IPM.Note.SMIME", "signed"), (NOTE, "mail")]
    found = [of_class(name, rows) for name in ("IPM.Note.SMIME.MultipartSigned", "IPM.Note.X", "IPM.Task")]
    assert found == ["signed", "mail", None]


def test_nobody_else_compares_the_beginnings_of_classes() -> None:
    by_hand = re.compile(r'item_class\b[^\n]*\.startswith\(|startswith\(\(?"(?:IPM|REPORT)')
    found = [str(file) for file in (ROOT / "fakeserver").rglob("*.py") if by_hand.search(file.read_text("utf-8"))]
    assert not found
