"""The tenants of a fake that runs elsewhere, as far as this process has to do with them."""

from contextlib import suppress

from fakeserver.client.errors import ClientError
from fakeserver.client.link import Link, place
from fakeserver.client.tenant import RemoteTenant
from fakeserver.client.transport import Transport
from fakeserver.program_time import machine_time, program_time
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.journal.notes import Notes


class RemoteCloud:
    """Those that this client has made, and what has named none while they were there.

    Attributes:
        notes: empty; each tenant's notes have what was noted beside them.
        clock: whose time the journal goes by: over there, the newest tenant's.
        secrets: passwords and client secrets that answers have had.
    """

    def __init__(self, transport: Transport) -> None:
        self.notes = Notes()
        self.clock: Clock | None = None
        self.secrets: set[str] = set()
        self._transport = transport
        self._made: list[RemoteTenant] = []

    @property
    def tenants(self) -> list[RemoteTenant]:
        """The tenants that this client has made, oldest first."""
        return list(self._made)

    def resolve(self, name: str) -> RemoteTenant | None:
        """Return the tenant with an id or a domain, whoever has made it; None: there is none."""
        with suppress(LookupError):
            return self.tenant(name)
        return None

    def by_id(self, tenant_id: str) -> RemoteTenant | None:
        """Return the tenant with an id, whoever has made it; None: there is none."""
        return self.resolve(tenant_id)

    def tenant(self, name: str) -> RemoteTenant:
        """Return the tenant with an id or a domain.

        Raises:
            LookupError: there is none.
        """
        link = Link(self._transport, name, self.secrets)
        facts = link.get()
        known = next((tenant for tenant in self._made if tenant.tenant_id == facts["tenant_id"]), None)
        return known or RemoteTenant(Link(self._transport, facts["tenant_id"], self.secrets), facts)

    def all(self) -> list[RemoteTenant]:
        """Return every tenant of the fake, oldest first."""
        found = self._transport.json("GET", "/tenants")["tenants"]
        return [RemoteTenant(Link(self._transport, facts["tenant_id"], self.secrets), facts) for facts in found]

    def make(self, settings: dict[str, object]) -> RemoteTenant:
        """Make a tenant; its time is that which programs of this process read.

        Args:
            settings: a configuration.
        """
        facts = self._transport.json("POST", "/tenants", settings)
        tenant = RemoteTenant(Link(self._transport, facts["tenant_id"], self.secrets), facts)
        self._made.append(tenant)
        ahead = program_time() - machine_time()
        if abs(ahead) >= 1:
            tenant.clock.source_moved(ahead)
        return tenant

    def drop(self, tenant: RemoteTenant) -> None:
        """Remove a tenant with everything in it; its journal can still be read."""
        if tenant in self._made:
            self._made.remove(tenant)
            tenant.keep()
        with suppress(LookupError):
            # Somebody else has removed it.
            self._transport.json("DELETE", place("tenants", tenant.tenant_id))

    def drop_all(self) -> None:
        """Remove the tenants that this client has made, if the fake is still there."""
        for tenant in self.tenants:
            with suppress(ClientError):
                self.drop(tenant)

    def __repr__(self) -> str:
        return f"<tenants made here: {', '.join(tenant.domain for tenant in self._made) or 'none'}>"
