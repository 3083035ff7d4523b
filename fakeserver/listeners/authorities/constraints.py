"""Which names a kept authority may sign for, as X.509 says it: NameConstraints (RFC 5280, section 4.2.1.10).

A host name in it permits all names below it as well; there is no way to permit one name alone.
"""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from cryptography.x509 import Certificate, DNSName, ExtensionNotFound, IPAddress, NameConstraints

from fakeserver import service_names
from fakeserver.listeners.authorities.authority import ANOTHER_HOST

#: loopback, which is nobody's; with names below localhost (RFC 6761, section 6.3)
_LOOPBACK = ("localhost", "127.0.0.0/8", "::1/128")
#: The page for device codes has this name; but who is trusted with it is trusted with all of Microsoft's names.
_TOO_WIDE = frozenset(["microsoft.com"])
#: the real service's, as far as they are permitted
SERVICE_NAMES = tuple(name for name in service_names.EVERY if name not in _TOO_WIDE)


def permitting(names: Iterable[str]) -> NameConstraints:
    """Return constraints that permit our own names, and nothing else of their kinds.

    Args:
        names: further host names and IP addresses.

    Raises:
        ValueError: a name is none.
    """
    permitted = dict.fromkeys((*_LOOPBACK, ANOTHER_HOST, *SERVICE_NAMES, *names))
    return NameConstraints(list(map(_general_name, permitted)), excluded_subtrees=None)


def permitted(certificate: Certificate) -> list[DNSName | IPAddress]:
    """Return what a certificate's constraints permit; without constraints nothing."""
    try:
        constraints = certificate.extensions.get_extension_for_class(NameConstraints).value
    except ExtensionNotFound:
        return []
    return [name for name in constraints.permitted_subtrees or () if isinstance(name, DNSName | IPAddress)]


def covers(permitted: Iterable[DNSName | IPAddress], name: str) -> bool:
    """Say whether a host name or an IP address is among those that are permitted."""
    try:
        address = ip_address(name)
    except ValueError:
        wanted = name.lower()
        bases = (base.value.lower() for base in permitted if isinstance(base, DNSName))
        return any(wanted == base or wanted.endswith(f".{base}") for base in bases)
    return any(address in ip_network(base.value) for base in permitted if isinstance(base, IPAddress))


def _general_name(name: str) -> DNSName | IPAddress:
    try:
        return IPAddress(ip_network(name))
    except ValueError:
        return DNSName(name)
