"""Contexts of TLS that have the roots of the machine, where nothing tells them of the fake's authority.

A client that is made when its module is imported, before the block, has read them by then; others name the machine's
bundle by its path. Where such a context verifies a name that leads to the fake, the connection takes the roots of
``SSL_CERT_FILE``, which has both. Any other that is made within the block has had its chance, and keeps what it reads.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from types import ModuleType
from typing import Any
from weakref import WeakSet

from fakeserver.machine_roots import are_roots
from fakeserver.redirect.force import IN_FORCE
from fakeserver.redirect.patches import Patch, Replaced, of_class

#: of ``SSLContext``: how it makes the object of a connection, for a socket and for two buffers
SOCKET, BUFFERS = "_wrap_socket", "_wrap_bio"


def replaced(ssl: ModuleType) -> list[Replaced]:
    """Return what is replaced in ``ssl``."""
    told: WeakSet[Any] = WeakSet()

    @lru_cache(maxsize=2)
    def trusting(bundle: str) -> Any:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(bundle)
        return context

    def noting(new: Callable[..., Any]) -> Callable[..., Any]:
        def new_noted(cls: Any, *arguments: Any, **options: Any) -> Any:
            context = new(cls, *arguments, **options)
            told.add(context)
            return context

        return new_noted

    def reading(load: Callable[..., None]) -> Callable[..., None]:
        def load_read(self: Any, cafile: Any = None, capath: Any = None, cadata: Any = None) -> None:
            load(self, cafile, capath, cadata)
            if are_roots(cafile) or are_roots(capath):
                told.discard(self)

        return load_read

    def leading(wrap: Callable[..., Any]) -> Callable[..., Any]:
        # Two sockets or buffers, or a socket and a side; then the name, in this place or by its own.
        def wrap_led(self: Any, one: Any, other: Any, *more: Any, **options: Any) -> Any:
            made = wrap(self, one, other, *more, **options)
            bundle = os.environ.get("SSL_CERT_FILE")
            name = options.get("server_hostname") or (more[-1] if more else None)
            if bundle and self.verify_mode and self not in told and _is_led(name):
                made.context = trusting(bundle)
            return made

        return wrap_led

    return [
        Patch(ssl.SSLContext, "__new__", noting),
        Patch(ssl.SSLContext, "load_verify_locations", reading),
        *of_class(ssl.SSLContext, leading, SOCKET, BUFFERS),
    ]


def _is_led(name: object) -> bool:
    named = IN_FORCE.named(name)
    return named is not None and named.is_closed and bool(named.ports)
