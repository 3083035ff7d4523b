"""Work on one answer, in the loop's turns: a step, then others; or a step once something has happened."""

import asyncio
from collections.abc import Callable

from fakeserver.listeners import http_pages
from fakeserver.listeners.transfer import Departure
from fakeserver.listeners.waking import waker_of
from fakeserver.steps import Pause, PausingSteps
from fakeserver.wire import HttpResponse


class Work:
    """Takes the steps of an answer; made and used in the loop's thread.

    Args:
        steps: what makes the answer.
        done: given the answer, at once where the first step is the last.
        on_error: given what a step has raised; a plain 500 is the answer then.
        departure: says whether whoever asked is still there.
    """

    def __init__(
        self,
        steps: PausingSteps[HttpResponse],
        done: Callable[[HttpResponse], None],
        on_error: Callable[[BaseException], None],
        departure: Departure,
    ) -> None:
        self._departure = departure
        self._steps = steps
        self._done = done
        self._on_error = on_error
        self._loop = asyncio.get_running_loop()
        self._pause: Pause | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._is_closed = False

    def go_on(self) -> None:
        """Take a step; the next one follows when others have run, or when its pause is over."""
        if self._is_closed:
            return
        self._end_pause()
        try:
            pause = next(self._steps)
        except StopIteration as done:
            self._done(done.value)
        except Exception as error:  # noqa: BLE001  a bug of ours: kept for whoever runs the server, not for the wire
            self._on_error(error)
            self._done(http_pages.not_served())
        else:
            if pause is None:
                self._loop.call_soon(self.go_on)
            else:
                self._wait(pause)

    def ask(self) -> None:
        """Take the next step now, if it waits: what it waits for may never come."""
        if self._pause is not None:
            self.go_on()

    def close(self) -> None:
        """Give the work up: nobody takes its answer."""
        self._is_closed = True
        self._end_pause()
        self._steps.close()

    def _wait(self, pause: Pause) -> None:
        self._pause = pause
        waker = waker_of(self._loop)
        pause.on_wake = lambda: waker.soon(lambda: self._woken(pause))
        if pause.is_over:
            # Woken between its step and here.
            self._loop.call_soon(self._woken, pause)
        elif pause.seconds is not None:
            self._timer = self._loop.call_later(pause.seconds, self._woken, pause)

    def _woken(self, pause: Pause) -> None:
        if pause is not self._pause:
            return
        if self._departure.now() is None:
            self.go_on()
        else:
            # The loop has not come to that yet, and what has just come is not theirs.
            self.close()

    def _end_pause(self) -> None:
        if self._pause is not None:
            self._pause.on_wake = None
            self._pause = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
