"""Codes about the request itself, its tenant and its authority."""

from typing import Any

import pytest
import requests

from tests.entra.aadsts.client import Caused, Entra

DAEMON = "https://outlook.office365.com/.default"


def get_token_endpoint(entra: Entra) -> Any:
    return requests.get(entra.url("oauth2/v2.0/token"), timeout=60)


def get_document(entra: Entra, authority: str) -> Any:
    return requests.get(entra.url("v2.0/.well-known/openid-configuration", authority), timeout=60)


def discover(entra: Entra, host: str) -> Any:
    query = {"api-version": "1.1", "authorization_endpoint": f"https://{host}/t/oauth2/v2.0/authorize"}
    return requests.get(entra.url("discovery/instance", "common"), query, timeout=60)


def foreign_form(entra: Entra) -> Any:
    """A sign-in page's form, sent by a browser that never saw the page."""
    return requests.post(entra.url("login"), {"flowToken": "made-up", "loginfmt": "a"}, timeout=60)


MISSING = "The request body must contain the following parameter: '{}'."

CASES = [
    (9002313, 400, "invalid_request", "", "Invalid request. Request is malformed or invalid.",
     lambda e: e.asks_as_daemon(headers={"Authorization": "Basic !"})),
    (9002313, 302, "invalid_request", "", "Invalid request. Request is malformed or invalid.",
     lambda e: e.person().goes(e.authorize_url(claims="{"))),
    (900144, 400, "invalid_request", "", MISSING.format("grant_type"), lambda e: e.asks()),
    (900144, 400, "invalid_request", "", MISSING.format("code"),
     lambda e: e.asks_as_daemon(grant_type="authorization_code")),
    (900144, 400, "invalid_request", "", MISSING.format("assertion"),
     lambda e: e.asks_as_daemon(grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer")),
    (900144, 400, "", "", MISSING.format("scope"), lambda e: e.person().goes(e.authorize_url(scope=""))),
    (900144, 302, "invalid_request", "", MISSING.format("response_type"),
     lambda e: e.person().goes(e.authorize_url(response_type=""))),
    (900144, 400, "", "", MISSING.format("client_id"), lambda e: e.person().goes(e.authorize_url(client_id=""))),
    (900561, 400, "invalid_request", "", "The endpoint only accepts POST, OPTIONS requests. Received a GET request.",
     get_token_endpoint),
    (90014, 400, "invalid_request", "",
     "The required field 'username' is missing from the credential. Ensure that you have all the necessary parameters "
     "for the login request.",
     lambda e: e.asks_as_daemon(grant_type="password", password="x")),
    (90014, 400, "invalid_request", "",
     "The required field 'scope' is missing from the credential. Ensure that you have all the necessary parameters for "
     "the login request.",
     lambda e: e.asks_as_daemon(scope=None)),
    (90014, 400, "invalid_request", "",
     "The required field 'api-version' is missing from the credential. Ensure that you have all the necessary "
     "parameters for the login request.",
     lambda e: requests.get(e.url("userrealm/a@b.example", "common"), timeout=60)),
    (901002, 400, "invalid_request", "", "The 'resource' request parameter isn't supported.",
     lambda e: e.asks_as_daemon(resource="https://outlook.office365.com")),
    (70003, 400, "unsupported_grant_type", "", "The app requested an unsupported grant type 'magic'.",
     lambda e: e.asks_as_daemon(grant_type="magic")),
    (70005, 302, "unsupported_response_type", "",
     "The app returned an unsupported response type due to the following reasons: response_type 'magic' is not "
     "supported.",
     lambda e: e.person().goes(e.authorize_url(response_type="magic"))),
    (700051, 302, "unsupported_response_type", "", "response_type 'token' is not enabled for the application.",
     lambda e: e.person().goes(e.authorize_url(response_type="token", response_mode="fragment"))),
    (700054, 302, "unsupported_response_type", "", "response_type 'id_token' is not enabled for the application.",
     lambda e: e.person().goes(e.authorize_url(response_type="id_token", nonce="n"))),
    (70007, 302, "invalid_request", "",
     "'magic' is not a supported value of 'response_mode' when requesting a token.",
     lambda e: e.person().goes(e.authorize_url(response_mode="magic"))),
    (90023, 400, "", "", "Unsupported 'prompt' value.", lambda e: e.person().goes(e.authorize_url(prompt="magic"))),
    (90023, 400, "", "", "Unsupported 'prompt' value.",
     lambda e: e.person().goes(e.authorize_url(prompt="consent select_account"))),
    (90112, 400, "invalid_request", "", "Application identifier is expected to be a GUID.",
     lambda e: requests.get(e.url("v2.0/.well-known/openid-configuration"), {"appid": "a@b.example"}, timeout=60)),
    (90015, 400, "", "", "Requested query string is too long.",
     lambda e: e.person().goes(e.authorize_url(state="s" * 9000))),
    (9000411, 400, "", "", "The request is not properly formatted. The parameter 'prompt' is duplicated.",
     lambda e: e.person().goes(e.authorize_url(prompt="login") + "&prompt=login")),
    (9000411, 400, "invalid_request", "",
     "The request is not properly formatted. The parameter 'scope' is duplicated.",
     lambda e: e.asks_as_daemon(scope=[DAEMON, DAEMON])),
    (50149, 302, "invalid_request", "", "Invalid Code_Challenge_method parameter.",
     lambda e: e.person().goes(e.authorize_url(code_challenge_method="S512"))),
    (501491, 302, "invalid_request", "", "Invalid size of Code_Challenge parameter.",
     lambda e: e.person().goes(e.authorize_url(code_challenge="short", code_challenge_method="S256"))),
    (50147, 302, "invalid_request", "", "Invalid size of the code challenge parameter.",
     lambda e: e.person().goes(e.authorize_url(code_challenge="short", code_challenge_method="plain"))),
    (165000, 400, "", "",
     "Invalid Request: The request tokens do not match the user context. Do not copy the user context values (cookies; "
     "form fields; headers) between different requests or user sessions; always maintain the ALL of the supplied "
     "values across a complete single user flow.",
     foreign_form),
    # --- the tenant and the authority ---
    (90002, 400, "invalid_request", "",
     "Tenant 'nowhere.example' not found. Check to make sure you have the correct tenant ID and are signing into the "
     "correct cloud. Check with your subscription administrator, this may happen if there are no active "
     "subscriptions for the tenant.",
     lambda e: e.asks_as_daemon(authority="nowhere.example")),
    (90002, 400, "invalid_tenant", "",
     "Tenant 'nowhere.example' not found. Check to make sure you have the correct tenant ID and are signing into the "
     "correct cloud. Check with your subscription administrator, this may happen if there are no active "
     "subscriptions for the tenant.",
     lambda e: get_document(e, "nowhere.example")),
    (900023, 400, "invalid_request", "",
     "Specified tenant identifier 'no_domain' is neither a valid DNS name, nor a valid external domain.",
     lambda e: e.asks_as_daemon(authority="no_domain")),
    (50049, 400, "invalid_instance", "", "Unknown or invalid instance.", lambda e: discover(e, "evil.example")),
    (50059, 400, "invalid_request", "",
     "No tenant-identifying information found in either the request or implied by any provided credentials.",
     lambda e: e.asks_as_daemon(authority="common")),
    (9001023, 400, "invalid_request", "",
     "The grant type isn't supported over the /common or /consumers endpoints. Please use the /organizations or "
     "tenant-specific endpoint.",
     lambda e: e.asks(authority="common", grant_type="password", client_id=e.public.client_id, scope=DAEMON,
                      username=e.alice.upn, password=e.alice.password)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "status", "error", "suberror", "text", "way"), CASES, ids=[c[0] for c in CASES])
def test_is_caused(caused: Caused, code: int, status: int, error: str, suberror: str, text: str, way: Any) -> None:
    assert caused(way, code, status, error, suberror, text) is None


def test_an_application_of_one_tenant_cannot_be_asked_for_at_common(caused: Caused, entra: Entra) -> None:
    app = entra.tenant.register_app("Local", public=True)
    app.multi_tenant = False
    caused(
        lambda e: e.person().goes(e.authorize_url(app, authority="common")),
        50194, 400, "", "",
        "Application '{Local}'(Local) is not configured as a multi-tenant application. Usage of the /common endpoint "
        "is not supported for such applications created after '10/15/2018'. Use a tenant-specific endpoint or "
        "configure the application to be multi-tenant.",
    )  # fmt: skip


def test_nobody_of_a_company_signs_in_as_a_consumer(caused: Caused) -> None:
    caused(
        lambda e: e.person().goes(e.authorize_url(authority="consumers")),
        9002332, 400, "", "",
        "Application '{public}'(Contoso Mail) is configured for use by Azure Active Directory users only. Please do "
        "not use the /consumers endpoint to serve this request.",
    )  # fmt: skip
