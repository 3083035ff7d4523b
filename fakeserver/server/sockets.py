"""The sockets that a server listens on: a port for each protocol, by IPv4 and by IPv6 where clients say `localhost`.

What a name like `localhost` means is the machine's choice, and some programs try one of its addresses only.
"""

import errno
import socket
from collections.abc import Mapping
from contextlib import ExitStack

from fakeserver.server.endpoints import client_host

#: The address of localhost by IPv6.
IPV6_LOOPBACK = "::1"
#: Ports to try until one is free by IPv4 and IPv6 alike.
_TRIES = 20


class PortError(OSError):
    """A port that was asked for cannot be listened on."""


def listen(host: str, ports: Mapping[str, int]) -> dict[str, list[socket.socket]]:
    """Open the listening sockets of each protocol.

    Args:
        ports: by protocol; 0 for a free one.

    Returns:
        By protocol, the sockets of one port.

    Raises:
        PortError: a port is taken or not allowed; nothing is left open.
    """
    with ExitStack() as opened:
        sockets: dict[str, list[socket.socket]] = {}
        for protocol, port in ports.items():
            sockets[protocol] = [opened.enter_context(one) for one in _listen(host, port, protocol)]
        opened.pop_all()
    return sockets


def _listen(host: str, port: int, protocol: str) -> list[socket.socket]:
    both = ":" not in host and client_host(host) == "localhost" and socket.has_ipv6
    for _ in range(_TRIES):
        first = _open(host, port, protocol)
        if not both:
            return [first]
        chosen = first.getsockname()[1]
        try:
            return [first, socket.create_server((IPV6_LOOPBACK, chosen), family=socket.AF_INET6)]
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                # The machine has no IPv6, or none for localhost.
                return [first]
            first.close()
            if port:
                raise _refused(IPV6_LOOPBACK, port, protocol, error) from error
    raise PortError(f"no port is free by IPv4 and IPv6 for {protocol.upper()}")


def _open(host: str, port: int, protocol: str) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise _refused(host, port, protocol, error) from error


def _refused(host: str, port: int, protocol: str, error: OSError) -> PortError:
    reason = (error.strerror or str(error)).partition("(")[0].strip().lower()
    return PortError(f"cannot listen on {host} port {port} for {protocol.upper()}: {reason}")
