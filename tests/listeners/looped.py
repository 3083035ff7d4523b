"""Tests that are coroutines."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps


def looped(test: Callable[[], Coroutine[None, None, None]]) -> Callable[[], None]:
    """Run *test* in a loop of its own, which is closed afterwards.

    pytest-asyncio before 1.4 leaves one open, and the warning of that fails whatever test runs when it is collected.
    """

    @wraps(test)
    def run() -> None:
        asyncio.run(test())

    return run
