import json
from base64 import urlsafe_b64decode

import pytest

from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.claims import SignIn, client_info, id_token_claims, pairwise_subject
from tests.tokens import claims_of

DELEGATED = (
    "aud iss iat nbf exp acct acr aio amr app_displayname appid appidacr enfpolids family_name given_name idtyp ipaddr "
    "login_hint name oid puid rh scp sid signin_state sub tid unique_name upn uti ver wids"
)
APP_ONLY = "aud iss iat nbf exp aio app_displayname appid appidacr idp oid rh roles sid sub tid uti ver wids"


def test_a_delegated_token_has_the_claims_of_version_1(tenant: Tenant) -> None:
    tenant.add_user("alice.adams")
    claims = claims_of(tenant.token(tenant.public_app, "alice.adams", "SMTP.Send", "IMAP.AccessAsUser.All"))
    assert " ".join(claims) == DELEGATED
    now = int(tenant.clock.time())
    assert claims["iat"] == claims["nbf"] == now - 300
    assert 3600 <= claims["exp"] - now <= 5400
    assert claims["iss"] == f"https://sts.windows.net/{tenant.tenant_id}/"
    assert claims["scp"] == "IMAP.AccessAsUser.All SMTP.Send"
    assert (claims["ver"], claims["acct"], claims["appidacr"], claims["idtyp"]) == ("1.0", 0, "0", "user")
    assert claims["upn"] == claims["unique_name"] == "alice.adams@contoso.onmicrosoft.com"
    assert claims["sub"] != claims["oid"]
    assert len(claims["puid"]) == 16


def test_an_app_only_token_has_the_claims_of_version_1(tenant: Tenant) -> None:
    claims = claims_of(tenant.app_token(tenant.daemon_app))
    assert " ".join(claims) == APP_ONLY
    assert claims["exp"] - claims["iat"] == 3900
    assert claims["sub"] == claims["oid"] == tenant.daemon_app.service_principal_id
    assert claims["idp"] == claims["iss"] == f"https://sts.windows.net/{tenant.tenant_id}/"
    assert "full_access_as_app" in claims["roles"]
    assert claims["appidacr"] == "1"


def test_an_app_without_roles_has_no_roles_claim(tenant: Tenant) -> None:
    app = tenant.register_app("Nothing")
    assert "roles" not in claims_of(tenant.app_token(app))


def test_a_guest_is_marked_and_has_a_home(tenant: Tenant) -> None:
    guest = tenant.add_user("bob@fabrikam.com", kind="guest")
    claims = claims_of(tenant.token(tenant.public_app, guest))
    assert claims["acct"] == 1
    assert claims["idp"].startswith("https://sts.windows.net/")


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_id_tokens(tenant: Tenant, version: str) -> None:
    claims = id_token_claims(
        tenant_id=tenant.tenant_id,
        application=tenant.public_app,
        user=tenant.user("alice"),
        openid_scopes={"openid", "email"},
        issued_at=1000,
        sign_in=SignIn("s", ("pwd", "mfa")),
        nonce="n",
        version=version,
        random=tenant.random,
    )
    assert claims["aud"] == tenant.public_app.client_id
    assert (claims["exp"], claims["nonce"], claims["ver"]) == (4600, "n", version)
    if version == "2.0":
        assert claims["iss"] == f"https://login.microsoftonline.com/{tenant.tenant_id}/v2.0"
        assert claims["preferred_username"] == claims["email"] == "alice@contoso.onmicrosoft.com"
    else:
        assert claims["iss"] == f"https://sts.windows.net/{tenant.tenant_id}/"
        assert claims["upn"] == "alice@contoso.onmicrosoft.com"
        assert claims["amr"] == ["pwd", "mfa"]


def test_client_info_is_what_msal_keys_its_cache_on(tenant: Tenant) -> None:
    text = client_info(tenant.tenant_id, tenant.user("alice"))
    assert json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4))) == {
        "uid": tenant.user("alice").object_id,
        "utid": tenant.tenant_id,
    }


def test_the_subject_is_pairwise() -> None:
    assert pairwise_subject("t", "u", "https://a") == pairwise_subject("t", "u", "https://a/")
    assert pairwise_subject("t", "u", "https://a") != pairwise_subject("t", "u", "https://b")
