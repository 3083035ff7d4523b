"""What all parts of a tenant rest on."""

from fakeserver.tenant.administration.organization import Organization
from fakeserver.tenant.tenant import Tenant


def test_every_part_is_there_from_the_start():
    # Not at its first use, where two threads would each make one.
    tenant = Tenant()
    assert vars(tenant).keys() >= Organization.__annotations__.keys()


def test_domains_compare_without_case():
    tenant = Tenant("contoso.com")
    tenant.domains.append("Fabrikam.example")
    assert tenant.is_local("CONTOSO.com")
    assert tenant.is_local("fabrikam.EXAMPLE")
    assert not tenant.is_local("example.com")
