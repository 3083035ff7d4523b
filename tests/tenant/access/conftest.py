"""A cloud with one tenant in it, and a knock at its door as each protocol knocks."""

from collections.abc import Callable

import pytest

from fakeserver.tenant.access.credentials import BearerToken, Password
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.permissions import EXCHANGE_ONLINE
from fakeserver.tenant.tenant import Tenant
from tests.world import World

Knock = Callable[..., Visit]
#: Those whose tokens are for Exchange Online. Graph has permissions for each operation, and tests of its own.
BY_EXCHANGE = [protocol for protocol in Protocol if REQUIREMENTS[protocol].resource == EXCHANGE_ONLINE]


@pytest.fixture
def world() -> World:
    world = World.of("alice", "bob", frozen=True)
    world.tenant.people.add_alias("alice", "al")
    return world


@pytest.fixture
def knock(cloud: Cloud, tenant: Tenant) -> Knock:
    """Return what comes in by a token or a password: the address goes beside a SASL token, or into EWS's header."""

    def come_in(protocol: Protocol, shown: str | Password, to: str | None = None, user_agent: str = "") -> Visit:
        address = None if to is None else f"{to}@{tenant.domain}"
        if isinstance(shown, Password):
            return cloud.door.open(cloud.door.admit(protocol, shown, user_agent=user_agent), address)
        token = BearerToken(shown, None if protocol is Protocol.EWS else address)
        visitor = cloud.door.admit(protocol, token, user_agent=user_agent)
        if protocol is Protocol.EWS and visitor.is_app and address:
            return cloud.door.impersonate(visitor, "primary_address", address)
        return cloud.door.open(visitor, address)

    return come_in
