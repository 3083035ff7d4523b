"""The world that tests without sockets have in common: a cloud with one tenant in it, and people with mailboxes."""

import base64
from dataclasses import dataclass
from typing import Self

from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant

#: everybody's
PASSWORD = "Heron-Maple-4821"


@dataclass(frozen=True)
class World:
    """A cloud and the tenant in it."""

    cloud: Cloud
    tenant: Tenant

    @classmethod
    def of(cls, *names: str, frozen: bool = False) -> Self:
        """Make one whose tenant, contoso.onmicrosoft.com, has these users.

        Args:
            frozen: whether its clock stands still until the test advances it.
        """
        cloud, tenant = Cloud(), Tenant()
        cloud.add(tenant)
        if frozen:
            tenant.clock.freeze()
        for name in names:
            tenant.add_user(name, PASSWORD)
        return cls(cloud, tenant)

    def neighbour(self) -> Tenant:
        """Add another tenant to the cloud, fabrikam.onmicrosoft.com."""
        tenant = Tenant("fabrikam.onmicrosoft.com")
        self.cloud.add(tenant)
        return tenant

    def user(self, name: str = "alice") -> User:
        """Return a user by name."""
        return self.tenant.user(name)

    def mailbox(self, name: str = "alice") -> Mailbox:
        """Return a user's mailbox."""
        return self.tenant.mailbox(name)

    def xoauth2(self, user: User | str, *scopes: str, token: str | None = None, address: str | None = None) -> bytes:
        """Return the base64 response of XOAUTH2.

        Args:
            scopes: of the user's token, short names.
            token: in the place of one with these scopes.
            address: in the place of the user's own.
        """
        shown = self.tenant.token(self.tenant.public_app, user, *scopes) if token is None else token
        named = address or self.tenant.user(user).address
        return base64.b64encode(f"user={named}\x01auth=Bearer {shown}\x01\x01".encode())
