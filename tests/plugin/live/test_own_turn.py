"""How long this process keeps its turn at its own mailbox: while somebody uses it here, and a moment longer."""

import subprocess
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from pytest_m365.live.errors import Occupied
from pytest_m365.live.own_turn import OwnTurn
from tests.plugin.live.test_idle import pauses
from tests.plugin.live.test_turn import line, other, turn_of

#: seconds that no test waits for
LONG = 600.0


def own(folder: Path, *, is_shared: bool = False, idle: float = LONG, timeout: float = 30) -> OwnTurn:
    return OwnTurn(partial(turn_of, folder, [], timeout=timeout), is_shared=is_shared, idle=idle)


def takes(process: subprocess.Popen[str]) -> bool:
    """Say whether a process takes the turn, if it has to wait or not."""
    assert process.stdout is not None
    return any(said.strip() == "took" for said in process.stdout)


def is_kept(folder: Path) -> bool:
    return any(folder.glob("*.json"))


def test_it_is_kept_for_the_next_test(tmp_path: Path) -> None:
    turn, closed = own(tmp_path), Event()
    turn.at_end(closed.set)
    before = pauses()
    with turn.use():
        pass
    assert len(pauses() - before) == 1
    with turn.use():
        for each in pauses() - before:
            each.join(60)
        assert pauses() <= before
    assert is_kept(tmp_path)
    assert not closed.is_set()
    turn.give_back()
    assert not is_kept(tmp_path)
    assert closed.is_set()


def test_whoever_is_idle_gives_it_back(tmp_path: Path) -> None:
    turn, closed = own(tmp_path, idle=0.01), Event()
    turn.at_end(closed.set)
    with turn.use():
        pass
    assert closed.wait(60)
    with other(tmp_path) as next_one:
        assert takes(next_one)


def test_it_is_had_again_after(tmp_path: Path) -> None:
    turn, closed = own(tmp_path, idle=0.01), Event()
    turn.at_end(closed.set)
    for _ in range(3):
        closed.clear()
        with turn.use():
            assert is_kept(tmp_path)
        assert closed.wait(60)


def test_while_another_target_is_up_nobody_is_idle(tmp_path: Path) -> None:
    turn, before = own(tmp_path), pauses()
    with turn.use():
        with turn.use():
            pass
        assert pauses() <= before
        turn.give_way()
        assert pauses() <= before
    turn.give_back()


def test_who_waits_has_it_at_once(tmp_path: Path) -> None:
    turn = own(tmp_path)
    with ExitStack() as stack:
        with turn.use():
            waiting = stack.enter_context(other(tmp_path))
            assert "waiting for alice@contoso.com" in line(waiting)
        assert line(waiting) == "took"


def test_one_that_processes_of_a_run_share_is_not_kept(tmp_path: Path) -> None:
    turn, before = own(tmp_path, is_shared=True), pauses()
    with turn.use():
        pass
    assert not is_kept(tmp_path)
    assert pauses() <= before


def test_who_could_not_have_it_does_not_use_it(tmp_path: Path) -> None:
    turn, closed = own(tmp_path, idle=0.01, timeout=0.05), Event()
    with other(tmp_path) as holder:
        assert line(holder) == "took"
        with pytest.raises(Occupied), turn.use():
            raise AssertionError("it has the turn")
    turn.at_end(closed.set)
    with turn.use():
        pass
    assert closed.wait(60)


def test_the_next_test_waits_until_all_is_closed(tmp_path: Path) -> None:
    turn, closing, may_close = own(tmp_path, idle=0.01), Event(), Event()
    order = list[str]()

    def close() -> None:
        if not order:
            closing.set()
            may_close.wait()
            order.append("closed")

    def use() -> None:
        with turn.use():
            order.append("used")

    turn.at_end(close)
    with turn.use():
        pass
    assert closing.wait(60)
    thread = Thread(target=use)
    thread.start()
    # It has all the time to go wrong, and needs none to go well.
    thread.join(0.1)
    may_close.set()
    thread.join()
    assert order == ["closed", "used"]
    turn.give_back()


def test_what_cannot_be_closed_does_not_keep_it(tmp_path: Path) -> None:
    turn, closed = own(tmp_path), Event()

    def refuse() -> None:
        raise OSError("it is gone")

    turn.at_end(closed.set)
    turn.at_end(refuse)
    with turn.use():
        pass
    with pytest.raises(OSError, match="it is gone"):
        turn.give_back()
    assert closed.is_set()
    assert not is_kept(tmp_path)
    with other(tmp_path) as next_one:
        assert takes(next_one)
