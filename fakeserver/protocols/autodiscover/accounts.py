"""Whom an address stands for, as Autodiscover tells it: an account here, a redirect elsewhere, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeserver.tenant.tenant import Tenant

#: What the real service's legacy names begin with, in every tenant.
ORGANIZATION = "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)"


@dataclass(frozen=True)
class Account:
    """A mailbox of the tenant."""

    #: primary SMTP address, also where an alias was asked for
    address: str
    display_name: str
    mailbox_guid: str
    tenant_id: str

    @property
    def domain(self) -> str:
        """The part after the @ of the primary address."""
        return self.address.rpartition("@")[2]

    @property
    def legacy_dn(self) -> str:
        """The user's legacyExchangeDN."""
        local_part = self.address.partition("@")[0]
        return f"{ORGANIZATION}/cn=Recipients/cn={self.mailbox_guid.replace('-', '')}-{local_part}"

    @property
    def server(self) -> str:
        """The server name of MAPI over HTTP: the mailbox GUID in the tenant's domain."""
        return f"{self.mailbox_guid}@{self.domain}"

    @property
    def server_dn(self) -> str:
        """The legacy name of that server."""
        return f"{ORGANIZATION}/cn=Configuration/cn=Servers/cn={self.server}"


@dataclass(frozen=True)
class Redirect:
    """A person of the directory whose mailbox is elsewhere (a guest): ask there."""

    address: str


def find(tenant: Tenant, address: str) -> Account | Redirect | None:
    """Return whom an address stands for in a tenant; addresses compare without case.

    A caller sees its own tenant only: another tenant's address is nobody, although this server may host it.
    """
    mailbox = tenant.mailstore.by_address(address)
    if mailbox is not None:
        return Account(mailbox.address, mailbox.display_name, str(mailbox.guid), tenant.tenant_id)
    user = tenant.directory.user_by_address(address)
    if user is None:
        return None
    own_domains = {domain.lower() for domain in tenant.domains}
    elsewhere = [known for known in user.addresses if known.rpartition("@")[2].lower() not in own_domains]
    if not elsewhere or elsewhere[0].lower() == address.lower():
        return None
    return Redirect(elsewhere[0])
