"""Connections are shared as long as they are good, and of one user."""

import pytest

from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.lines import Imap
from pytest_m365.contract.asking.pool import Pool
from pytest_m365.contract.terms import NotAsked


def test_a_connection_is_shared(asker: Asker) -> None:
    assert asker.imap() is asker.imap()
    assert asker.smtp() is asker.smtp()


def test_one_that_has_seen_enough_bad_commands_is_not(asker: Asker) -> None:
    first = asker.imap()
    for _ in range(3):
        assert first.tagged("FROBNICATE") == ["BAD Command Error. 10"]
    assert not first.is_good
    second = asker.imap()
    assert second is not first
    assert second.tagged("NOOP") == ["OK NOOP completed."]


def test_one_that_was_closed_meanwhile_is_not(asker: Asker) -> None:
    first = asker.imap()
    first.whole("LOGOUT")
    assert asker.imap() is not first


def test_one_that_does_not_answer_is_not(asker: Asker, pool: Pool) -> None:
    def answers(_: Imap) -> bool:
        raise TimeoutError

    first = pool.take("IMAP", "alice", asker.new_imap)
    assert pool.take("IMAP", "alice", asker.new_imap, answers) is not first


def test_one_of_another_user_is_closed(asker: Asker, pool: Pool) -> None:
    first = pool.take("IMAP", "alice", asker.new_imap)
    assert pool.take("IMAP", "alice", asker.new_imap) is first
    second = pool.take("IMAP", "bob", asker.new_imap)
    assert second is not first
    assert second.whole("LOGOUT")[-1] == "OK LOGOUT completed."


def test_who_was_not_let_in_is_not_tried_again(pool: Pool) -> None:
    tried = []

    def make() -> Imap:
        tried.append(1)
        raise NotAsked("IMAP lets nobody in")

    for _ in range(3):
        with pytest.raises(NotAsked, match="lets nobody in"):
            pool.take("IMAP", "alice", make)
    assert tried == [1]
