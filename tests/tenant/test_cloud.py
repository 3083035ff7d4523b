import uuid
from datetime import UTC, datetime

from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant


def test_tenants_are_found_by_id_domain_and_address(cloud: Cloud, tenant: Tenant) -> None:
    assert cloud.by_id(tenant.tenant_id.upper()) is tenant
    assert cloud.by_domain("CONTOSO.onmicrosoft.com") is tenant
    assert cloud.by_address("anybody@contoso.onmicrosoft.com") is tenant
    assert cloud.resolve(tenant.tenant_id) is cloud.resolve(tenant.domain) is tenant
    for nobody in ("", "x", "@", "a@b"):
        assert cloud.by_address(nobody) is None
        assert cloud.resolve(nobody) is None


def test_the_newest_tenant_wins_a_shared_domain(cloud: Cloud, tenant: Tenant) -> None:
    second = Tenant()
    cloud.add(second)
    assert cloud.by_domain("contoso.onmicrosoft.com") is second
    cloud.remove(second)
    assert cloud.by_domain("contoso.onmicrosoft.com") is tenant
    cloud.remove(second)
    assert cloud.tenants == [tenant]


def test_further_domains_count(cloud: Cloud, tenant: Tenant) -> None:
    tenant.organization.domains.append("Contoso.com")
    assert cloud.by_address("alice@contoso.COM") is tenant


def test_free_domains_are_numbered() -> None:
    cloud = Cloud()
    for expected in ("contoso.onmicrosoft.com", "contoso-2.onmicrosoft.com", "contoso-3.onmicrosoft.com"):
        assert cloud.free_domain() == expected
        cloud.add(Tenant(expected))
    cloud.remove(cloud.tenants[0])
    assert cloud.free_domain() == "contoso.onmicrosoft.com"


def test_guids_are_guids() -> None:
    assert uuid.UUID(Cloud().new_guid()).version == 4


def test_the_newest_tenant_tells_how_servers_speak_before_sign_in() -> None:
    cloud = Cloud()
    assert cloud.front_end.imap_generation == "b"
    first, second = Tenant(), Tenant()
    cloud.add(first)
    first.policies.imap_generation = "c"
    assert cloud.front_end is first.policies
    cloud.add(second)
    assert cloud.front_end is second.policies
    cloud.remove(second)
    assert cloud.front_end is first.policies


def test_what_belongs_to_no_tenant_is_noted_at_the_newest_tenants_time() -> None:
    cloud = Cloud()
    before = datetime.now(UTC)
    cloud.journal.add("IMAP", "CAPABILITY", "OK")
    cloud.add(Tenant())
    newest = Tenant()
    cloud.add(newest)
    newest.clock.freeze(datetime(2030, 1, 1, tzinfo=UTC))
    cloud.journal.add("IMAP", "CAPABILITY", "OK")
    by_no_tenants_time, by_the_newest = cloud.journal.entries
    assert before <= by_no_tenants_time.at <= datetime.now(UTC)
    assert by_the_newest.at == newest.clock.now()
