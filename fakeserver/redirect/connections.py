"""Connections made by ``socket.socket``, and so by ``ssl``, asyncio and trio.

The last step: here name and port are known together, also where the name was looked up without the port.
"""

from __future__ import annotations

import _socket
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any, cast

from fakeserver.redirect.force import IN_FORCE
from fakeserver.redirect.patches import Replaced, of_class
from fakeserver.redirect.placeholders import MAPPED
from fakeserver.redirect.redirects import Address

_FAMILIES = (socket.AF_INET, socket.AF_INET6)


def led_address(opened: Any, address: Any) -> Any:
    """Return where a socket is to connect, given where its program wants to.

    Raises:
        socket.gaierror: a closed name, or the address that stands for it, by a port that leads nowhere.
    """
    if not isinstance(address, tuple) or len(address) < 2 or opened.family not in _FAMILIES:
        return address
    if not isinstance(address[1], int):
        # Python says so in its own words, before it looks anything up.
        return address
    named = IN_FORCE.named(address[0])
    if named is None:
        return address
    target = named.target(address[1])
    if target is not None:
        return _in_family(opened, *target)
    if named.is_closed:
        raise socket.gaierror(socket.EAI_NONAME, named.not_led(address[1]))
    return address


def _in_family(opened: Any, host: str, port: int) -> tuple[str, int]:
    """Return an address in the form that a socket's family takes."""
    if opened.family == socket.AF_INET6 and ":" not in host:
        # The fake may listen on IPv4 alone, which an IPv6 socket reaches unless it was told not to.
        with suppress(OSError):
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        return MAPPED + numeric(host), port
    return host if ":" in host else numeric(host), port


@lru_cache(maxsize=64)
def numeric(host: str) -> str:
    """Return the IPv4 address of the host where the fake listens."""
    # The system's own answer, whoever has replaced the function of ``socket``.
    address: str = _socket.gethostbyname(host)
    return address


def led_place(host: Any, port: Any) -> Address | None:
    """Return where a name leads, for those who connect without a socket; the name's own address without a port.

    None where it leads nowhere, and is not closed.

    Raises:
        socket.gaierror: it is closed.
    """
    named = IN_FORCE.named(host)
    if named is None:
        return None
    number = _port_number(port)
    target = named.target(number) if number else (named.placeholder, 0) if named.is_closed and named.ports else None
    if target is None and named.is_closed:
        raise socket.gaierror(socket.EAI_NONAME, named.not_led(number))
    return target and (numeric(target[0]), target[1])


def _port_number(port: Any) -> int:
    """Return a port as a number; 0 without one.

    Raises:
        socket.gaierror: no service has this name.
    """
    if isinstance(port, int) or port is None:
        return port or 0
    return cast(int, _socket.getaddrinfo("127.0.0.1", port)[0][4][1])


def leading(connect: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``connect`` or ``connect_ex`` of a socket class, led."""

    def connect_led(self: Any, address: Any, /) -> Any:
        return connect(self, led_address(self, address))

    return connect_led


def _refusing(send: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``sendto`` or ``sendmsg`` of a socket class, which looks up a name in the address that it is given."""

    def send_kept(self: Any, *arguments: Any) -> Any:
        address = arguments[-1] if arguments else None
        if isinstance(address, tuple) and len(address) > 1 and self.family in _FAMILIES:
            named = IN_FORCE.named(address[0])
            if named is not None and named.is_closed:
                raise socket.gaierror(socket.EAI_NONAME, named.passed_by(address[1]))
        return send(self, *arguments)

    return send_kept


def replaced() -> list[Replaced]:
    """Return what is replaced for connections."""
    return [
        *of_class(socket.socket, leading, "connect", "connect_ex"),
        *of_class(socket.socket, _refusing, "sendto", "sendmsg"),
    ]
