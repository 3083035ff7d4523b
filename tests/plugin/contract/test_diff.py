"""What two reports say differently, and what they could not say."""

from dataclasses import replace

from pytest_m365.contract.diff import Change, asked_once, changes
from pytest_m365.contract.report import Outcome, Report

NOOP = Outcome(
    "imap-noop", "IMAP", "NOOP is completed", "T", "logs", "2026-11-28", "NOOP", ("OK NOOP completed.",), "holds",
    said="OK NOOP completed.",
)  # fmt: skip
SAID_OTHERWISE = replace(NOOP, verdict="differs", said="OK done.")


def report(*outcomes: Outcome) -> Report:
    return Report("0.1.0", "live", "2026-12-01", outcomes)


def test_the_same_is_no_change() -> None:
    assert list(changes(report(NOOP), report(NOOP))) == []
    assert list(changes(report(SAID_OTHERWISE), report(SAID_OTHERWISE))) == []


def test_another_answer_is_shown_with_both_literals() -> None:
    assert list(changes(report(NOOP), report(SAID_OTHERWISE))) == [
        Change("imap-noop", "NOOP is completed", "another answer", "OK NOOP completed.", "OK done.")
    ]


def test_an_answer_that_holds_still_may_be_another() -> None:
    one = replace(NOOP, expected=("a", "b"), said="a")
    assert [(change.before, change.after) for change in changes(report(one), report(replace(one, said="b")))] == [
        ("a", "b")
    ]


def test_another_promise_with_the_same_answer_is_told() -> None:
    promised = replace(SAID_OTHERWISE, verdict="holds", expected=("OK done.",))
    (change,) = changes(report(SAID_OTHERWISE), report(promised))
    assert change.what == "the same answer, which differed then and held now: another is promised"
    assert (change.before, change.after) == ("OK NOOP completed.", "OK done.")


def test_what_was_not_asked_says_nothing_and_is_counted() -> None:
    silent = replace(NOOP, verdict="not asked", said="", reason="IMAP lets nobody in")
    assert list(changes(report(NOOP), report(silent))) == []
    assert asked_once(report(NOOP), report(silent)) == ["imap-noop"]
    assert asked_once(report(silent), report(silent)) == asked_once(report(NOOP), report(NOOP)) == []


def test_a_promise_that_one_report_does_not_know_is_told() -> None:
    (gone,) = changes(report(NOOP), report())
    assert (gone.what, gone.before, gone.after) == ("in one report alone", "OK NOOP completed.", "")
    (new,) = changes(report(), report(NOOP))
    assert (new.before, new.after) == ("", "OK NOOP completed.")
    assert list(changes(report(), report(replace(NOOP, verdict="not asked")))) == []
