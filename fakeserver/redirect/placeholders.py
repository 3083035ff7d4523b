"""An address of its own for each name that is led, since many programs look a name up first and connect later.

The addresses are of the loopback network, where nobody listens: a connection that is not led ends on this machine. A
name keeps its address as long as the process lives, so that one that a program remembers still tells the name.
"""

from __future__ import annotations

import threading

#: of 127.0.0.0/8; nobody uses these
_NETWORK = "127.36"
#: how an IPv6 socket reaches an IPv4 address (RFC 4291, section 2.5.5.2)
MAPPED = "::ffff:"

_addresses: dict[str, str] = {}
_names: dict[str, str] = {}
_lock = threading.Lock()


def address_of(name: str) -> str:
    """Return the address that stands for a name."""
    address = _addresses.get(name)
    if address is None:
        with _lock:
            number = len(_addresses)
            address = _addresses.setdefault(name, f"{_NETWORK}.{5 + number // 250}.{1 + number % 250}")
            _names[address] = name
    return address


def name_at(address: str) -> str | None:
    """Return the name that an address stands for, if it stands for one."""
    return _names.get(address.removeprefix(MAPPED))
