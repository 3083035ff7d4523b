"""legacyExchangeDN."""

from fakeserver.tenant.exchange.legacy_names import legacy_dn


def test_it_ends_in_the_mailbox_and_the_first_part_of_the_address() -> None:
    assert legacy_dn("alice@contoso.com", "0a-1b") == (
        "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=0a1b-alice"
    )
