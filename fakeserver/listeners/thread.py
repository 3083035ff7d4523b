"""One daemon thread that owns an asyncio loop: where all of a server's sockets live.

The programs under test block (imaplib, requests, msal), run loops of their own, or use trio; a server in the test's own
loop would deadlock with them. So the loop runs in a thread of its own, and every call from outside goes through
``call``.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from fakeserver.listeners.accepting import until_closed

T = TypeVar("T")

#: Seconds that stopping may take before what is still open is reported instead of awaited. It is no measure of what is
#: usual, which is milliseconds: on a busy machine a thread may have to wait for its turn.
STOP_LIMIT = 30.0
#: Seconds, beside those that its tasks are given, within which the loop itself answers and the thread ends.
_ANSWER_LIMIT = 10.0
#: Octets: more than asyncio's receive buffer of 256 kB, and than most answers.
_KEPT_BLOCK = 1024 * 1024


class LoopThread:
    """A thread with a running loop, started and stopped without polling.

    Args:
        name: the thread's name, as debuggers show it.
        on_error: is called with each exception that nobody awaited, in the thread.
    """

    def __init__(self, name: str, on_error: Callable[[BaseException], None]) -> None:
        self._on_error = on_error
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._running = threading.Event()

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The running loop.

        Raises:
            RuntimeError: the thread is not running.
        """
        if self._loop is None:
            raise RuntimeError("the server's thread is not running")
        return self._loop

    def start(self) -> None:
        """Start the thread and return once its loop runs."""
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(self._unhandled)
        self._thread.start()
        self._running.wait()

    def call(self, coroutine: Coroutine[Any, Any, T], limit: float | None = None) -> T:
        """Run a coroutine in the loop and return its result; called from any other thread.

        Raises:
            TimeoutError: it took more than ``limit`` seconds; it is cancelled.
        """
        future = asyncio.run_coroutine_threadsafe(coroutine, self.loop)
        try:
            return future.result(limit)
        except TimeoutError:
            future.cancel()
            raise

    def run(self, *works: Callable[[], None]) -> None:
        """Do things in the loop's thread, with nothing in between, and wait for it; called from any thread."""

        async def do() -> None:
            for work in works:
                work()

        if threading.current_thread() is self._thread:
            for work in works:
                work()
        else:
            self.call(do())

    def stop(self, limit: float = STOP_LIMIT) -> list[str]:
        """Cancel and await what still runs, end the thread and close the loop.

        Close listeners and connections before, in the loop.

        Args:
            limit: seconds that tasks are waited for.

        Returns:
            What would not end in time, one description each; empty when nothing is left.
        """
        loop = self._loop
        if loop is None:
            return []
        try:
            leftovers = self.call(self._drain(limit), limit + _ANSWER_LIMIT)
        except TimeoutError:
            leftovers = ["the loop did not answer: a handler blocks it"]
        loop.call_soon_threadsafe(loop.stop)
        self._thread.join(_ANSWER_LIMIT)
        if self._thread.is_alive():
            return [*leftovers, f"thread {self._thread.name}"]
        loop.close()
        self._loop = None
        return leftovers

    def _run(self) -> None:
        loop = self.loop
        _keep_large_blocks()
        asyncio.set_event_loop(loop)
        loop.call_soon(self._running.set)
        loop.run_forever()
        asyncio.set_event_loop(None)

    async def _drain(self, limit: float) -> list[str]:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        pending: set[asyncio.Task[Any]] = set()
        if tasks:
            _, pending = await asyncio.wait(tasks, timeout=limit)
        loop = asyncio.get_running_loop()
        await loop.shutdown_asyncgens()
        await until_closed()
        return [f"task {task.get_name()}: {task.get_coro()!r}" for task in pending]

    def _unhandled(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception") or RuntimeError(context["message"])
        if isinstance(error, OSError) and "transport" in context:
            # The peer's doing, not ours: it spoke no TLS, did not trust us, or went away. The transport is closed.
            return
        if isinstance(error, ConnectionError):
            # As told by a future that waited for that, and that the collector met before the protocol that has it.
            return
        if isinstance(error, asyncio.CancelledError):
            # A loop in debug mode reports handshakes that `Acceptor.stop` has ended.
            return
        self._on_error(error)


def _keep_large_blocks() -> None:
    """Make glibc keep freed blocks of up to 1 MiB instead of giving each back to the kernel.

    It does so with blocks no larger than the largest that it has seen freed, 128 kB at first. asyncio asks for 256 kB
    at each read of a socket: 14 microseconds where the kernel has to find them, 2 where they are at hand.
    """
    bytes(_KEPT_BLOCK)
