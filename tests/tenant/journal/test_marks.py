"""Marks, behind which a question looks; and what had to make room, of which nothing can be claimed."""

import pytest

from fakeserver.tenant.journal.journal import Journal
from fakeserver.tenant.journal.marks import Mark
from fakeserver.tenant.journal.notes import Notes
from fakeserver.tenant.refusals import TokenExpired, explained
from tests.tenant.journal.noted import busy, grant


def said(error: pytest.ExceptionInfo[AssertionError]) -> str:
    return str(error.value)


def full() -> Journal:
    journal = Journal(Notes(limit=2))
    for number in range(3):
        journal.add("IMAP", f"FETCH {number}", "NO", explained(TokenExpired()), operation="FETCH")
    return journal


@pytest.mark.parametrize(
    "claim",
    [
        lambda j: j.assert_not_asked("smtp"),
        lambda j: j.assert_not_refused("RoleMissing"),
        lambda j: j.assert_asked("imap", times=2),
        lambda j: j.assert_refused("TokenExpired", times=2),
        lambda j: j.check_retry_after(),
        lambda j: j.check_backoff(),
        lambda j: j.check_no_refresh_loop(),
    ],
)
def test_what_cannot_be_known_is_not_claimed(claim: object) -> None:
    assert callable(claim)
    journal = full()
    with pytest.raises(AssertionError) as failed:
        claim(journal)
    assert said(failed) == (
        "this cannot be known. The journal keeps the last 2 exchanges, and older ones are gone: take a mark later "
        "(since=journal.mark()), or let it keep more from the beginning (journal.limit = 100_000)."
    )


def test_what_is_there_can_be_claimed_all_the_same() -> None:
    assert len(full().assert_asked("imap")) == 2


def test_what_is_missing_may_be_what_made_room() -> None:
    with pytest.raises(AssertionError, match=r"no IDLE on IMAP was asked(.|\n)*The journal keeps the last 2 exchanges"):
        full().assert_asked("imap", "IDLE")


def test_after_a_mark_everything_is_there() -> None:
    journal = full()
    mark = journal.mark()
    journal.add("IMAP", "FETCH 3", "OK", operation="FETCH")
    journal.assert_not_asked("smtp", since=mark)
    for number in range(2):
        journal.add("IMAP", f"FETCH {number}", "OK", operation="FETCH")
    with pytest.raises(AssertionError, match="older ones since the mark are gone"):
        journal.assert_not_asked("smtp", since=mark)


def test_a_journal_can_keep_more_or_less() -> None:
    journal = Journal()
    assert journal.limit == 1000
    for number in range(3):
        journal.add("IMAP", str(number), "OK")
    journal.limit = 2
    assert [one.asked for one in journal.entries] == ["1", "2"]
    with pytest.raises(AssertionError, match="cannot be known"):
        journal.assert_not_asked("smtp")
    journal.clear()
    journal.assert_not_asked("smtp")
    with pytest.raises(ValueError, match="at least one exchange"):
        journal.limit = 0


def test_a_mark_is_a_value() -> None:
    assert Mark(5) == Mark(5)


def test_what_is_gone_from_before_the_mark_is_not_spoken_of() -> None:
    journal = full()
    mark = journal.mark()
    journal.add("IMAP", "FETCH", "NO", explained(TokenExpired()), operation="FETCH")
    for fails in (
        lambda: journal.assert_asked("smtp", since=mark),
        lambda: journal.assert_not_asked("imap", since=mark),
        lambda: journal.assert_refused("RoleMissing", since=mark),
        lambda: journal.assert_not_refused(since=mark),
    ):
        with pytest.raises(AssertionError) as failed:
            fails()
        assert "are gone" not in said(failed)
    assert len(journal.assert_asked("imap", times=1, since=mark)) == 1
    assert len(journal.assert_refused("TokenExpired", times=1, since=mark)) == 1
    journal.assert_not_refused("RoleMissing", since=mark)
    assert journal.check_no_refresh_loop(since=mark) == 0


@pytest.mark.parametrize("check", ["check_retry_after", "check_backoff", "check_no_refresh_loop"])
def test_with_a_mark_a_program_is_judged_by_what_comes_after_it_alone(check: str) -> None:
    journal = Journal(Notes(limit=4))
    journal.add("IMAP", "NOOP", "OK", operation="NOOP")
    mark = journal.mark()
    for _ in range(2):
        journal.add("OAuth", "POST", "200", operation="token", grant=grant(0).grant)
        journal.add("EWS", "FindItem", "500", busy(60), operation="FindItem")
    with pytest.raises(AssertionError) as failed:
        getattr(journal, check)(since=mark)
    assert "are gone" not in said(failed)
    assert getattr(journal, check)(since=journal.mark()) == 0


def test_each_question_looks_only_behind_its_mark() -> None:
    journal = Journal()
    journal.add("IMAP", "FETCH", "NO", explained(TokenExpired()), operation="FETCH")
    mark = journal.mark()
    journal.add("SMTP", "NOOP", "250", operation="NOOP")
    assert journal.refused(since=mark) == []
    journal.assert_not_asked("imap", since=mark)
    journal.assert_not_refused(since=mark)
    with pytest.raises(AssertionError, match=r"^nothing on IMAP was asked; asked was SMTP NOOP:"):
        journal.assert_asked("imap", since=mark)
    with pytest.raises(
        AssertionError, match=r"^TokenExpired did not come, and nothing was refused at all; asked was SM"
    ):
        journal.assert_refused("TokenExpired", since=mark)
