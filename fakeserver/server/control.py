"""What the control API has of the running server, and the key that it asks for."""

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeserver.server.endpoints import is_loopback
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant

if TYPE_CHECKING:
    from fakeserver.server.server import FakeServer

#: Octets of randomness in a key that is made.
_KEY_OCTETS = 24


def key_for(host: str, given: str | None) -> str | None:
    """Return the key that has to be shown: the given one; for other machines one is made; on loopback there is none."""
    if given is not None:
        return given
    return None if is_loopback(host) else secrets.token_urlsafe(_KEY_OCTETS)


class Controlled:
    """The server as the control API sees it."""

    def __init__(self, server: "FakeServer") -> None:
        self._server = server

    @property
    def cloud(self) -> Cloud:
        """All tenants."""
        return self._server.cloud

    @property
    def errors(self) -> list[BaseException]:
        """What the fake itself has raised."""
        return self._server.errors

    @property
    def control_key(self) -> str | None:
        """The key that has to be shown; None: none."""
        return self._server.control_key

    @property
    def names(self) -> tuple[str, ...]:
        """The host names and addresses by which clients may call the server."""
        return self._server.names

    def adopt(self, tenant: Tenant) -> None:
        """Serve a tenant that was made elsewhere, and let `reset` lead back to what it is now."""
        self._server.adopt(tenant)

    def drop_tenant(self, tenant: Tenant) -> None:
        """Remove a tenant with everything in it."""
        self._server.drop_tenant(tenant)

    def endpoints(self, tenant: Tenant) -> Mapping[str, Any]:
        """Return what a program needs in order to use a tenant, ready for JSON."""
        return self._server.endpoints(tenant)
