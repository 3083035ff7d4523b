"""legacyExchangeDN: the name that Exchange's older interfaces have for a mailbox."""

from typing import Final

#: What the real service's legacy names begin with, in every tenant.
ORGANIZATION: Final = "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)"


def legacy_dn(address: str, mailbox_guid: str) -> str:
    """Return the legacyExchangeDN of the mailbox with a primary address and a GUID."""
    return f"{ORGANIZATION}/cn=Recipients/cn={mailbox_guid.replace('-', '')}-{address.partition('@')[0]}"
