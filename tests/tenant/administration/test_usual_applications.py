from fakeserver.tenant.administration.usual_applications import GRAPH_ROLES, GRAPH_SCOPES
from fakeserver.tenant.directory.permissions import MAIL_ROLES, MAIL_SCOPES
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.tokens import claims_of


def test_a_tenant_has_a_public_application_and_a_daemon(tenant: Tenant, alice: User) -> None:
    assert tenant.apps == [tenant.public_app, tenant.daemon_app]
    assert (tenant.public_app.public, tenant.daemon_app.public) == (True, False)
    assert set(claims_of(tenant.token(tenant.public_app, alice))["scp"].split()) == set(MAIL_SCOPES)
    assert set(claims_of(tenant.app_token(tenant.daemon_app))["roles"]) == set(MAIL_ROLES)
    graph = "https://graph.microsoft.com/.default"
    assert set(claims_of(tenant.token(tenant.public_app, alice, graph))["scp"].split()) == set(GRAPH_SCOPES)
    assert set(claims_of(tenant.app_token(tenant.daemon_app, graph))["roles"]) == set(GRAPH_ROLES)
    held = tenant.permissions.rights(alice.mailbox.address, tenant.daemon_app.service_principal_id)
    assert {"FullAccess", "SendAs"} <= held


def test_a_tenant_without_defaults_has_none() -> None:
    assert Tenant(defaults=False).apps == []
