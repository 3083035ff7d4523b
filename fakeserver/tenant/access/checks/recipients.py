"""Whether there is anybody at an address to whom mail may be sent on."""

from fakeserver.tenant.tenant import Tenant


def is_nobody(tenant: Tenant, address: str) -> bool:
    """Say whether an address would be the organization's, and belongs to nobody; of others nobody knows here."""
    return (
        tenant.organization.is_local(address.rpartition("@")[2].lower())
        and tenant.mailboxes.recipient(address) is None
        and tenant.directory.distribution_group(address) is None
    )
