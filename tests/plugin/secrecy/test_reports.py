"""All that a report has is cleaned, whoever put it there, and what is no text stays what it is."""

from types import SimpleNamespace

import pytest

from pytest_m365.secrecy.reports import conceal, conceal_names, concealed

SECRET = "Winter-2026"


def scrub(text: str) -> str:
    return text.replace(SECRET, "***")


def report_with(**attributes: object) -> pytest.TestReport:
    report = pytest.TestReport(
        f"test_it.py::test_it[{SECRET}]",
        ("test_it.py", 3, f"test_it[{SECRET}]"),
        {SECRET: 1, "test_it": 1},
        "failed",
        f"why {SECRET}",
        "call",
        [("Captured stdout", f"said {SECRET}")],
        0.5,
        user_properties=[("name", SECRET), (SECRET, 1.5)],
    )
    vars(report).update(attributes)
    return report


def test_what_a_report_has_is_cleaned() -> None:
    report = report_with(wasxfail=f"reason: {SECRET}", extras=[{"content": SECRET, "size": None}], others={SECRET, "a"})
    conceal(report, scrub)
    assert report.longrepr == "why ***"
    assert report.sections == [("Captured stdout", "said ***")]
    assert report.user_properties == [("name", "***"), ("***", 1.5)]
    assert (report.when, report.outcome, report.duration) == ("call", "failed", 0.5)
    assert vars(report)["wasxfail"] == "reason: ***"
    assert vars(report)["extras"] == [{"content": "***", "size": None}]
    assert vars(report)["others"] == {"***", "a"}


def test_its_names_are_cleaned_apart() -> None:
    report = report_with()
    conceal(report, scrub)
    assert SECRET in report.nodeid
    conceal_names(report, scrub)
    assert report.nodeid == "test_it.py::test_it[***]"
    assert report.location == ("test_it.py", 3, "test_it[***]")
    assert report.keywords == {"***": 1, "test_it": 1}


def test_parts_of_a_traceback_are_changed_where_they_are() -> None:
    def nothing(out: object) -> None:
        """What makes it a part of a traceback."""

    part = SimpleNamespace(toterminal=nothing, lines=["Winter", f"and {SECRET}", "x"], inner=(SECRET, None), empty=[])
    assert concealed([part], scrub) == [part]
    assert (part.lines, part.inner, part.empty) == (["Winter", "and ***", "x"], ("***", None), [])
    other = object()
    assert concealed(other, scrub) is other


def test_lines_that_have_their_ends_keep_them() -> None:
    """Of ``--tb=native`` and of pytest's internal errors: pytest writes them one behind the other."""
    lines = ["Traceback:\n", f'  File "a.py", line 1\n    {SECRET}\n', "ValueError\n"]
    assert "".join(concealed(lines, scrub)) == 'Traceback:\n  File "a.py", line 1\n    ***\nValueError\n'
