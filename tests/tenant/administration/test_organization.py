"""The tenant's name and domains."""

import threading
from random import Random

import pytest

from fakeserver.tenant.administration.organization import Organization
from fakeserver.tenant.tenant import Tenant


def test_domains_compare_without_case(tenant: Tenant) -> None:
    tenant.organization.domains.append("Fabrikam.example")
    assert tenant.organization.is_local("CONTOSO.onmicrosoft.com")
    assert tenant.organization.is_local("fabrikam.EXAMPLE")
    assert not tenant.organization.is_local("example.com")


def test_an_address_is_inside_by_its_domain(tenant: Tenant) -> None:
    assert tenant.organization.is_inside("nobody@Contoso.onmicrosoft.com")
    assert not tenant.organization.is_inside("alice@example.com")


def test_a_short_name_is_one_of_the_initial_domain() -> None:
    given = "5C8A2B8E-1C3B-4C52-9D0F-0F6FF8F9A001"
    organization = Organization("contoso.com", tenant_id=given, name=None, random=Random(1), lock=threading.RLock())
    assert organization.whole_address("alice") == "alice@contoso.com"
    assert organization.whole_address("alice@fabrikam.example") == "alice@fabrikam.example"
    assert (organization.tenant_id, organization.name) == (given.lower(), "Contoso")


@pytest.mark.parametrize(
    "given", [{"domain": "zz"}, {"domain": ""}, {"domain": "a b.example"}, {"tenant_id": "x"}, {"tenant_id": ""}]
)
def test_an_odd_name_or_id_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^(domain|tenant_id) is a"):
        Tenant(**given)  # type: ignore[arg-type]
