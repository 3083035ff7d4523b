from fakeserver.tenant.directory.permissions import MAIL_ROLES, MAIL_SCOPES
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens import forge
from tests.tokens import claims_of


def test_a_users_token(tenant: Tenant, alice: User) -> None:
    claims = forge.claims(tenant.tokens.issuer, 1000, tenant.public_app, alice)
    assert claims["scp"].split() == sorted(MAIL_SCOPES)
    assert (claims["upn"], claims["iat"], claims["exp"]) == (alice.upn, 700, 5500)
    assert "roles" not in claims
    assert forge.claims(tenant.tokens.issuer, 1000, tenant.public_app, alice, roles=("x",))["roles"] == ["x"]


def test_no_permission_at_all(tenant: Tenant) -> None:
    assert "scp" not in claims_of(tenant.mint(user="alice", scopes=[]))
    assert "roles" not in claims_of(tenant.mint(roles=[]))
    assert not {"roles", "scp"} & claims_of(tenant.mint(scopes=[])).keys()
    assert claims_of(tenant.mint(scopes=[], roles=["IMAP.AccessAsApp"]))["roles"] == ["IMAP.AccessAsApp"]
    assert claims_of(tenant.mint(user="alice", scopes=["SMTP.Send"]))["scp"] == "SMTP.Send"
    assert len(claims_of(tenant.mint(user="alice"))["scp"].split()) == len(MAIL_SCOPES)
    assert claims_of(tenant.mint())["roles"] == sorted(MAIL_ROLES)


def test_an_app_only_token(tenant: Tenant) -> None:
    claims = forge.claims(tenant.tokens.issuer, 1000, tenant.daemon_app, None)
    assert claims["roles"] == sorted(MAIL_ROLES)
    assert claims["exp"] - claims["iat"] == 3900
    assert "scp" not in claims
    assert forge.claims(tenant.tokens.issuer, 1000, tenant.daemon_app, None, scopes=("x", "y"))["scp"] == "x y"
