"""POP3 in a live test: others' messages are neither read whole nor deleted."""

import poplib
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from pytest_m365 import Target, clients
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.guarded_pop3 import GuardedPop3
from tests.plugin.live.test_guarded import BEFORE, filled, state
from tests.plugin.live.world import TAG, Twin

__all__ = ["filled"]


@pytest.fixture
def pop3(twin: Twin, filled: None) -> Iterator[poplib.POP3_SSL]:
    make = partial(GuardedPop3, TAG)
    target: Target = twin.target
    with clients.pop3(target.pop3, target.ssl_context(), twin.user, twin.token(), make) as client:
        yield client


def test_others_are_left_alone(pop3: poplib.POP3_SSL, twin: Twin) -> None:
    for number in (1, 3):
        with pytest.raises(NotAllowed, match="is not the test's"):
            pop3.dele(number)
        with pytest.raises(NotAllowed, match="is not the test's"):
            pop3.retr(number)
        assert pop3.top(number, 0)
    pop3.quit()
    assert state(twin) == BEFORE


@pytest.mark.parametrize("line", ["DELE 1", "dele  1", "DELE 1 ", "RETR 3", "XDELE 1", "NOOP\r\nDELE 1", "DELE"])
def test_ways_that_few_know(pop3: poplib.POP3_SSL, twin: Twin, line: str) -> None:
    with pytest.raises((NotAllowed, poplib.error_proto)):
        pop3._shortcmd(line)  # type: ignore[attr-defined]
    with pytest.raises((NotAllowed, poplib.error_proto)):
        pop3._longcmd(line)  # type: ignore[attr-defined]
    # A server awaits an answer after AUTH; this one was signed in to before.
    with pytest.raises(poplib.error_proto):
        pop3._shortcmd("AUTH XOAUTH2")  # type: ignore[attr-defined]
    with pytest.raises((NotAllowed, poplib.error_proto)):
        pop3._shortcmd(line)  # type: ignore[attr-defined]
    pop3.quit()
    assert state(twin) == BEFORE


@pytest.mark.parametrize(
    "send",
    [
        lambda pop3: pop3._putcmd("DELE 1"),
        lambda pop3: pop3._putline(b"DELE 1"),
        lambda pop3: pop3.sock.sendall(b"DELE 1\r\n"),
        lambda pop3: pop3.sock.write(b"DELE 1\r\n"),
    ],
)
def test_past_the_commands(pop3: poplib.POP3_SSL, twin: Twin, send: Callable[[poplib.POP3_SSL], object]) -> None:
    with pytest.raises(NotAllowed):
        send(pop3)
    pop3.quit()
    assert state(twin) == BEFORE


def test_ones_own_is_ones_own(pop3: poplib.POP3_SSL, twin: Twin) -> None:
    assert b"Subject: Ours" in pop3.retr(2)[1]
    pop3.dele(2)
    pop3.quit()
    assert [subject for subject, _, _ in state(twin)] == ["Theirs", "Theirs too"]
