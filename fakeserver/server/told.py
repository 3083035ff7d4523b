"""Where clients are told that a server is: by its name for them, which need not be that of this process."""

from abc import ABC, abstractmethod
from typing import Any

from fakeserver.server.endpoints import Endpoints
from fakeserver.tenant.tenant import Tenant


class Told(ABC):
    """What a server tells of its places.

    Raises:
        NotRunningError: by each, where the server is not running.
    """

    @property
    @abstractmethod
    def _told(self) -> Endpoints:
        """The places, as clients are told."""

    @property
    def base_url(self) -> str:
        """Scheme, host and port of everything that speaks HTTP; no final slash."""
        return self._told.base_url

    @property
    def ews_url(self) -> str:
        """Where EWS answers."""
        return self._told.ews_url

    @property
    def graph_url(self) -> str:
        """Where Microsoft Graph answers, with its version; no final slash."""
        return self._told.graph_url

    @property
    def autodiscover_url(self) -> str:
        """Where Autodiscover (POX) answers; SOAP and JSON are beside it."""
        return self._told.autodiscover_url

    @property
    def control_url(self) -> str:
        """Where the control API answers; no final slash."""
        return self._told.control_url

    @property
    def inspector_url(self) -> str:
        """The page that shows a person what is there, and what was asked."""
        return self._told.inspector_url

    @property
    def places(self) -> dict[str, Any]:
        """Where everything is that no tenant has of its own, ready for JSON."""
        return self._told.places

    def authority(self, tenant: Tenant) -> str:
        """Return the authority that msal asks for."""
        return self._told.authority(tenant)

    def token_url(self, tenant: Tenant) -> str:
        """Return the tenant's token endpoint, v2.0."""
        return self._told.token_url(tenant)

    def endpoints(self, tenant: Tenant) -> dict[str, Any]:
        """Return what a program needs in order to use this tenant, ready for JSON; passwords and secrets included."""
        return self._told.described(tenant)
