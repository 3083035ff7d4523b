"""Lead host names and ports of this process's connections elsewhere, at the moment they are looked up.

The only thing replaced is ``socket.getaddrinfo``, which urllib3, http.client, httpx, asyncio, trio and the mail clients
all ask. Other names are looked up as usual; certificates are verified against the name that was asked for. Resolvers of
their own (aiodns, uvloop, dnspython) don't use it and are not redirected.
"""

import socket
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from fakeserver.digits import number_in
from fakeserver.service_names import AUTODISCOVER, EVERY, GRAPH, MAIL, SIGN_IN, SUBMISSION, autodiscover_name

#: (host in small letters, port)
Address = tuple[str, int]

#: A service's name may stand for its port.
_SERVICES = {
    "https": 443, "http": 80, "imaps": 993, "imap": 143, "pop3s": 995, "pop3": 110, "submission": 587, "smtp": 25,
}  # fmt: skip


class Redirects(NamedTuple):
    """Names and ports, and where they are redirected to."""

    targets: Mapping[Address, Address]
    #: names that have no other ports than those in `targets`: a connection there would leave the machine
    closed: Collection[str] = frozenset()


def sign_in_redirects(http: Address) -> Redirects:
    """Return what msal for Python needs in order to sign in with user name and password.

    It asks for the user's realm at the authority's host name and forgets the port (msal 1.39,
    ``Authority.user_realm_discovery``), so that question arrives at 443.
    """
    return Redirects({("localhost", 443): http})


def service_redirects(http: Address, imap: Address, pop3: Address, smtp: Address, domains: Iterable[str]) -> Redirects:
    """Return what leads every name of the real service to a server's ports.

    Args:
        domains: whose ``autodiscover.<domain>`` lead there as well; the domains themselves have no web site.
    """
    domains = [domain.lower() for domain in domains]
    targets: dict[Address, Address] = {}
    for name in (*SIGN_IN, *GRAPH, *MAIL, *AUTODISCOVER, *map(autodiscover_name, domains)):
        targets[name, 443] = http
    for name in MAIL:
        targets |= {(name, 993): imap, (name, 995): pop3, (name, 587): smtp}
    for name in SUBMISSION:
        targets |= {(name, 587): smtp, (name, 25): smtp}
    return Redirects(targets, frozenset((*EVERY, *domains, *map(autodiscover_name, domains))))


@contextmanager
def redirected(redirects: Redirects) -> Iterator[None]:
    """Lead connections to other addresses until the block ends; blocks may be nested.

    Raises, where a connection is made:
        socket.gaierror: another port of a closed name.
    """
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *more: Any, **options: Any) -> Any:
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
        name = name.lower().removesuffix(".")
        number = _number(port)
        target = None if number is None else redirects.targets.get((name, number))
        if target is not None:
            return look_up(*target, *more, **options)
        if name in redirects.closed:
            if not number:
                # A look-up of the name alone; the port comes later.
                return look_up("127.0.0.1", port, *more, **options)
            ports = sorted(known for known_name, known in redirects.targets if known_name == name)
            led = f"only {', '.join(map(str, ports))} lead to the fake" if ports else "nothing is there"
            raise socket.gaierror(socket.EAI_NONAME, f"{name} port {number} is kept from the network: {led}")
        return look_up(host, port, *more, **options)

    socket.getaddrinfo = getaddrinfo
    try:
        yield
    finally:
        socket.getaddrinfo = look_up


def _number(port: Any) -> int | None:
    """Return a port as a number, in whichever form it was given; None without one."""
    if isinstance(port, bytes):
        port = port.decode("ascii", "replace")
    if isinstance(port, str):
        return _SERVICES.get(port.lower()) or number_in(port, 5)
    return port if isinstance(port, int) else None
