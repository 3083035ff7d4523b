"""The thread that a server runs in, and the listeners there."""

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module

from fakeserver.listeners.accepting import Listener
from fakeserver.listeners.thread import STOP_LIMIT, LoopThread
from fakeserver.server.endpoints import FORKED, NotRunningError
from fakeserver.tenant.tenant import Tenant


class Hosting:
    """Runs listeners in one thread; in a forked child of its process it runs nothing.

    Args:
        on_error: called with each exception of the thread that nobody awaited.
    """

    def __init__(self, on_error: Callable[[BaseException], None]) -> None:
        self._on_error = on_error
        #: the process that started it
        self._started_in = os.getpid()
        self._thread: LoopThread | None = None
        self._listeners: list[Listener] = []

    @property
    def is_begun(self) -> bool:
        """Whether it was started, here or in the process that this one was forked from, and not stopped."""
        return self._thread is not None

    @property
    def is_elsewhere(self) -> bool:
        """Whether this process was forked from the one that started it, which has the thread, sockets and files."""
        return self._started_in != os.getpid()

    def start(self) -> None:
        """Start the thread, without listeners."""
        self._started_in = os.getpid()
        self._thread = LoopThread("fakeserver", self._on_error)
        self._thread.start()

    def stop(self) -> list[str]:
        """Close every connection and listener, and end the thread; return what would not end in time."""
        leftovers: list[str] = []
        if self.is_elsewhere:
            self._thread = None
        if self._thread is not None:
            try:
                self._thread.call(self._close(*reversed(self._listeners)), STOP_LIMIT)
            except TimeoutError:
                leftovers.append("a listener did not stop in time")
            leftovers += self._thread.stop()
            self._thread = None
        return leftovers

    def open(self, listeners: Mapping[Listener, Sequence[socket.socket]]) -> None:
        """Run listeners, each on its bound sockets.

        Raises:
            NotRunningError
        """
        self.thread.call(self._open(listeners))

    @contextmanager
    def running(self, listeners: Mapping[Listener, Sequence[socket.socket]]) -> Iterator[None]:
        """Run listeners until the block ends.

        Raises:
            NotRunningError
        """
        self.open(listeners)
        try:
            yield
        finally:
            # Whoever has stopped it meanwhile has stopped them as well.
            if self._thread is not None and not self.is_elsewhere:
                self._thread.call(self._close(*listeners), STOP_LIMIT)

    def import_there(self, names: Iterable[str]) -> None:
        """Import modules in the thread; a client that is there already is answered in between.

        There, since clients would have them imported there as well: two threads that import the same modules in another
        order may be told of a deadlock.
        """
        for name in names:
            self.thread.call(_imported(name))

    def apart(self, tenant: Tenant, change: Callable[[], None]) -> None:
        """Make a change of a tenant in the thread, once its clients were told goodbye; wait for it."""
        if self._thread is None:
            change()
        else:
            self._thread.run(lambda: self._dismiss(tenant), change)

    def dismiss(self, tenant: Tenant) -> None:
        """Tell a tenant's clients goodbye, soon."""
        if self._thread is not None and any(listener.connections for listener in self._listeners):
            self._thread.loop.call_soon_threadsafe(self._dismiss, tenant)

    def _dismiss(self, tenant: Tenant) -> None:
        for listener in self._listeners:
            listener.dismiss(tenant)

    async def _open(self, listeners: Mapping[Listener, Sequence[socket.socket]]) -> None:
        for listener, sockets in listeners.items():
            await listener.start(*sockets)
            self._listeners.append(listener)

    async def _close(self, *listeners: Listener) -> None:
        for listener in listeners:
            if listener in self._listeners:
                self._listeners.remove(listener)
                await listener.stop()

    @property
    def thread(self) -> LoopThread:
        """The thread.

        Raises:
            NotRunningError: there is none, or it is another process's.
        """
        if self._thread is None:
            raise NotRunningError("the server is not running")
        if self.is_elsewhere:
            raise NotRunningError(FORKED)
        return self._thread


async def _imported(name: str) -> None:
    import_module(name)
