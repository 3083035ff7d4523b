"""Lead host names and ports of this process's connections elsewhere, at the moment they are looked up.

The only thing replaced is ``socket.getaddrinfo``, which urllib3, http.client, asyncio and the mail clients all ask.
What is not named goes where it always went; certificates are verified against the name that was asked for.
"""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

#: (host in small letters, port)
Address = tuple[str, int]


def sign_in_redirects(http: Address) -> dict[Address, Address]:
    """Return what msal for Python needs in order to sign in with user name and password.

    It asks for the user's realm at the authority's host name and forgets the port (msal 1.39,
    ``Authority.user_realm_discovery``), so that question arrives at 443.
    """
    return {("localhost", 443): http}


@contextmanager
def redirected(places: Mapping[Address, Address]) -> Iterator[None]:
    """Lead connections to other places until the block ends."""
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *more: Any, **options: Any) -> Any:
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
        # A service's name may stand for its port.
        number = {"https": 443, "http": 80}.get(str(port), port)
        place = places.get((name.lower(), number)) if isinstance(number, int) else None
        return look_up(host, port, *more, **options) if place is None else look_up(*place, *more, **options)

    socket.getaddrinfo = getaddrinfo
    try:
        yield
    finally:
        socket.getaddrinfo = look_up
