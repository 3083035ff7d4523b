"""Calls of clients' own services: one at a time, each answered, given up, or forgotten."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import Post, Posted

T = TypeVar("T")


class Calls(Generic[T]):
    """Calls services for one subscription. Use it with the tenant's lock held.

    Args:
        read: makes of an answer what counts of it; called without the lock.
    """

    def __init__(self, tenant: Tenant, post: Post, read: Callable[[Posted], T]) -> None:
        self._tenant = tenant
        self._post = post
        self._read = read
        #: of the newest call; an answer to an older one comes too late
        self._number = 0
        self.is_calling = False

    def call(
        self, url: str, headers: Sequence[tuple[str, str]], body: bytes, answered: Callable[[Posted, T], None]
    ) -> None:
        """Send a POST; ``answered`` is called with the lock held, unless the call is forgotten before."""
        self._number += 1
        self.is_calling = True
        number = self._number
        self._post(url, headers, body, lambda answer: self._answered(number, answer, answered))

    def forget(self) -> None:
        """Let an answer to what is on its way come too late."""
        self._number += 1
        self.is_calling = False

    def _answered(self, number: int, answer: Posted, answered: Callable[[Posted, T], None]) -> None:
        """Take an answer; called without the lock."""
        said = self._read(answer)
        with self._tenant.lock:
            if number == self._number:
                self.is_calling = False
                answered(answer, said)
