"""Whom a child signs in."""

from fakeserver.children.identity import identity
from fakeserver.config import Config, build
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant


def test_the_first_of_each_kind() -> None:
    tenant = build(Config(), Cloud())
    public, daemon = tenant.apps
    alice = tenant.user("alice")
    assert identity(tenant, alice) == {
        "M365_TENANT_ID": tenant.tenant_id,
        "M365_CLIENT_ID": public.client_id,
        "M365_DAEMON_CLIENT_ID": daemon.client_id,
        "M365_CLIENT_SECRET": daemon.client_secret,
        "M365_USERNAME": alice.upn,
        "M365_PASSWORD": alice.password,
    }


def test_nobodys_values_are_empty_so_that_no_other_tenants_are_left() -> None:
    tenant = Tenant()
    assert {name for name, value in identity(tenant, None).items() if not value} >= {"M365_USERNAME", "M365_PASSWORD"}
