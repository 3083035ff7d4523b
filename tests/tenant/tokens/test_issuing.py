"""Making tokens: whose, how long, dated when."""

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.directory.permissions import EXCHANGE, parse_scopes
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import Redemption
from fakeserver.tenant.tokens.issuing import Issuer
from tests.tokens import claims_of

MAIL = parse_scopes("https://outlook.office.com/IMAP.AccessAsUser.All openid profile offline_access")


@pytest.fixture
def issuer(tenant: Tenant) -> Issuer:
    return tenant.tokens.issuer


def test_lifetimes_are_drawn_between_60_and_90_minutes(tenant: Tenant, issuer: Issuer) -> None:
    lifetimes = {issuer.issue_for_user(tenant.public_app, tenant.user("alice"), MAIL).expires_in for _ in range(20)}
    assert len(lifetimes) > 10
    assert min(lifetimes) >= 3600
    assert max(lifetimes) <= 5400


def test_what_comes_after_a_revocation_is_dated_past_it(tenant: Tenant, issuer: Issuer) -> None:
    alice = tenant.user("alice")
    tenant.revoke(alice)
    issued = issuer.issue_for_user(tenant.public_app, alice, MAIL)
    assert claims_of(issued.access_token)["iat"] + 300 == alice.tokens_valid_from
    assert issuer.new_sign_in(alice).at == alice.tokens_valid_from


def test_an_application_has_an_hour(tenant: Tenant, issuer: Issuer) -> None:
    issued = issuer.issue_for_application(tenant.daemon_app, EXCHANGE, "https://outlook.office365.com")
    claims = claims_of(issued.access_token)
    assert (issued.expires_in, claims["exp"] - claims["iat"]) == (3599, 3900)


def test_nobody_is_issued_nothing(tenant: Tenant, issuer: Issuer) -> None:
    with pytest.raises(no.ScopeEmpty):
        issuer.issue_for_user(tenant.public_app, tenant.user("alice"), parse_scopes(""))


def test_an_id_token_at_the_redirect_is_bound_to_its_code(tenant: Tenant, issuer: Issuer) -> None:
    alice = tenant.user("alice")
    token = issuer.front_channel_id_token(
        tenant.public_app, alice, MAIL, issuer.new_sign_in(alice), how=Redemption("2.0"), nonce="n", code="abc"
    )
    assert claims_of(token)["nonce"] == "n"
    assert "c_hash" in claims_of(token)
    assert "at_hash" not in claims_of(token)
