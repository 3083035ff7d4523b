"""What is in force while a block lasts, and put back when it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fakeserver.redirect import connections, guard, lookups
from fakeserver.redirect.force import IN_FORCE
from fakeserver.redirect.modules import Modules
from fakeserver.redirect.patches import Replaced, put_all, put_all_back
from fakeserver.redirect.redirects import Redirects

_REPLACED: list[Replaced] = [*lookups.replaced(), *connections.replaced()]
_MODULES = Modules()
# Reentrant, since what is replaced may import a module, of which we are told.
_lock = threading.RLock()


@contextmanager
def redirected(redirects: Redirects | Callable[[], Redirects]) -> Iterator[None]:
    """Lead look-ups and connections of this process elsewhere until the block ends.

    Blocks may be nested, may overlap in threads, and may end in any order: what several name leads where the one says
    that began last.

    Args:
        redirects: the names; or what returns them and is asked at each look-up, where they may change meanwhile. It
            returns the same object as long as nothing has changed.

    Raises, where a name is looked up or connected to:
        socket.gaierror: a closed name, by a port that leads nowhere. Other resolvers say it by their own exceptions.
    """
    with _lock:
        block = IN_FORCE.begin(redirects)
    try:
        with _lock:
            put_all(_REPLACED)
            # What leads a name of this machine alone, as for msal's forgotten port, needs no more.
            if IN_FORCE.closes_some:
                guard.stand()
                _MODULES.put()
        yield
    finally:
        with _lock:
            IN_FORCE.end(block)
            if not IN_FORCE.closes_some:
                _MODULES.put_back()
            if IN_FORCE.is_empty:
                put_all_back(_REPLACED)
