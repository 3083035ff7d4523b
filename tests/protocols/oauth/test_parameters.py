"""The gate for parameters: each endpoint, in both versions, with each of its parameters."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.parameters import check_each_stands_once, parameters_of, required
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.pages import Page
from tests.protocols.oauth.client import BASE, CALLBACK, IMAP, Entra

#: endpoint -> its parameters. Microsoft's pages of the flows, and what its libraries send.
PARAMETERS = {
    "authorize": """
        client_id response_type redirect_uri scope resource response_mode state nonce prompt login_hint domain_hint
        code_challenge code_challenge_method claims client_info client-request-id x-client-SKU
    """.split(),
    "token": """
        grant_type client_id client_secret client_assertion client_assertion_type scope resource code redirect_uri
        code_verifier refresh_token device_code username password assertion requested_token_use claims client_info
        client-request-id x-client-SKU
    """.split(),
    "devicecode": "client_id scope resource claims client-request-id".split(),
    "logout": "post_logout_redirect_uri logout_hint state client_id id_token_hint".split(),
}
#: endpoint -> the methods that take parameters
METHODS = {"authorize": "GET POST", "token": "POST", "devicecode": "GET POST", "logout": "GET POST"}

EACH = [
    (method, f"oauth2/{folder}{endpoint}", name)
    for endpoint, names in PARAMETERS.items()
    for method in METHODS[endpoint].split()
    for folder in ("", "v2.0/")
    for name in names
]


def ask(entra: Entra, method: str, path: str, pairs: list[tuple[str, str]], content_type: str = "") -> HttpResponse:
    """Send parameters in the place that the method has for them."""
    text = urlencode(pairs)
    url, headers = f"/{entra.tenant.tenant_id}/{path}", {"Content-Type": content_type} if content_type else {}
    if method == "GET":
        return entra.send(url, method="GET", query=text)
    return entra.send(url, text.encode(), headers=headers)


def said(answer: HttpResponse) -> str:
    """Return the text of an error, from JSON or from a page."""
    text = answer.body.decode()
    return str(json.loads(text)["error_description"]) if text.startswith("{") else Page(text).text


@pytest.mark.parametrize(("method", "path", "name"), EACH)
@pytest.mark.parametrize("second", ["x", "y", ""])
def test_a_parameter_stands_once(entra: Entra, method: str, path: str, name: str, second: str) -> None:
    answer = ask(entra, method, path, [("state", "1")] * (name != "state") + [(name, "x"), (name, second)])
    assert answer.status == 400
    text = f"AADSTS9000411: The request is not properly formatted. The parameter '{name}' is duplicated."
    assert text in said(answer)


def usual(entra: Entra, **changed: str) -> dict[str, str]:
    client = entra.tenant.public_app.client_id
    return {"client_id": client, "scope": IMAP, "redirect_uri": CALLBACK, "response_type": "code"} | changed


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "oauth2/v2.0/authorize", "client_id"),
        ("POST", "oauth2/v2.0/token", "grant_type"),
        ("POST", "oauth2/token", "grant_type"),
        ("GET", "oauth2/v2.0/devicecode", "client_id"),
        ("POST", "oauth2/v2.0/devicecode", "client_id"),
        ("POST", "oauth2/v2.0/devicecode", "scope"),
        ("POST", "oauth2/devicecode", "client_id"),
    ],
)
@pytest.mark.parametrize("blank", ["", " ", "  "])
def test_a_blank_parameter_is_missing(entra: Entra, method: str, path: str, name: str, blank: str) -> None:
    answer = ask(entra, method, path, list(usual(entra, **{name: blank}).items()))
    assert f"AADSTS900144: The request body must contain the following parameter: '{name}'." in said(answer)


@pytest.mark.parametrize("version", ["v2.0/", ""])
def test_the_device_code_is_given_to_a_get_as_well(entra: Entra, version: str) -> None:
    asked = usual(entra) | ({} if version else {"resource": "https://outlook.office365.com"})
    answer = ask(entra, "GET", f"oauth2/{version}devicecode", list(asked.items()))
    assert answer.status == 200
    assert "user_code" in json.loads(answer.body)


@pytest.mark.parametrize(
    ("path", "method", "accepted"),
    [
        ("oauth2/v2.0/token", "GET", "POST, OPTIONS"),
        ("oauth2/token", "HEAD", "POST, OPTIONS"),
        ("oauth2/v2.0/devicecode", "PUT", "GET, POST, OPTIONS"),
        ("oauth2/v2.0/authorize", "PUT", "GET, POST"),
        ("login", "GET", "POST"),
    ],
)
def test_the_methods_are_named(entra: Entra, path: str, method: str, accepted: str) -> None:
    answer = entra.send(f"/{entra.tenant.tenant_id}/{path}", method=method)
    text = f"AADSTS900561: The endpoint only accepts {accepted} requests. Received a {method} request."
    assert text in said(answer)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("application/x-www-form-urlencoded", 200),
        ("APPLICATION/x-www-form-urlencoded; charset=UTF-8", 200),
        ("", 200),
        ("application/json", 900144),
        ("text/plain", 900144),
        ("multipart/form-data; boundary=x", 900144),
    ],
)
def test_only_a_form_is_read_as_one(entra: Entra, kind: str, code: int) -> None:
    app = entra.tenant.daemon_app
    form = {"grant_type": "client_credentials", "client_id": app.client_id, "client_secret": app.client_secret or ""}
    form["scope"] = "https://outlook.office365.com/.default"
    answer = ask(entra, "POST", "oauth2/v2.0/token", list(form.items()), kind)
    assert (200 if answer.status == 200 else json.loads(answer.body)["error_codes"][0]) == code


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("prompt", ["consent select_account", "consent,login", "none login", "magic", "attempt none"])
def test_prompt_takes_one_value(entra: Entra, version: int, prompt: str) -> None:
    browser = entra.browser().get(entra.authorize_url(version=version, prompt=prompt))
    assert not browser.left_for
    assert browser.answer.status == 400
    assert "AADSTS90023: Unsupported 'prompt' value." in browser.page.text


def test_admin_consent_is_a_prompt_of_version_1(entra: Entra) -> None:
    assert "Sign in" in entra.browser().get(entra.authorize_url(version=1, prompt="admin_consent")).page.text
    refused = entra.browser().get(entra.authorize_url(prompt="admin_consent"))
    assert "AADSTS90023" in refused.page.text


def test_a_device_polls_by_the_name_of_its_version(entra: Entra) -> None:
    form: dict[str, Any] = {"grant_type": "device_code", "client_id": entra.tenant.public_app.client_id, "code": "x"}
    assert entra.token(version=1, **form).json["error_codes"] == [7000014]
    assert "'device_code'" in entra.token(**form).json["error_description"]
    form["device_code"] = form.pop("code")
    assert "'code'" in entra.token(version=1, **form).json["error_description"]
    assert entra.token(**form).json["error_codes"] == [7000014]


def request(method: str, text: str, kind: str = "") -> HttpRequest:
    query, body = (text, b"") if method == "GET" else ("", text.encode())
    return HttpRequest(method, "/", query, Headers([("Content-Type", kind)] if kind else []), body, base_url=BASE)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_empty_pairs_are_no_parameters(method: str) -> None:
    asked = request(method, "&&a=1&&b=2&")
    check_each_stands_once(asked, parameters_of(asked))
    assert parameters_of(asked) == {"a": "1", "b": "2"}


def test_names_are_compared_decoded() -> None:
    asked = request("POST", "scope=a&%73cope=b")
    with pytest.raises(EntraError) as raised:
        check_each_stands_once(asked, parameters_of(asked))
    assert raised.value.values["parameter"] == "scope"


def test_what_is_required() -> None:
    assert required({"a": " x "}, "a") == " x "
    with pytest.raises(EntraError):
        required({}, "a")
