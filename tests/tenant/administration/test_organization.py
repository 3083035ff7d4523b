"""What all parts of a tenant rest on."""

import pytest

from fakeserver.tenant.administration.organization import Organization
from fakeserver.tenant.tenant import Tenant


@pytest.mark.parametrize("store", ["keys", "tokens", "mailstore", "transport"])
def test_stores_are_made_at_first_use_and_stay(store):
    tenant = Tenant()
    assert isinstance(tenant, Organization)
    assert store not in vars(tenant)
    assert getattr(tenant, store) is getattr(tenant, store)


def test_domains_compare_without_case():
    tenant = Tenant("contoso.com")
    tenant.domains.append("Fabrikam.example")
    assert tenant.is_local("CONTOSO.com")
    assert tenant.is_local("fabrikam.EXAMPLE")
    assert not tenant.is_local("example.com")
