import pytest

from fakeserver.tenant.directory.permissions import MAIL_ROLES, MAIL_SCOPES
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens import forge


@pytest.fixture
def tenant() -> Tenant:
    return Tenant()


def test_a_users_token(tenant):
    alice = tenant.add_user("alice")
    claims = forge.claims(tenant.tokens.issuer, 1000, tenant.public_app, alice)
    assert claims["scp"].split() == sorted(MAIL_SCOPES)
    assert (claims["upn"], claims["iat"], claims["exp"]) == (alice.upn, 700, 5500)
    assert "roles" not in claims
    assert forge.claims(tenant.tokens.issuer, 1000, tenant.public_app, alice, roles=("x",))["roles"] == ["x"]


def test_an_app_only_token(tenant):
    claims = forge.claims(tenant.tokens.issuer, 1000, tenant.daemon_app, None)
    assert claims["roles"] == sorted(MAIL_ROLES)
    assert claims["exp"] - claims["iat"] == 3900
    assert "scp" not in claims
    assert forge.claims(tenant.tokens.issuer, 1000, tenant.daemon_app, None, scopes=("x", "y"))["scp"] == "x y"
