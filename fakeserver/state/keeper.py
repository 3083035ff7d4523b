"""Writes a server's state when something has changed: in a thread of its own, in short steps, without looking around.

It is woken by whatever may change a tenant: exchanges with clients, changes in mailboxes, the clock, outbound mail, and
what is told to the cloud. A little later it takes in what has changed, under the tenant's lock for milliseconds at a
time, and writes it with no lock held.
"""

import threading
import time
from collections.abc import Callable, Iterator
from traceback import format_exception
from typing import Final, TypeAlias

from fakeserver.state.errors import StateError
from fakeserver.state.state import State
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant

#: Seconds from a change to the moment at which it is taken in; what comes meanwhile is written along with it.
DELAY: Final = 0.2
#: Seconds between two steps, in which those who wait for the lock get it.
_PAUSE: Final = 0.001
#: Seconds until it is tried again what has failed: at first, and at most.
_RETRY, _LONGEST_RETRY = 1.0, 30.0

#: What may change, and what calls back after that.
_Waker: TypeAlias = tuple[object, Callable[[Callable[..., None]], Callable[[], None]]]


class Keeper:
    """Keeps a state what the tenants of a cloud are, until it is closed.

    Args:
        report: told of each kind of trouble once, in a line; it is tried again meanwhile.

    Raises:
        StateError: a tenant has something that cannot be kept, or the file cannot be written.
    """

    def __init__(self, state: State, cloud: Cloud, report: Callable[[str], object]) -> None:
        self._state = state
        self._cloud = cloud
        self._report = report
        self._reported: set[str] = set()
        self._news = threading.Event()
        self._is_closing = threading.Event()
        self._watched: dict[object, Callable[[], None]] = {}
        self._keep()
        self._thread = threading.Thread(target=self._run, name="fakeserver state", daemon=True)
        self._thread.start()

    def close(self) -> bool:
        """Write the last changes and let go of the file; say whether all is in it."""
        self._is_closing.set()
        self._news.set()
        self._thread.join()
        is_whole = self._has_kept()
        for stop in self._watched.values():
            stop()
        self._state.close()
        return is_whole

    def _run(self) -> None:
        retry = _RETRY
        is_kept = True
        while not self._is_closing.is_set():
            if self._news.wait(None if is_kept else retry):
                self._is_closing.wait(DELAY)
            if self._is_closing.is_set():
                return
            is_kept = self._has_kept()
            retry = _RETRY if is_kept else min(2 * retry, _LONGEST_RETRY)

    def _has_kept(self) -> bool:
        try:
            self._keep()
        except Exception as error:  # noqa: BLE001 -- a bug must be told of as well, and must not end the thread
            why = str(error) if isinstance(error, StateError) else "".join(format_exception(error))
            if why not in self._reported:
                self._reported.add(why)
                self._report(f"the state is not written: {why}")
            return False
        self._reported.clear()
        return True

    def _keep(self) -> None:
        self._news.clear()
        self._watch()
        while not self._state.take(self._cloud):
            time.sleep(_PAUSE)
        self._state.write()

    def _watch(self) -> None:
        """Be woken by what is there now, and by nothing else."""
        wakers = dict(self._wakers())
        for gone in self._watched.keys() - wakers.keys():
            self._watched.pop(gone)()
        for each in wakers.keys() - self._watched.keys():
            self._watched[each] = wakers[each](self._wake)

    def _wakers(self) -> Iterator[_Waker]:
        yield self._cloud, self._cloud.watch
        yield self._cloud.notes, self._cloud.notes.watch
        for tenant in self._cloud.tenants:
            yield from self._wakers_of(tenant)

    def _wakers_of(self, tenant: Tenant) -> Iterator[_Waker]:
        yield tenant.notes, tenant.notes.watch
        yield tenant.clock, tenant.clock.watch
        yield id(tenant.outbound), tenant.outbound.watch
        with tenant.lock:
            boxes = list(vars(tenant.mailboxes)["_by_guid"].values())
        for box in boxes:
            yield box, box.watch

    def _wake(self, *_: object) -> None:
        # Called for each change, under the tenant's lock.
        if not self._news.is_set():
            self._news.set()
