"""One process at a time at work in a mailbox, and what those are told who wait."""

import errno
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pytest_m365.live.access import Access, Process
from pytest_m365.live.errors import Occupied
from pytest_m365.live.paces import Paces
from pytest_m365.live.run import LiveRun
from pytest_m365.live.settings import read_settings
from pytest_m365.live.turn import MailboxTurn, Occupant, Turns
from tests.plugin.live.conftest import guard_of

TENANT = "11111111-2222-4333-8444-555555555555"
ROOT = Path(__file__).resolve().parents[3]
#: takes the turn, says so, and gives it back when its standard input ends; says as well whom it waits for
OTHER = """
import sys
from pathlib import Path
from pytest_m365.live.turn import Occupant, Turns

folder, run, tenant, mailbox = sys.argv[1:]
tell = lambda line: print(line, flush=True)
turn = Turns(Path(folder), Occupant(4711, run, "/home/robin/project"), tell).at(tenant, mailbox)
turn.take()
print("took", flush=True)
sys.stdin.read()
turn.give_back()
"""


@pytest.fixture
def told() -> list[str]:
    return []


def turn_of(folder: Path, told: list[str], *, timeout: float = 30, mailbox: str = "Alice@contoso.com") -> MailboxTurn:
    return Turns(folder, Occupant(1, "mine", "here"), told.append, timeout).at("TENANT", mailbox)


@contextmanager
def other(
    folder: Path, run: str = "2611300800abcd", tenant: str = "tenant", mailbox: str = "alice@contoso.com"
) -> Iterator[subprocess.Popen[str]]:
    """Start another process that wants the turn."""
    command = [sys.executable, "-c", OTHER, str(folder), run, tenant, mailbox]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str]) -> str:
    """Return the next line that a process says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_process_may_take_it_again(tmp_path: Path, told: list[str]) -> None:
    first, second = turn_of(tmp_path, told), turn_of(tmp_path, told)
    first.take()
    second.take()
    second.give_back()
    assert list(tmp_path.glob("*.json")) != []
    first.give_back()
    assert list(tmp_path.glob("*.json")) == []
    assert told == []


def test_who_waits_too_long_is_told_for_whom(tmp_path: Path, told: list[str]) -> None:
    with other(tmp_path) as holder:
        assert line(holder) == "took"
        with pytest.raises(Occupied, match=r"run 2611300800abcd in /home/robin/project.*for 0.05 s.*M365_USERNAMES"):
            turn_of(tmp_path, told, timeout=0.05).take()
        (said,) = told
        assert "m365: waiting for Alice@contoso.com, which is used by process 4711 of this machine" in said
        assert "since 20" in said


def test_at_the_end_of_a_run_it_is_said_again(tmp_path: Path, told: list[str]) -> None:
    settings = read_settings({
        "M365_TENANT_ID": TENANT, "M365_USERNAME": "alice@contoso.com",
        "M365_DAEMON_CLIENT_ID": TENANT, "M365_CLIENT_SECRET": "8Q~" * 12,
    })  # fmt: skip
    access = Access(settings, guard_of(settings), Paces(), Process("mine"), lambda secret: None)
    run = LiveRun(access, Turns(tmp_path, Occupant(1, "mine", "here"), told.append, timeout=0.05))
    with other(tmp_path, tenant=TENANT) as holder:
        assert line(holder) == "took"
        for _ in range(2):
            with pytest.raises(Occupied), run.mailboxes.own_turn.use():
                raise AssertionError("it has the turn")
        assert len(told) == 1
        assert "alice@contoso.com: not swept: mailbox: process 4711" in run.finish(sweeps=True)[0]
        assert len(told) == 2


def test_another_mailbox_is_another_matter(tmp_path: Path, told: list[str]) -> None:
    with other(tmp_path) as holder:
        assert line(holder) == "took"
        bobs = turn_of(tmp_path, told, mailbox="bob@contoso.com")
        bobs.take()
        bobs.give_back()
    assert told == []


def test_the_turn_ends_with_its_process(tmp_path: Path, told: list[str]) -> None:
    with other(tmp_path) as holder:
        assert line(holder) == "took"
        holder.kill()
        holder.wait()
        mine = turn_of(tmp_path, told)
        mine.take()
        mine.give_back()


def test_whoever_waits_is_next(tmp_path: Path, told: list[str]) -> None:
    """Not the process that gives it back and wants it again at once."""
    mine = turn_of(tmp_path, told)
    mine.take()
    assert not mine.is_wanted()
    with other(tmp_path) as waiting:
        # Said after a second or two, once.
        assert "waiting for alice@contoso.com, which is used by process 1 of this machine, of the run mine" in line(
            waiting
        )
        assert mine.is_wanted()
        mine.give_back()
        # Until the other, which looks every now and then, has seen that, whose turn it is is not said.
        refused = ""
        while "process 4711" not in refused:
            with pytest.raises(Occupied) as raised:
                turn_of(tmp_path, told, timeout=0.05).take()
            refused = str(raised.value)
        assert line(waiting) == "took"
        assert waiting.stdin is not None
        waiting.stdin.close()
        mine.take()
        mine.give_back()


@pytest.mark.parametrize(
    "text", ["", '{"pid": ', '{"pid": 1}', "[1]", "[" * 100_000, '{"pid": [], "run": {}, "project": 2, "since": 3}']
)
def test_what_a_holder_says_may_be_unreadable(tmp_path: Path, told: list[str], text: str) -> None:
    with other(tmp_path) as holder:
        assert line(holder) == "took"
        (said,) = tmp_path.glob("*.json")
        said.write_text(text)
        with pytest.raises(Occupied, match="another process of this machine has had it"):
            turn_of(tmp_path, told, timeout=0.05).take()


def test_nor_need_it_be_text(tmp_path: Path, told: list[str]) -> None:
    with other(tmp_path) as holder:
        assert line(holder) == "took"
        (said,) = tmp_path.glob("*.json")
        said.write_text('{"pid": "7", "run": ["a"], "project": {}, "since": null}')
        with pytest.raises(Occupied, match=r"process 7 of this machine, of the run \['a'\]"):
            turn_of(tmp_path, told, timeout=0.05).take()


def test_the_files_name_nobody(tmp_path: Path, told: list[str]) -> None:
    mine = turn_of(tmp_path, told)
    mine.take()
    assert not any("alice" in path.name for path in tmp_path.iterdir())
    mine.give_back()


class Full:
    """A disk with no room left, also for what tells the others whose turn it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __enter__(self) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        self._monkeypatch.setattr(Path, "write_text", refuse)

    def __exit__(self, *_: object) -> None:
        self._monkeypatch.undo()


def test_a_full_disk_keeps_nobody_from_their_turn(
    tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does it keep the turn from those who come later."""
    mine = turn_of(tmp_path, told)
    with Full(monkeypatch):
        mine.take()
    mine.give_back()
    with other(tmp_path) as next_one:
        assert line(next_one) == "took"


def test_the_turn_is_given_back_though_what_was_said_of_it_stays(tmp_path: Path, told: list[str]) -> None:
    mine = turn_of(tmp_path, told)
    mine.take()
    (said,) = tmp_path.glob("*.json")
    said.unlink()
    said.mkdir()
    mine.give_back()
    with other(tmp_path) as next_one:
        assert line(next_one) == "took"
