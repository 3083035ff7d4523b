"""What is in force while a block lasts, and put back when it ends."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fakeserver.redirect import connections, guard, lookups
from fakeserver.redirect.force import IN_FORCE
from fakeserver.redirect.modules import Modules
from fakeserver.redirect.patches import Replaced, put_all, put_all_back
from fakeserver.redirect.redirects import Redirects

_REPLACED: list[Replaced] = [*lookups.replaced(), *connections.replaced(), Modules()]
# Reentrant, since what is replaced may import a module, of which we are told.
_lock = threading.RLock()


@contextmanager
def redirected(redirects: Redirects) -> Iterator[None]:
    """Lead look-ups and connections of this process elsewhere until the block ends.

    Blocks may be nested, may overlap in threads, and may end in any order: what several name leads where the one says
    that began last.

    Raises, where a name is looked up or connected to:
        socket.gaierror: a closed name, by a port that leads nowhere. Other resolvers say it by their own exceptions.
    """
    with _lock:
        IN_FORCE.begin(redirects)
        if redirects.closes_some:
            guard.stand()
        put_all(_REPLACED)
    try:
        yield
    finally:
        with _lock:
            if IN_FORCE.end(redirects):
                put_all_back(_REPLACED)
