"""TLS handshakes: whether a fault that a test has ordered happens to one.

Nobody is known yet, so that the newest tenant's faults count.
"""

from collections.abc import Callable

from fakeserver.edge.exchange import Exchange
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.places import HANDSHAKE
from fakeserver.wire import HandshakeFault

Meets = Callable[[], HandshakeFault | None]


def handshakes(cloud: Cloud, protocol: str) -> Meets:
    """Return what says of a protocol's next handshake what goes wrong with it; None: nothing."""

    def meets() -> HandshakeFault | None:
        newest = cloud.newest
        if newest is None or newest.trouble.in_force is None:
            return None
        exchange = Exchange(cloud, protocol, HANDSHAKE, newest, operation=HANDSHAKE)
        effect = exchange.meets_fault()
        if effect is None or effect.handshake is None:
            return None
        exchange.answered("an alert" if effect.handshake == "alert" else f"a certificate: {effect.handshake}")
        return effect.handshake

    return meets
