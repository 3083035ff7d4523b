"""The routes, and that whatever comes gets an answer of Entra ID's own."""

import gzip
import json
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeserver.protocols.oauth.service import PREFIXES, ROUTES, OAuthService
from fakeserver.protocols.oauth.token import GRANTS
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.protocols.oauth.client import Entra
from tests.work import calls_of, line_growth_of
from tests.world import PASSWORD, World


@pytest.mark.parametrize("path", [*ROUTES, *(f"{prefix}x" for prefix in PREFIXES)])
def test_every_route_is_found_in_any_case(entra: Entra, path: str) -> None:
    assert entra.service.matches(f"/common/{path}")
    assert entra.service.matches(f"/COMMON/{path.upper()}")


def test_an_authority_may_end_in_a_slash(entra: Entra) -> None:
    """msal's own default does: https://login.microsoftonline.com/common/."""
    for path in ("v2.0/.well-known/openid-configuration", "oauth2/v2.0/token", "userrealm/x"):
        assert entra.service.matches(f"/common//{path}")
    answer = entra.send(f"/{entra.tenant.tenant_id}//v2.0/.well-known/openid-configuration", method="GET")
    assert json.loads(answer.body)["token_endpoint"].endswith(f"/{entra.tenant.tenant_id}/oauth2/v2.0/token")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//",
        "/common",
        "/common/",
        "/common//",
        "/common///oauth2/v2.0/token",
        "/EWS/Exchange.asmx",
        "/autodiscover/x.xml",
    ],
)
def test_other_paths_are_not_ours(entra: Entra, path: str) -> None:
    assert not entra.service.matches(path.lower())


@pytest.mark.parametrize("body", [b"a&" * 1000, b"&" * 1000, b"x=%41&" * 1000])
def test_a_form_of_too_many_parameters_is_not_read(entra: Entra, body: bytes) -> None:
    def send(form: bytes) -> None:
        answer = entra.service.handle(HttpRequest("POST", f"/{entra.tenant.tenant_id}/oauth2/v2.0/token", body=form))
        assert json.loads(answer.body)["error_codes"] == [9002313]

    assert line_growth_of(lambda times: send(body * times), 1) < 1.1


def test_a_script_may_ask_first(entra: Entra) -> None:
    headers = {"Origin": "https://spa.example", "Access-Control-Request-Headers": "x-client-sku"}
    answer = entra.send(f"/{entra.tenant.tenant_id}/oauth2/v2.0/token", method="OPTIONS", headers=headers)
    fields = Headers(answer.headers)
    assert answer.status == 200
    assert fields.get("Access-Control-Allow-Origin") == "https://spa.example"
    assert fields.get("Access-Control-Allow-Headers") == "x-client-sku"


def test_a_body_beyond_measure_is_malformed(entra: Entra) -> None:
    answer = entra.send(f"/{entra.tenant.tenant_id}/oauth2/v2.0/token", b"a=1&" * 400_000)
    assert json.loads(answer.body)["error_codes"] == [9002313]


def test_a_packed_form_is_unpacked_up_to_the_measure_of_any_form(entra: Entra) -> None:
    def code(body: bytes, coding: str = "gzip") -> int:
        path = f"/{entra.tenant.tenant_id}/oauth2/v2.0/token"
        headers = Headers([("Content-Type", "application/x-www-form-urlencoded")])
        answer = entra.service.handle(HttpRequest("POST", path, headers=headers, body=body, coding=coding))
        found: int = json.loads(answer.body)["error_codes"][0]
        return found

    assert code(gzip.compress(b"grant_type=x")) == code(b"grant_type=x", "") != 9002313
    assert code(gzip.compress(b"\0" * 10_000_000)) == code(b"no gzip") == 9002313
    larger = gzip.compress(b"\0" * 50_000_000)
    smaller = gzip.compress(b"\0" * 5_000_000)
    assert calls_of(lambda: code(larger)) == calls_of(lambda: code(smaller))


# --- anything at all ------------------------------------------------------------------------------------------------

WORLD = World.of("alice")
TENANT = WORLD.tenant
SERVICE = OAuthService(WORLD.cloud)

#: any text at all: what a peer sends undecodable arrives as lone surrogates
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)
WORDS = st.one_of(
    ANYTHING,
    st.sampled_from(
        [
            *GRANTS,
            TENANT.public_app.client_id,
            TENANT.daemon_app.client_id,
            "alice@contoso.onmicrosoft.com",
            PASSWORD,
            "https://outlook.office.com/.default",
            "https://outlook.office.com/IMAP.AccessAsUser.All offline_access openid",
            "code",
            "id_token",
            "none",
            "http://localhost:1",
            "form_post",
            '{"access_token":{"xms_cc":{"values":["cp1"]}}}',
            '{"access_token":[]}',
            "a.b.c",
        ]
    ),
)
NAMES = st.one_of(
    st.sampled_from(
        """grant_type client_id client_secret scope resource code redirect_uri code_verifier refresh_token username
        password device_code assertion requested_token_use client_assertion client_assertion_type claims response_type
        response_mode state nonce prompt login_hint code_challenge code_challenge_method client_info flow do loginfmt
        login passwd account otc newpasswd authorization_endpoint api-version client-request-id post_logout_redirect_uri
        """.split()
    ),
    st.text(max_size=10),
)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.lists(st.tuples(NAMES, WORDS), max_size=10).map(lambda pairs: urlencode(pairs, errors="replace").encode()),
)
AUTHORITIES = st.one_of(st.sampled_from([TENANT.tenant_id, TENANT.domain, "common", "organizations"]), ANYTHING)
PATHS = st.one_of(
    st.sampled_from([*ROUTES, *(f"{prefix}alice@contoso.onmicrosoft.com" for prefix in PREFIXES)]), ANYTHING
)
FIELDS = st.lists(
    st.tuples(
        st.sampled_from(["Origin", "Authorization", "Cookie", "client-request-id"]),
        st.one_of(
            ANYTHING,
            ANYTHING.map("Basic {}".format),
            st.just("Basic YTpi"),
            st.just("ESTSAUTH=x"),
            st.just("Bearer a.b.c"),
        ),
    ),
    max_size=3,
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["GET", "POST", "PUT", "OPTIONS", "HEAD"]), AUTHORITIES, PATHS, BODIES, BODIES, FIELDS)
def test_whatever_comes_gets_a_well_formed_answer(
    method: str, authority: str, path: str, query: bytes, body: bytes, fields: list[tuple[str, str]]
) -> None:
    text = query.decode("utf-8", "surrogateescape")
    answer = SERVICE.handle(HttpRequest(method, f"/{authority}/{path}", text, Headers(fields), body))
    _is_well_formed(answer)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(GRANTS)), st.lists(st.tuples(NAMES, WORDS), max_size=8), FIELDS)
def test_whatever_is_redeemed_gets_tokens_or_an_error(
    grant_type: str, pairs: list[tuple[str, str]], fields: list[tuple[str, str]]
) -> None:
    usual = [("client_id", TENANT.public_app.client_id), ("username", "alice@contoso.onmicrosoft.com"), *pairs]
    body = urlencode([*usual, ("grant_type", grant_type)], errors="replace").encode()
    request = HttpRequest("POST", f"/{TENANT.tenant_id}/oauth2/v2.0/token", "", Headers(fields), body)
    answer = SERVICE.handle(request)
    members = json.loads(answer.body)
    assert ("access_token" in members) == (answer.status == 200)
    if answer.status != 200:
        assert members["error_description"].startswith("AADSTS")


def _is_well_formed(answer: HttpResponse) -> None:
    headers = Headers(answer.headers)
    assert 200 <= answer.status < 600
    assert b"Traceback" not in answer.body
    for name, value in answer.headers:
        assert "\n" not in name + value
        assert "\r" not in name + value
    if headers.get("Content-Type").startswith("application/json"):
        json.loads(answer.body)


def test_a_form_of_another_browser_is_not_taken(entra: Entra) -> None:
    mine, theirs = entra.browser(), entra.sign_in(entra.browser())
    mine.get(entra.authorize_url())
    theirs.page = mine.page
    theirs.submit("next", loginfmt=entra.alice.upn)
    assert "AADSTS165000: " in theirs.page.text
    assert mine.submit("next", loginfmt=entra.alice.upn).submit("sign-in", passwd=PASSWORD).parameters["code"]


def test_the_native_clients_reply_address_is_a_page(entra: Entra) -> None:
    assert entra.send("/common/oauth2/nativeclient", query="code=1&state=2").status == 200
