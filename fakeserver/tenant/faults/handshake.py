"""Faults of TLS: handshakes that fail, and certificates that no client should take.

They happen to new connections; one that is open stays so. Everything over HTTP comes to one port, so that there a fault
is every service's, whichever of them is named.
"""

from typing import Unpack

from fakeserver.tenant.faults.fault import Where
from fakeserver.tenant.faults.order import Order
from fakeserver.tenant.places import HANDSHAKE, MAIL, PLACES, Named, Place

#: the protocol of all services over HTTP
HTTP = "HTTP"


def expired_certificate(place: Place, **where: Unpack[Where]) -> Order:
    """The certificate has expired; until it is cancelled. SMTP shows it after STARTTLS."""
    return _handshake(place, where)


def wrong_name(place: Place, **where: Unpack[Where]) -> Order:
    """The certificate is for another name; until it is cancelled."""
    return _handshake(place, where)


def untrusted_certificate(place: Place, **where: Unpack[Where]) -> Order:
    """The certificate is of an authority that nobody trusts; until it is cancelled."""
    return _handshake(place, where)


def broken_tls(place: Place, **where: Unpack[Where]) -> Order:
    """The TLS handshake ends in an alert; until it is cancelled."""
    return _handshake(place, where)


def _handshake(place: Place, where: Where) -> Order:
    protocol = PLACES[place].protocol if place in MAIL else HTTP
    return Order(place, "", where, times=None, of=Named(protocol, (HANDSHAKE,)))
