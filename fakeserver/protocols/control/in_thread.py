"""Work that takes long and knows no steps, in a thread of its own, so that others are answered meanwhile."""

import threading
from collections.abc import Callable
from typing import TypeVar

from fakeserver.steps import Pause, PausingSteps

T = TypeVar("T")


def in_thread(work: Callable[[], T]) -> PausingSteps[T]:
    """Do work in a thread, and return its result once it is done; it goes on where nobody waits any more.

    Raises:
        BaseException: what the work has raised.
    """
    done = Pause()
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001  raised below, in the thread that waits
            errors.append(error)
        done.wake()

    threading.Thread(target=run, name="fakeserver control", daemon=True).start()
    while not (results or errors):
        yield done
    for error in errors:
        raise error
    return results[0]
