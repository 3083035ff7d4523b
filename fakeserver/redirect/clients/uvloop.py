"""uvloop looks names up and connects in C, from methods of its loop; these are led.

``Loop.sock_connect`` asks ``getaddrinfo`` and then connects by the socket, so it needs nothing more.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

from fakeserver.redirect.connections import led_place
from fakeserver.redirect.patches import Replaced, of_class
from fakeserver.redirect.placeholders import MAPPED

Method = Callable[..., Awaitable[Any]]


def replaced(uvloop: ModuleType) -> list[Replaced]:
    """Return what is replaced in uvloop."""
    return [
        *of_class(uvloop.Loop, _leading_getaddrinfo, "getaddrinfo"),
        *of_class(uvloop.Loop, _leading_create_connection, "create_connection"),
        *of_class(uvloop.Loop, _leading_create_datagram_endpoint, "create_datagram_endpoint"),
    ]


def _leading_getaddrinfo(look_up: Method) -> Method:
    async def getaddrinfo(self: asyncio.AbstractEventLoop, host: Any, port: Any, **options: Any) -> Any:
        # Names that are led need no network: ``socket`` answers at once, and leaves all others to uvloop.
        if led_place(host, None) is None:
            return await look_up(self, host, port, **options)
        return socket.getaddrinfo(host, port, **options)

    return getaddrinfo


def _leading_create_connection(connect: Method) -> Method:
    async def create_connection(
        self: asyncio.AbstractEventLoop, protocol_factory: Any, host: Any = None, port: Any = None, **options: Any
    ) -> Any:
        place = led_place(host, port)
        if place is None:
            return await connect(self, protocol_factory, host, port, **options)
        if options.get("family") == socket.AF_INET6:
            place = MAPPED + place[0], place[1]
        if options.get("ssl") and options.get("server_hostname") is None:
            options["server_hostname"] = host
        return await connect(self, protocol_factory, *place, **options)

    return create_connection


def _leading_create_datagram_endpoint(connect: Method) -> Method:
    async def create_datagram_endpoint(
        self: asyncio.AbstractEventLoop,
        protocol_factory: Any,
        local_addr: Any = None,
        remote_addr: Any = None,
        **options: Any,
    ) -> Any:
        place = None if remote_addr is None else led_place(*remote_addr[:2])
        return await connect(self, protocol_factory, local_addr, place or remote_addr, **options)

    return create_datagram_endpoint
