"""The last guard: no closed name is looked up or connected to by a way that nothing here leads.

A program may have imported ``socket.gethostbyname`` itself before, or call the socket class of C. Python tells its
audit hooks of those as well, and they can refuse, though not lead. A hook can't be taken away again; while nothing is
closed it passes everything on.

Source: docs.python.org/3/library/audit_events.html
"""

from __future__ import annotations

import socket
import sys
from functools import cache
from typing import Any

from fakeserver.redirect.force import IN_FORCE
from fakeserver.redirect.redirects import plain

#: Event -> which of its arguments is the host.
_LOOKUPS = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}
#: Events whose second argument is the address of the peer.
_TRANSFERS = frozenset(("socket.connect", "socket.sendto", "socket.sendmsg"))


@cache
def stand() -> None:
    """Be there from now on, to the end of the process; once."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise an exception for what would leave the machine."""
    if event[:7] != "socket." or not IN_FORCE.closes_some:
        return
    if event in _LOOKUPS:
        _refuse_host(arguments[0], None)
    elif event in _TRANSFERS:
        address = arguments[1]
        if isinstance(address, tuple) and len(address) > 1:
            _refuse_host(address[0], address[1])


def _refuse_host(host: object, port: object) -> None:
    named = IN_FORCE.named(host)
    if named is None or not named.is_closed:
        return
    if port is None:
        # The address that stands for a name is looked up by us, for its port and family.
        if plain(host) != named.name:
            return
        raise socket.gaierror(socket.EAI_NONAME, named.passed_by(None))
    number = port if isinstance(port, int) else None
    raise socket.gaierror(socket.EAI_NONAME, named.passed_by(number))
