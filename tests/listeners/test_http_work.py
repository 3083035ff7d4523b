"""Work on an answer: a step at a time, pauses, and clients that go away meanwhile."""

import asyncio
from typing import Literal, cast

from fakeserver.listeners.http_work import Work
from fakeserver.listeners.transfer import Departure
from fakeserver.steps import Pause, PausingSteps
from fakeserver.wire import HttpResponse
from tests.listeners.looped import looped


class Peer:
    """Says whether somebody is still there."""

    def __init__(self) -> None:
        self.left: Literal["closed", "reset"] | None = None

    def now(self) -> Literal["closed", "reset"] | None:
        return self.left


class Asked:
    """Work under way, and what came of it."""

    def __init__(self, steps: PausingSteps[HttpResponse]) -> None:
        self.peer = Peer()
        self.answers: list[HttpResponse] = []
        self.errors: list[BaseException] = []
        self.work = Work(steps, self.answers.append, self.errors.append, cast(Departure, self.peer))
        self.work.go_on()


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def waiting(pause: Pause, closed: list[bool]) -> PausingSteps[HttpResponse]:
    try:
        yield pause
        return HttpResponse(200)
    finally:
        closed.append(True)


@looped
async def test_it_goes_on_when_it_is_woken() -> None:
    pause, closed = Pause(), list[bool]()
    asked = Asked(waiting(pause, closed))
    await turns()
    assert asked.answers == []
    pause.wake()
    await turns()
    assert [answer.status for answer in asked.answers] == [200]
    assert closed == [True]


@looped
async def test_it_goes_on_when_it_was_woken_before_it_waited() -> None:
    pause = Pause()
    pause.wake()
    asked = Asked(waiting(pause, []))
    await turns()
    assert len(asked.answers) == 1


@looped
async def test_it_goes_on_when_the_time_is_over() -> None:
    asked = Asked(waiting(Pause(0.0), []))
    await turns()
    assert len(asked.answers) == 1


@looped
async def test_what_comes_after_its_client_has_gone_is_not_taken() -> None:
    pause, closed = Pause(), list[bool]()
    asked = Asked(waiting(pause, closed))
    asked.peer.left = "closed"
    pause.wake()
    await turns()
    assert (asked.answers, closed) == ([], [True])


@looped
async def test_it_can_be_asked_and_given_up() -> None:
    asked = Asked(waiting(Pause(), []))
    asked.work.ask()
    assert len(asked.answers) == 1
    closed: list[bool] = []
    given_up = Asked(waiting(Pause(), closed))
    given_up.work.close()
    assert (given_up.answers, closed) == ([], [True])


@looped
async def test_a_bug_is_kept_and_answered_by_a_plain_500() -> None:
    def broken() -> PausingSteps[HttpResponse]:
        yield None
        raise LookupError("a bug")

    asked = Asked(broken())
    await turns()
    assert [answer.status for answer in asked.answers] == [500]
    assert [str(error) for error in asked.errors] == ["a bug"]
