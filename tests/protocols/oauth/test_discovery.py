"""Configuration, keys, clouds and user realms, with the members and their order as recorded."""

import json
from typing import Any

import pytest

from fakeserver.wire import Headers, HttpRequest
from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of

BASE = "https://login.test:8443"
EXCHANGE = "https://outlook.office365.com"


def get(entra: Entra, path: str, query: str = "", base_url: str = BASE) -> Any:
    answer = entra.service.handle(HttpRequest("GET", path, query, base_url=base_url))
    assert Headers(answer.headers).get("Content-Type") == "application/json; charset=utf-8"
    return answer.status, json.loads(answer.body)


KEYS_V2 = """token_endpoint token_endpoint_auth_methods_supported jwks_uri response_modes_supported
subject_types_supported id_token_signing_alg_values_supported response_types_supported scopes_supported issuer
request_uri_parameter_supported userinfo_endpoint authorization_endpoint device_authorization_endpoint
http_logout_supported frontchannel_logout_supported end_session_endpoint claims_supported kerberos_endpoint
tenant_region_scope cloud_instance_name cloud_graph_host_name msgraph_host rbac_url"""


def test_the_members_stand_in_the_recorded_order(entra: Entra) -> None:
    status, document = get(entra, f"/{entra.tenant.tenant_id}/v2.0/.well-known/openid-configuration")
    assert status == 200
    assert list(document) == KEYS_V2.split()


def test_at_the_real_host_the_document_is_the_recorded_one(entra: Entra) -> None:
    host = "https://login.microsoftonline.com"
    tenant_id = entra.tenant.tenant_id
    _, document = get(entra, f"/{tenant_id}/v2.0/.well-known/openid-configuration", base_url=host)
    assert document["token_endpoint"] == f"{host}/{tenant_id}/oauth2/v2.0/token"
    assert document["jwks_uri"] == f"{host}/{tenant_id}/discovery/v2.0/keys"
    assert document["issuer"] == f"{host}/{tenant_id}/v2.0"
    assert document["userinfo_endpoint"] == "https://graph.microsoft.com/oidc/userinfo"
    assert document["token_endpoint_auth_methods_supported"] == [
        "client_secret_post",
        "private_key_jwt",
        "client_secret_basic",
    ]
    assert document["response_types_supported"] == ["code", "id_token", "code id_token", "id_token token"]
    assert document["rbac_url"] == "https://pas.windows.net"
    assert document["http_logout_supported"] is True


def test_elsewhere_nothing_leads_away_from_this_host(entra: Entra) -> None:
    _, document = get(entra, f"/{entra.tenant.tenant_id}/v2.0/.well-known/openid-configuration")
    assert all(value.startswith(BASE) for name, value in document.items() if name.endswith(("_endpoint", "_uri")))


def test_pkce_and_grants_are_not_advertised_though_they_work(entra: Entra) -> None:
    _, document = get(entra, f"/{entra.tenant.tenant_id}/v2.0/.well-known/openid-configuration")
    assert "code_challenge_methods_supported" not in document
    assert "grant_types_supported" not in document


def test_a_domain_becomes_the_guid_in_every_address(entra: Entra) -> None:
    _, by_domain = get(entra, f"/{entra.tenant.domain.upper()}/v2.0/.well-known/openid-configuration")
    _, by_guid = get(entra, f"/{entra.tenant.tenant_id}/v2.0/.well-known/openid-configuration")
    assert by_domain == by_guid


@pytest.mark.parametrize("authority", ["common", "organizations"])
def test_an_open_authority_has_a_template_for_issuer(entra: Entra, authority: str) -> None:
    _, document = get(entra, f"/{authority}/v2.0/.well-known/openid-configuration")
    assert document["issuer"] == "https://login.microsoftonline.com/{tenantid}/v2.0"
    assert document["token_endpoint"] == f"{BASE}/{authority}/oauth2/v2.0/token"
    assert document["tenant_region_scope"] is None


def test_version_1(entra: Entra) -> None:
    tenant_id = entra.tenant.tenant_id
    _, document = get(entra, f"/{tenant_id}/.well-known/openid-configuration")
    assert document["issuer"] == f"https://sts.windows.net/{tenant_id}/"
    assert document["jwks_uri"] == f"{BASE}/{tenant_id}/discovery/keys"
    assert document["token_endpoint"] == f"{BASE}/{tenant_id}/oauth2/token"
    assert document["check_session_iframe"].startswith(BASE)
    assert document["userinfo_endpoint"] == f"{BASE}/{tenant_id}/openid/userinfo"


@pytest.mark.parametrize("path", ["v2.0/.well-known/openid-configuration", ".well-known/openid-configuration"])
def test_an_applications_keys(entra: Entra, path: str) -> None:
    app = entra.tenant.public_app.client_id
    _, document = get(entra, f"/{entra.tenant.tenant_id}/{path}", f"appid={app}")
    assert document["jwks_uri"].endswith(f"/keys?appid={app}")
    _, refused = get(entra, f"/{entra.tenant.tenant_id}/{path}", "appid=alice@contoso.example")
    assert refused["error_codes"] == [90112]


@pytest.mark.parametrize(
    ("name", "code", "error"),
    [
        ("00000000-0000-0000-0000-000000000000", 90002, "invalid_tenant"),
        ("nowhere.example", 90002, "invalid_tenant"),
        ("not a tenant", 900023, "invalid_request"),
    ],
)
def test_an_unknown_tenant(entra: Entra, name: str, code: int, error: str) -> None:
    status, document = get(entra, f"/{name}/v2.0/.well-known/openid-configuration")
    assert (status, document["error"], document["error_codes"]) == (400, error, [code])


def test_documents_may_be_kept_for_a_day(entra: Entra) -> None:
    answer = entra.send(f"/{entra.tenant.tenant_id}/discovery/v2.0/keys")
    headers = Headers(answer.headers)
    assert headers.get("Cache-Control") == "max-age=86400, private"
    assert headers.get("Access-Control-Allow-Origin") == "*"
    assert headers.get("Access-Control-Allow-Methods") == "GET, OPTIONS"
    assert headers.get("P3P") == 'CP="DSP CUR OTPi IND OTRi ONL FIN"'
    assert headers.get("X-XSS-Protection") == "0"
    assert headers.get("x-ms-request-id")
    assert "x-ms-clitelem" not in headers


def test_keys_are_named_by_their_thumbprint(entra: Entra) -> None:
    _, document = get(entra, f"/{entra.tenant.tenant_id}/discovery/v2.0/keys")
    for key in document["keys"]:
        assert list(key) == ["kty", "use", "kid", "x5t", "n", "e", "x5c", "cloud_instance_name", "issuer"]
        assert key["kid"] == key["x5t"]
        assert (key["kty"], key["use"], key["e"]) == ("RSA", "sig", "AQAB")
    assert entra.tenant.keys.current.kid in [key["kid"] for key in document["keys"]]


def test_rolled_keys_are_published_at_once(entra: Entra) -> None:
    old = entra.tenant.keys.current.kid
    entra.tenant.keys.roll()
    _, document = get(entra, f"/{entra.tenant.tenant_id}/discovery/v2.0/keys")
    kids = [key["kid"] for key in document["keys"]]
    assert entra.tenant.keys.current.kid in kids
    assert old not in kids


def test_common_publishes_the_keys_of_every_tenant(entra: Entra) -> None:
    _, document = get(entra, "/common/discovery/v2.0/keys")
    assert entra.tenant.keys.current.kid in [key["kid"] for key in document["keys"]]
    assert document["keys"][0]["issuer"] == "https://login.microsoftonline.com/{tenantid}/v2.0"


def test_instance_discovery_knows_the_clouds(entra: Entra) -> None:
    endpoint = "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/authorize"
    status, document = get(entra, "/common/discovery/instance", f"api-version=1.1&authorization_endpoint={endpoint}")
    assert status == 200
    assert list(document) == ["tenant_discovery_endpoint", "api-version", "metadata"]
    assert document["tenant_discovery_endpoint"] == (
        "https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration"
    )
    assert document["metadata"][0] == {
        "preferred_network": "login.microsoftonline.com",
        "preferred_cache": "login.windows.net",
        "aliases": [
            "login.microsoftonline.com",
            "login.windows.net",
            "login.microsoft.com",
            "sts.windows.net",
        ],
    }


def test_instance_discovery_of_version_1_0_has_the_address_only(entra: Entra) -> None:
    endpoint = f"{BASE}/{entra.tenant.tenant_id}/oauth2/v2.0/authorize"
    _, document = get(entra, "/common/discovery/instance", f"api-version=1.0&authorization_endpoint={endpoint}")
    address = f"{BASE}/{entra.tenant.tenant_id}/v2.0/.well-known/openid-configuration"
    assert document == {"tenant_discovery_endpoint": address}


@pytest.mark.parametrize("endpoint", ["https://login.evil.example/t/oauth2/authorize", "nonsense", "https://[::1"])
def test_an_unknown_instance(entra: Entra, endpoint: str) -> None:
    status, document = get(entra, "/common/discovery/instance", f"authorization_endpoint={endpoint}")
    assert (status, document["error"], document["error_codes"]) == (400, "invalid_instance", [50049])
    assert document["error_description"].startswith("AADSTS50049: Unknown or invalid instance.")


def test_instance_discovery_without_an_endpoint(entra: Entra) -> None:
    _, document = get(entra, "/common/discovery/instance")
    assert document["error_codes"] == [900144]


def test_user_realm_of_a_domain_that_signs_in_here(entra: Entra) -> None:
    _, document = get(entra, f"/common/userrealm/alice@{entra.tenant.domain}", "api-version=1.0")
    assert document == {
        "ver": "1.0",
        "account_type": "Managed",
        "domain_name": entra.tenant.domain,
        "cloud_instance_name": "microsoftonline.com",
        "cloud_audience_urn": "urn:federation:MicrosoftOnline",
    }


@pytest.mark.parametrize("user", ["alice@nowhere.example", "alice", "@"])
def test_user_realm_of_an_unknown_domain(entra: Entra, user: str) -> None:
    _, document = get(entra, f"/common/UserRealm/{user}", "api-version=1.0")
    assert document["account_type"] == "Unknown"


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://login.microsoftonline.com", "max-age=31536000; includeSubDomains"),
        ("https://localhost:8443", ""),
        ("https://127.0.0.1:8443", ""),
        (BASE, ""),
    ],
)
@pytest.mark.parametrize(
    "path", ["v2.0/.well-known/openid-configuration", "oauth2/v2.0/token", "oauth2/v2.0/authorize"]
)
def test_only_microsofts_own_names_insist_on_tls(entra: Entra, path: str, base_url: str, expected: str) -> None:
    answer = entra.service.handle(HttpRequest("GET", f"/{entra.tenant.tenant_id}/{path}", base_url=base_url))
    assert Headers(answer.headers).get("Strict-Transport-Security") == expected


# --- an issuer of its own ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("folder", "version"), [("v2.0/", 2), ("", 1)])
@pytest.mark.parametrize("named", ["id", "domain"])
def test_the_issuer_may_be_the_address_that_was_asked(entra: Entra, folder: str, version: int, named: str) -> None:
    entra.tenant.policies.own_issuer = True
    authority = entra.tenant.tenant_id if named == "id" else entra.tenant.domain
    document = json.loads(entra.send(f"/{authority}/{folder}.well-known/openid-configuration").body)
    expected = f"{BASE}/{entra.tenant.tenant_id}/{folder.rstrip('/')}"
    assert document["issuer"] == expected
    browser = entra.sign_in(entra.browser(), version=version, resource="" if version == 2 else EXCHANGE)
    answer = entra.redeem(browser.parameters["code"], version=version)
    assert claims_of(answer.json["id_token"])["iss"] == expected
    assert claims_of(answer.json["access_token"])["iss"] == f"https://sts.windows.net/{entra.tenant.tenant_id}/"


def test_the_keys_name_the_same_issuer(entra: Entra) -> None:
    entra.tenant.policies.own_issuer = True
    document = json.loads(entra.send(f"/{entra.tenant.tenant_id}/discovery/v2.0/keys").body)
    assert {key["issuer"] for key in document["keys"]} == {f"{BASE}/{entra.tenant.tenant_id}/v2.0"}


def test_an_id_token_of_the_front_channel_names_it_too(entra: Entra) -> None:
    entra.tenant.policies.own_issuer = True
    entra.tenant.public_app.implicit = frozenset({"id_token"})
    browser = entra.sign_in(entra.browser(), response_type="id_token", nonce="n", response_mode="fragment")
    assert claims_of(browser.parameters["id_token"])["iss"] == f"{BASE}/{entra.tenant.tenant_id}/v2.0"
