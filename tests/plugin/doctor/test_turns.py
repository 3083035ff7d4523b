"""The doctor asks a mailbox in its turn there, and says so where another process of this machine keeps it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_m365.doctor.context import Context, Time
from pytest_m365.doctor.result import Probe, Result, Status, Verdict
from pytest_m365.doctor.since_fix import ask_until_it_turns
from pytest_m365.doctor.walk import ask, walk
from pytest_m365.live.turn import Occupant, Turns
from tests.plugin.doctor.situation import Clock, Examined, Situation
from tests.plugin.live.test_turn import line, other

#: by which a mailbox is asked something
STEPS = ("autodiscover", "imap", "pop3", "smtp", "ews", "contents", "sending")


@pytest.fixture
def locks(tmp_path: Path) -> Path:
    folder = tmp_path / "locks"
    folder.mkdir()
    return folder


def turns(locks: Path, tell: Callable[[str], None] = lambda _line: None, timeout: float = 0.05) -> Turns:
    return Turns(locks, Occupant(1, "doctor", "here"), tell, timeout)


def as_app(situation: Situation, **more: object) -> Context:
    """Return the beginning of a walk as the application alone."""
    without = {"M365_CLIENT_ID": None, "M365_PASSWORD": None, "M365_ALLOW_PASSWORD": None}
    return situation.context(**{**without, **more})  # type: ignore[arg-type]


def at_mailbox(situation: Situation) -> list[str]:
    """Return what was asked of anybody's mailbox."""
    return [each.operation for each in situation.tenant.journal.entries if each.user]


def test_each_question_to_a_mailbox_has_its_turn(situation: Situation, locks: Path) -> None:
    context = as_app(situation, sends=True)
    context.turns = turns(locks)
    with context:
        found = Examined(context, walk(context))
        assert found.status is Status.WORKS
        in_turn = set[str]()
        for probe, result in found.asked:

            def look(probe: Probe = probe, result: Result = result) -> Result:
                if any(locks.glob("*.json")):
                    in_turn.add(probe.step)
                return result

            ask(context, replace(probe, ask=look))
    assert in_turn == {*STEPS}


def test_a_mailbox_that_is_kept_is_waited_for(situation: Situation, locks: Path) -> None:
    context, told = as_app(situation, sends=True), list[str]()
    with other(locks, tenant=situation.m365.tenant_id, mailbox=situation.m365.username) as holder:
        assert line(holder) == "took"

        def tell(said: str) -> None:
            told.append(said)
            assert at_mailbox(situation) == []
            assert holder.stdin is not None
            holder.stdin.close()

        context.turns = turns(locks, tell, timeout=600)
        with context:
            found = Examined(context, walk(context))
    assert found.status is Status.WORKS
    assert len(told) == 1
    assert "m365: waiting for alice@" in told[0]
    assert [*locks.glob("*.json")] == []


def test_one_that_stays_kept_is_not_to_be_had_now(situation: Situation, locks: Path) -> None:
    context = as_app(situation, sends=True)
    context.turns = turns(locks)
    with other(locks, tenant=situation.m365.tenant_id, mailbox=situation.m365.username) as holder:
        assert line(holder) == "took"
        with context:
            found = Examined(context, walk(context))
    first, *others = [result for result in found.results if result.step in STEPS]
    assert first.verdict is Verdict.UNAVAILABLE
    assert "process 4711 of this machine, of the run 2611300800abcd" in first.answer
    # It is waited for once.
    assert {result.verdict for result in others} == {Verdict.SKIPPED}
    assert others[0].said == "another process has the mailbox: see above"
    assert at_mailbox(situation) == []
    assert found.status is Status.UNAVAILABLE
    assert "verdict     another process of this machine has the mailbox" in found.table
    assert found.table.endswith("is not to be had now. Try again in some minutes. (exit status 4)")


def test_since_fix_waits_for_it_anew(situation: Situation, locks: Path) -> None:
    clock, told = Clock(), list[str]()
    context = as_app(situation, protocols=["imap"], time=Time(clock.now, clock.sleep))
    context.turns = turns(locks)
    with other(locks, tenant=situation.m365.tenant_id, mailbox=situation.m365.username) as holder, context:
        assert line(holder) == "took"
        asked = walk(context)

        def end() -> None:
            holder.kill()
            holder.wait()

        # While the doctor sleeps.
        clock.meanwhile = end
        assert ask_until_it_turns(context, asked, told.append, 3600)
        assert walk(context)[-1][1].verdict is Verdict.OK
    assert "imap alice@" in told[-1]
    assert "works after" in told[-1]
