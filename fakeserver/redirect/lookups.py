"""Names looked up through ``socket``: what is led has an address that stands for its name, what is closed has none.

``socket.getaddrinfo`` calls that of ``_socket``, and so do asyncio, trio, gevent and ``create_connection`` by way of
it: replaced there, it serves also those that have imported ``socket``'s before.
"""

from __future__ import annotations

import _socket
import socket
from collections.abc import Callable
from typing import Any

from fakeserver.redirect.force import IN_FORCE, Named
from fakeserver.redirect.patches import Patch, Replaced
from fakeserver.redirect.placeholders import MAPPED
from fakeserver.redirect.redirects import plain

Lookup = Callable[..., Any]


def leading_getaddrinfo(look_up: Lookup) -> Lookup:
    """Return ``getaddrinfo``, led."""

    def getaddrinfo(*arguments: Any, **options: Any) -> Any:
        named = IN_FORCE.named(arguments[0] if arguments else options.get("host"))
        if named is None:
            return look_up(*arguments, **options)
        return _getaddrinfo(look_up, named, *arguments, **options)

    return getaddrinfo


def _getaddrinfo(
    look_up: Lookup, named: Named, host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0
) -> Any:
    if flags & socket.AI_NUMERICHOST and plain(host) == named.name:
        # As the system says; the guard would say that it was kept from it.
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    if flags & socket.AI_NUMERICHOST or (flags & socket.AI_PASSIVE and not named.is_closed):
        return look_up(host, port, family, type, proto, flags)
    # The system reads port, family and flags, as always: the address that stands for the name needs no look-up.
    numeric = f"{MAPPED if family == socket.AF_INET6 else ''}{named.placeholder if named.ports else '127.0.0.1'}"
    found = look_up(numeric, port, family, type, proto, flags & ~socket.AI_ADDRCONFIG)
    number = found[0][4][1]
    if named.target(number) or (named.is_closed and named.ports and not number):
        return [(*entry[:3], entry[3] and named.name, entry[4]) for entry in found]
    if named.is_closed:
        raise socket.gaierror(socket.EAI_NONAME, named.not_led(number))
    return look_up(host, port, family, type, proto, flags)


def leading_gethostbyname(look_up: Lookup) -> Lookup:
    """Return ``gethostbyname``, led."""

    def gethostbyname(hostname: Any, /) -> Any:
        named = _closed(hostname)
        return look_up(hostname) if named is None else named.placeholder

    return gethostbyname


def leading_gethostbyname_ex(look_up: Lookup) -> Lookup:
    """Return ``gethostbyname_ex``, or ``gethostbyaddr``, led."""

    def gethostbyname_ex(hostname: Any, /) -> Any:
        named = _closed(hostname)
        return look_up(hostname) if named is None else (named.name, [], [named.placeholder])

    return gethostbyname_ex


def leading_getnameinfo(look_up: Lookup) -> Lookup:
    """Return ``getnameinfo``, which tells the name of an address that stands for one."""

    def getnameinfo(sockaddr: Any, flags: Any, /) -> Any:
        if not _is_led(sockaddr, flags):
            return look_up(sockaddr, flags)
        # The system wants an address or a name, and not both.
        host, service = look_up(sockaddr, flags & ~socket.NI_NAMEREQD | socket.NI_NUMERICHOST)
        named = _closed(host)
        return (host if named is None else named.name, service)

    return getnameinfo


def _is_led(sockaddr: Any, flags: Any) -> bool:
    wants_name = isinstance(flags, int) and not flags & socket.NI_NUMERICHOST
    return wants_name and isinstance(sockaddr, tuple) and bool(sockaddr) and IN_FORCE.named(sockaddr[0]) is not None


def _closed(host: object) -> Named | None:
    """Return a closed name that is looked up without a port, if it is one of those.

    Raises:
        socket.gaierror: no port of it leads anywhere.
    """
    named = IN_FORCE.named(host)
    if named is None or not named.is_closed:
        return None
    if not named.ports:
        raise socket.gaierror(socket.EAI_NONAME, named.not_led(None))
    return named


def replaced() -> list[Replaced]:
    """Return what is replaced for look-ups."""
    by_name = {
        "gethostbyname": leading_gethostbyname,
        "gethostbyname_ex": leading_gethostbyname_ex,
        "gethostbyaddr": leading_gethostbyname_ex,
        "getnameinfo": leading_getnameinfo,
    }
    both = [Patch(owner, name, replacing) for owner in (socket, _socket) for name, replacing in by_name.items()]
    return [Patch(_socket, "getaddrinfo", leading_getaddrinfo), *both]
