from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant


def test_a_users_visit(cloud: Cloud, tenant: Tenant) -> None:
    visitor = cloud.door.admit(Protocol.IMAP, BearerToken(tenant.token(tenant.public_app, "alice")))
    visit = cloud.door.open(visitor)
    assert visitor.name == visitor.address == "alice@contoso.onmicrosoft.com"
    assert visit.acting_user is visitor.user
    assert (visit.tenant, visit.protocol) == (tenant, Protocol.IMAP)


def test_an_applications_visit(cloud: Cloud, tenant: Tenant) -> None:
    visitor = cloud.door.admit(Protocol.IMAP, BearerToken(tenant.app_token(tenant.daemon_app)))
    visit = cloud.door.open(visitor, "alice@contoso.onmicrosoft.com")
    assert (visitor.name, visitor.address, visitor.is_app) == ("'Contoso Mail Daemon'", None, True)
    assert visit.acting_user is None
    assert visit.trustee_id == tenant.daemon_app.service_principal_id
