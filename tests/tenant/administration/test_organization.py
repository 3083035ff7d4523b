"""The tenant's name and domains."""

import threading
from random import Random

from fakeserver.tenant.administration.organization import Organization
from fakeserver.tenant.tenant import Tenant


def test_domains_compare_without_case(tenant: Tenant) -> None:
    tenant.organization.domains.append("Fabrikam.example")
    assert tenant.organization.is_local("CONTOSO.onmicrosoft.com")
    assert tenant.organization.is_local("fabrikam.EXAMPLE")
    assert not tenant.organization.is_local("example.com")


def test_a_short_name_is_one_of_the_initial_domain() -> None:
    organization = Organization("contoso.com", tenant_id="ABC", name=None, random=Random(1), lock=threading.RLock())
    assert organization.whole_address("alice") == "alice@contoso.com"
    assert organization.whole_address("alice@fabrikam.example") == "alice@fabrikam.example"
    assert (organization.tenant_id, organization.name) == ("abc", "Contoso")
