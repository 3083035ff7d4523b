"""eventlet looks names up by a dnspython of its own, and connects by a class that it has taken from ``socket``."""

from __future__ import annotations

import socket
from collections.abc import Callable
from types import ModuleType
from typing import Any

from fakeserver.redirect.connections import leading, led_place
from fakeserver.redirect.force import IN_FORCE
from fakeserver.redirect.patches import Replaced, of_class
from fakeserver.redirect.placeholders import MAPPED


def replaced(module: ModuleType) -> list[Replaced]:
    """Return what is replaced in ``eventlet.greenio.base``, or in ``eventlet.support.greendns``."""
    if module.__name__ == "eventlet.greenio.base":
        return of_class(module.eventlet.patcher.original("socket").socket, leading, "connect", "connect_ex")
    return [
        *of_class(module, _leading_getaddrinfo, "_getaddrinfo_lookup"),
        *of_class(module, _refusing, "resolve", "resolve_cname"),
    ]


def _leading_getaddrinfo(look_up: Callable[..., Any]) -> Callable[..., Any]:
    def lookup_led(host: Any, family: int, flags: int) -> Any:
        place = None if flags & socket.AI_NUMERICHOST else led_place(host, None)
        if place is None:
            return look_up(host, family, flags)
        return host, [f"{MAPPED if family == socket.AF_INET6 else ''}{place[0]}"]

    return lookup_led


def _refusing(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Return what answers with dnspython's objects, but for names that are known here."""

    def resolve_kept(name: Any, *more: Any, **options: Any) -> Any:
        named = IN_FORCE.named(name)
        if named is not None and named.is_closed:
            raise socket.gaierror(socket.EAI_NONAME, named.passed_by(None))
        return resolve(name, *more, **options)

    return resolve_kept
