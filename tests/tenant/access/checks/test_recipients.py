"""To whom mail may be sent on."""

from fakeserver.tenant.access.checks.recipients import is_nobody
from fakeserver.tenant.tenant import Tenant


def test_whom_the_organization_has_and_whom_it_has_not(tenant: Tenant) -> None:
    domain = tenant.add_user("carol", aliases=["c@contoso.onmicrosoft.com"]).address.partition("@")[2]
    tenant.add_distribution_group("team", [])
    for name in ("carol", "c", "team"):
        assert not is_nobody(tenant, f"{name}@{domain}")
    assert is_nobody(tenant, f"dave@{domain}")
    assert is_nobody(tenant, f"dave@{domain.upper()}")
    assert not is_nobody(tenant, "dave@fabrikam.example")
