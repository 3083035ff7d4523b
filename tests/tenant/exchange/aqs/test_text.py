"""How queries compare text."""

import pytest

from fakeserver.tenant.exchange.aqs.text import Sought


@pytest.mark.parametrize(
    ("text", "quoted", "found", "not_found"),
    [
        (
            "project",
            False,
            ["Project notes", "sales projections", "(project)", "a_b project"],
            ["reproject", "proj ect"],
        ),
        ("project", True, ["the PROJECT.", "project"], ["projections", "projects", "project_x"]),
        (
            "win product",
            True,
            ["a win product!", "win\r\nproduct"],
            ["win95 product", "win new product", "product win"],
        ),
        ("win product*", True, ["win95 product", "windows productivity"], ["windows new product", "product win"]),
        ("@example.com", True, ["<ann@example.com>"], ["<ann@example.community>", "example.com"]),
        ("ann@example.com", False, ["Ann <ann@example.com>"], ["<joann@example.com>"]),
        ("a.b", True, ["a.b"], ["axb"]),
        ("straße", False, ["Hauptstraße 1 Straße"], ["Strasse"]),
        (
            "notes - - 2025",
            True,
            ["Notes 2025", "notes: (2025)", "notes " + "-" * 200_000 + " 2025"],
            ["notes of 2025"],
        ),
        ("report,invoice", False, ["Report; invoice", "(report) invoices"], ["reports, invoice", "report x invoice"]),
        ("“report”", False, ["the report", "reports"], ["xreport"]),
        ("#4711", False, ["no. #4711"], ["4711"]),
        ("c++", True, ["C++ code"], ["c", "cat", "c--"]),
        ("a,b%", False, ["a/b% of it"], ["a,b"]),
        ("...", True, ["wait..."], ["wait"]),
        ("-", True, ["a - b"], ["a b"]),
        ("*", False, ["", "anything"], []),
    ],
)
def test_words_and_phrases(text: str, quoted: bool, found: list[str], not_found: list[str]) -> None:
    sought = Sought.read(text, quoted=quoted)
    assert [one for one in found if not sought.is_in(one)] == []
    assert [one for one in not_found if sought.is_in(one)] == []
