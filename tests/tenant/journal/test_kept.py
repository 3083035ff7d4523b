"""What questions look at: two journals as one, and what had to make room."""

import pytest

from fakeserver.sequence import next_number
from fakeserver.tenant.journal.kept import Kept
from fakeserver.tenant.journal.marks import Mark
from fakeserver.tenant.journal.notes import Notes


def test_what_named_no_tenant_is_seen_in_its_place() -> None:
    own, beside = Notes(), Notes()
    kept = Kept(own)
    own.add("IMAP", "CAPABILITY", "OK")
    mark = Mark(next_number())
    beside.add("IMAP", "LOGIN", "NO")
    own.add("IMAP", "LOGOUT", "OK")
    assert [one.asked for one in kept.seen()] == ["CAPABILITY", "LOGOUT"]
    own.beside = beside
    assert [one.asked for one in kept.seen()] == ["CAPABILITY", "LOGIN", "LOGOUT"]
    assert [one.asked for one in kept.seen(mark)] == ["LOGIN", "LOGOUT"]


def test_what_had_to_make_room_is_not_known() -> None:
    own, beside = Notes(), Notes(limit=1)
    kept = Kept(own)
    own.beside = beside
    beside.add("IMAP", "NOOP", "OK")
    kept.check_complete(None)
    beside.add("IMAP", "NOOP", "OK")
    kept.check_complete(Mark(next_number()))
    with pytest.raises(AssertionError, match=r"this cannot be known\. The journal keeps the last 1 exchanges"):
        kept.check_complete(None)


def test_more_room_is_made_for_what_named_no_tenant_too() -> None:
    own, beside = Notes(), Notes(limit=2)
    own.beside = beside
    kept = Kept(own)
    kept.keep(3)
    for _ in range(3):
        beside.add("IMAP", "NOOP", "OK")
    kept.check_complete(None)
    kept.keep(1)
    assert (own.limit, beside.limit) == (1, 3), "others look at it as well"


def test_a_failure_shows_no_secret_and_says_what_is_gone() -> None:
    own = Notes(limit=1, secrets=lambda: ["Winter-2026"])
    for _ in range(2):
        own.add("IMAP", "NOOP", "OK")
    with pytest.raises(AssertionError) as failed:
        Kept(own).fail("LOGIN alice Winter-2026", None)
    text = str(failed.value)
    assert text.startswith("LOGIN alice ")
    assert "Winter-2026" not in text
    assert "older ones are gone" in text
