"""What the API needs of the server that it stands in."""

from collections.abc import Mapping
from typing import Any, Protocol

from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant


class Host(Protocol):
    """A running server."""

    @property
    def cloud(self) -> Cloud:
        """All tenants."""

    @property
    def errors(self) -> list[BaseException]:
        """What the fake itself has raised."""

    @property
    def control_key(self) -> str | None:
        """What has to be shown in ``Fakeserver-Key``; None: nothing."""

    @property
    def names(self) -> tuple[str, ...]:
        """The host names and addresses by which clients may call the server."""

    @property
    def places(self) -> Mapping[str, Any]:
        """Where everything is that no tenant has of its own, ready for JSON."""

    def adopt(self, tenant: Tenant) -> None:
        """Serve a tenant that was made elsewhere, and let `reset` lead back to what it is now."""

    def drop_tenant(self, tenant: Tenant) -> None:
        """Remove a tenant with everything in it."""

    def endpoints(self, tenant: Tenant) -> Mapping[str, Any]:
        """Return what a program needs in order to use a tenant, ready for JSON."""
