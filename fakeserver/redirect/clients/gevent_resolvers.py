"""gevent's resolvers that ask name servers themselves (``GEVENT_RESOLVER=ares`` or ``dnspython``).

Its usual one, with threads, asks ``socket``.
"""

from __future__ import annotations

import _socket
from collections.abc import Callable
from types import ModuleType
from typing import Any

from fakeserver.redirect.force import IN_FORCE
from fakeserver.redirect.patches import Patch, Replaced

_LOOKUPS = ("gethostbyname", "gethostbyname_ex", "getaddrinfo", "gethostbyaddr", "getnameinfo")


def replaced(module: ModuleType) -> list[Replaced]:
    """Return what is replaced in ``gevent.resolver``."""
    return [Patch(module.AbstractResolver, name, _leading(name)) for name in _LOOKUPS]


def _leading(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def leading(look_up: Callable[..., Any]) -> Callable[..., Any]:
        def look_up_led(self: Any, host: Any, *more: Any, **options: Any) -> Any:
            if IN_FORCE.named(host[0] if name == "getnameinfo" else host) is None:
                return look_up(self, host, *more, **options)
            # Names that are led need no network, so that nobody waits; gevent replaces the functions of ``socket``.
            return getattr(_socket, name)(host, *more, **options)

        return look_up_led

    return leading
