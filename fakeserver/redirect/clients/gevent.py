"""gevent's sockets look a name up without its port and connect in C; what they are given is led before."""

from __future__ import annotations

from types import ModuleType

from fakeserver.redirect.connections import leading
from fakeserver.redirect.patches import Replaced, of_class


def replaced(module: ModuleType) -> list[Replaced]:
    """Return what is replaced in ``gevent._socket3``."""
    return of_class(module.socket, leading, "connect", "connect_ex")
