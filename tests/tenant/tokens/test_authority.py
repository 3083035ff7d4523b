from typing import Any, Literal

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.directory.applications import Application, RedirectUri
from fakeserver.tenant.directory.permissions import EXCHANGE_ONLINE, RequestedScopes, parse_scopes
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import Redemption
from tests.tokens import claims_of, refresh_token_of
from tests.world import PASSWORD

MAIL = parse_scopes("https://outlook.office.com/IMAP.AccessAsUser.All openid profile offline_access")
DEFAULT = parse_scopes("https://outlook.office365.com/.default")


def sign_in(tenant: Tenant, app: Application | None = None, scopes: RequestedScopes = MAIL, **request: Any) -> str:
    app = app or tenant.public_app
    return tenant.tokens.authorize(
        app, tenant.user("alice"), scopes, tenant.tokens.issuer.new_sign_in(tenant.user("alice")), **request
    )


def test_a_code_gives_all_tokens(tenant: Tenant) -> None:
    issued = tenant.tokens.redeem_code(tenant.public_app, sign_in(tenant, nonce="n-1"))
    claims = claims_of(issued.access_token)
    assert claims["aud"] == issued.audience == "https://outlook.office.com"
    assert claims["scp"] == "IMAP.AccessAsUser.All"
    assert issued.scope == "https://outlook.office.com/IMAP.AccessAsUser.All"
    assert issued.expires_on == claims["exp"]
    assert issued.expires_in == claims["exp"] - int(tenant.clock.time())
    assert issued.refresh_token
    assert claims_of(issued.id_token)["nonce"] == "n-1"
    assert issued.client_info


def test_without_openid_scopes_there_is_the_access_token_alone(tenant: Tenant) -> None:
    issued = tenant.tokens.redeem_code(
        tenant.public_app, sign_in(tenant, scopes=parse_scopes("https://outlook.office.com/SMTP.Send"))
    )
    assert issued.refresh_token is None
    assert issued.id_token is None


def test_openid_scopes_alone_give_a_token_for_graph(tenant: Tenant) -> None:
    issued = tenant.tokens.redeem_code(tenant.public_app, sign_in(tenant, scopes=parse_scopes("openid profile")))
    claims = claims_of(issued.access_token)
    assert claims["aud"] == "https://graph.microsoft.com"
    assert claims["scp"] == "openid profile"


def test_a_refresh_token_gives_another_and_stays_good(tenant: Tenant) -> None:
    first = tenant.tokens.redeem_code(tenant.public_app, sign_in(tenant))
    second = tenant.tokens.redeem_refresh_token(tenant.public_app, refresh_token_of(first))
    assert second.refresh_token != first.refresh_token
    third = tenant.tokens.redeem_refresh_token(tenant.public_app, refresh_token_of(first))
    assert claims_of(third.access_token)["scp"] == "IMAP.AccessAsUser.All"
    assert claims_of(third.access_token)["sid"] == claims_of(first.access_token)["sid"]


def test_a_refresh_token_may_ask_for_another_resource(tenant: Tenant) -> None:
    first = tenant.tokens.redeem_code(tenant.public_app, sign_in(tenant))
    other = tenant.tokens.redeem_refresh_token(
        tenant.public_app, refresh_token_of(first), scopes=parse_scopes("User.Read offline_access")
    )
    assert claims_of(other.access_token)["aud"] == "https://graph.microsoft.com"


def test_a_refresh_with_openid_scopes_alone_keeps_the_resource(tenant: Tenant) -> None:
    first = tenant.tokens.redeem_code(tenant.public_app, sign_in(tenant))
    again = tenant.tokens.redeem_refresh_token(
        tenant.public_app, refresh_token_of(first), scopes=parse_scopes("openid offline_access")
    )
    assert again.scope == first.scope


def test_revoked_sessions_end_codes_and_refresh_tokens_but_not_what_comes_after(tenant: Tenant) -> None:
    code = sign_in(tenant)
    old = refresh_token_of(tenant.tokens.redeem_code(tenant.public_app, sign_in(tenant)))
    tenant.revoke("alice")
    for redeem, grant in ((tenant.tokens.redeem_code, code), (tenant.tokens.redeem_refresh_token, old)):
        with pytest.raises(no.GrantRevoked):
            redeem(tenant.public_app, grant)
    new = refresh_token_of(tenant.tokens.redeem_code(tenant.public_app, sign_in(tenant)))
    tenant.tokens.redeem_refresh_token(tenant.public_app, new)


def test_a_disabled_or_deleted_user_gets_nothing_more(tenant: Tenant) -> None:
    refresh_token = refresh_token_of(tenant.tokens.redeem_code(tenant.public_app, sign_in(tenant)))
    tenant.user("alice").enabled = False
    with pytest.raises(no.AccountDisabled):
        tenant.tokens.redeem_refresh_token(tenant.public_app, refresh_token)
    tenant.people.remove_user("alice")
    with pytest.raises(no.RefreshTokenInvalid):
        tenant.tokens.redeem_refresh_token(tenant.public_app, refresh_token)


def test_username_and_password(tenant: Tenant) -> None:
    issued = tenant.tokens.password(
        tenant.public_app, "alice@contoso.onmicrosoft.com", PASSWORD, MAIL, ip_address="10.0.0.7"
    )
    claims = claims_of(issued.access_token)
    assert (claims["amr"], claims["ipaddr"]) == (["pwd"], "10.0.0.7")


@pytest.mark.parametrize(("mfa", "refusal"), [("required", no.MfaRequired), ("enrol", no.MfaEnrolmentRequired)])
def test_a_password_is_not_enough_where_more_is_asked(
    tenant: Tenant, mfa: Literal["required", "enrol"], refusal: type[Refusal]
) -> None:
    tenant.user("alice").mfa = mfa
    with pytest.raises(refusal) as refused:
        tenant.tokens.password(tenant.public_app, "alice@contoso.onmicrosoft.com", PASSWORD, MAIL)
    assert no.explained(refused.value).rule.endswith(f"; user.mfa is '{mfa}'")


def test_client_credentials(tenant: Tenant) -> None:
    issued = tenant.tokens.client_credentials(tenant.daemon_app, DEFAULT)
    assert issued.expires_in == 3599
    assert (issued.scope, issued.refresh_token, issued.id_token) == (None, None, None)


@pytest.mark.parametrize(
    "scope",
    [
        "https://outlook.office365.com/SMTP.Send",
        "openid",
        "https://outlook.office365.com/.default openid",
    ],
)
def test_client_credentials_take_default_alone(tenant: Tenant, scope: str) -> None:
    with pytest.raises(no.ScopeMustBeDefault):
        tenant.tokens.client_credentials(tenant.daemon_app, parse_scopes(scope))


def test_consent_is_asked_for_and_kept(tenant: Tenant) -> None:
    app = tenant.register_app("Asks", public=True, delegated=["IMAP.AccessAsUser.All"], consent="user")
    alice = tenant.user("alice")
    for scopes in (MAIL, DEFAULT):
        assert tenant.tokens.entitlements.missing(app, alice, scopes) == {"IMAP.AccessAsUser.All"}
        with pytest.raises(no.ConsentMissing):
            tenant.tokens.issuer.issue_for_user(app, alice, scopes)
    tenant.directory.consent.grant(
        app.client_id, EXCHANGE_ONLINE, tenant.tokens.entitlements.missing(app, alice, MAIL), alice.object_id
    )
    tenant.tokens.issuer.issue_for_user(app, alice, MAIL)
    assert (
        claims_of(tenant.tokens.issuer.issue_for_user(app, alice, DEFAULT).access_token)["scp"]
        == "IMAP.AccessAsUser.All"
    )
    bob = tenant.add_user("bob")
    with pytest.raises(no.ConsentMissing):
        tenant.tokens.issuer.issue_for_user(app, bob, MAIL)


def test_nothing_registered_and_nothing_consented_is_a_refusal(tenant: Tenant) -> None:
    app = tenant.register_app("Nothing", public=True)
    with pytest.raises(no.ConsentMissing):
        tenant.tokens.issuer.issue_for_user(app, tenant.user("alice"), DEFAULT)


def test_default_gives_what_was_consented_to(tenant: Tenant) -> None:
    issued = tenant.tokens.issuer.issue_for_user(tenant.public_app, tenant.user("alice"), DEFAULT)
    assert "EWS.AccessAsUser.All" in claims_of(issued.access_token)["scp"].split()
    assert str(issued.scope).endswith("https://outlook.office365.com/.default")


def test_version_1_gives_refresh_and_id_token_unasked(tenant: Tenant) -> None:
    scopes = parse_scopes("https://outlook.office365.com//.default")
    issued = tenant.tokens.redeem_code(tenant.public_app, sign_in(tenant, scopes=scopes), how=Redemption("1.0"))
    assert claims_of(issued.access_token)["aud"] == "https://outlook.office365.com/"
    assert issued.refresh_token
    assert claims_of(issued.id_token)["ver"] == "1.0"


def test_a_single_page_app_is_known_by_its_redirect_uri(tenant: Tenant) -> None:
    uri = "https://app.example/spa"
    app = tenant.register_app(
        "Page", public=True, redirect_uris=[RedirectUri(uri, "spa")], delegated=["IMAP.AccessAsUser.All"]
    )
    code = sign_in(tenant, app, redirect_uri=uri, code_challenge="plain")
    with pytest.raises(no.OriginMissing):
        tenant.tokens.redeem_code(app, code, redirect_uri=uri, code_verifier="plain")
    origin = "https://app.example"
    issued = tenant.tokens.redeem_code(app, code, redirect_uri=uri, code_verifier="plain", origin=origin)
    with pytest.raises(no.OriginMissing):
        tenant.tokens.redeem_refresh_token(app, refresh_token_of(issued))
    tenant.clock.advance(24 * 3600)
    with pytest.raises(no.SpaRefreshTokenExpired):
        tenant.tokens.redeem_refresh_token(app, refresh_token_of(issued), origin=origin)


def test_capabilities_of_the_client_stand_in_the_token(tenant: Tenant) -> None:
    issued = tenant.tokens.redeem_code(tenant.public_app, sign_in(tenant), how=Redemption(capabilities=["cp1"]))
    assert claims_of(issued.access_token)["xms_cc"] == ["cp1"]


def test_issued_tokens_do_not_show(tenant: Tenant) -> None:
    issued = tenant.tokens.redeem_code(tenant.public_app, sign_in(tenant))
    for text in (issued.access_token, issued.refresh_token, issued.id_token):
        assert text is not None
        assert text not in repr(issued)
