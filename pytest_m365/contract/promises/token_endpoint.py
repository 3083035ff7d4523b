"""The token endpoint and what is published beside it: good answers' form, and what a request can do wrong by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fakeserver.jws import readable_claims
from pytest_m365.contract.promise import Ask, Table
from pytest_m365.contract.terms import Kind, Mark, NotAsked

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker
    from pytest_m365.contract.asking.web import Answer

TABLE = Table("Token")
_REC: tuple[Mark, str] = ("T", "XCSV, AZREC")
_ISSUES: tuple[Mark, str] = ("T", "E-ISSUES")
_NOBODY = "11111111-2222-4333-8444-555555555555"
_DEFAULT = "https://outlook.office365.com/.default"
_INVALID_SCOPE = (
    "AADSTS70011: The provided request must include a 'scope' input parameter. The provided value for the input "
    "parameter 'scope' is not valid. The scope "
)

Form = Sequence[tuple[str, str]]


def _public(asker: Asker) -> str:
    registration = getattr(asker.target, "public_app", None)
    if registration is None:
        raise NotAsked("the run has no application that signs in users")
    return registration.client_id


def _daemon(asker: Asker) -> tuple[str, str]:
    registration = getattr(asker.target, "daemon_app", None)
    secret = getattr(registration, "client_secret", None)
    if registration is None or not secret:
        raise NotAsked("the run has no application with a secret")
    return registration.client_id, str(secret)


def _post(asker: Asker, form: Form) -> Answer:
    fields = {"Content-Type": "application/x-www-form-urlencoded"}
    return asker.web.ask("POST", asker.target.token_url, urlencode(form), fields)


def _said(answer: Answer) -> list[str]:
    """Return the deciding lines: status with error and suberror, and the description up to its trace ids."""
    try:
        reply = json.loads(answer.body)
    except ValueError:
        return [str(answer.status), "(no JSON)"]
    if "error" not in reply:
        return [f"{answer.status} {reply.get('token_type', '')}"]
    error = "/".join(filter(None, (str(reply["error"]), str(reply.get("suberror") or ""))))
    return [f"{answer.status} {error}", str(reply.get("error_description", "")).replace("\r\n", " ")]


def _asks(text: str, form: Callable[[Asker], Form]) -> Ask:
    return Ask(text, lambda asker: _said(_post(asker, form(asker))))


def _by_app(**but: str | None) -> Callable[[Asker], Form]:
    """Return the form of client credentials, but for some fields; None leaves one out."""

    def form(asker: Asker) -> Form:
        client_id, secret = _daemon(asker)
        usual = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret, "scope": _DEFAULT}
        return [(name, value) for name, value in (usual | but).items() if value is not None]

    return form


def _by_public(**fields: str) -> Callable[[Asker], Form]:
    return lambda asker: [("client_id", _public(asker)), *fields.items()]


TABLE.add(
    "client-credentials",
    "an application with its secret gets a token",
    ("T", "AZREC"),
    _asks("client credentials", _by_app()),
    "200 Bearer",
    rows="default-app-only-",
)
TABLE.add(
    "secret-wrong",
    "a wrong secret is told from a secret's id",
    _REC,
    _asks("client credentials with a wrong secret", _by_app(client_secret="not-the-secret")),
    "401 invalid_client\nAADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the "
    "client secret value, not the client secret ID, for a secret added to app '<guid>'.",
    rows="token-endpoint-secret-wrong-",
)
TABLE.add(
    "secret-none",
    "client credentials need something that proves who asks",
    _REC,
    _asks("client credentials without a secret", _by_app(client_secret=None)),
    "401 invalid_client\nAADSTS7000216: 'client_assertion', 'client_secret' or 'request' is required for the "
    "'client_credentials' grant type.",
    rows="token-endpoint-secret-none-",
)
TABLE.add(
    "app-unknown",
    "an application that the tenant does not have is not found",
    _REC,
    _asks(
        "client credentials of an id that no application has",
        lambda asker: [
            ("grant_type", "client_credentials"),
            ("client_id", _NOBODY),
            ("client_secret", "x"),
            ("scope", _DEFAULT),
        ],
    ),
    "400 unauthorized_client\nAADSTS700016: Application with identifier '<guid>' was not found in the directory '<name>'. "
    "This can happen if the application has not been installed by the administrator of the tenant or consented to by any "
    "user in the tenant. You may have sent your authentication request to the wrong tenant.",
    rows="token-endpoint-app-unknown-",
)
TABLE.add(
    "scope-not-default",
    "client credentials take a resource's .default alone",
    _REC,
    _asks("client credentials for a role by name", _by_app(scope="https://outlook.office365.com/IMAP.AccessAsApp")),
    "400 invalid_scope\nAADSTS1002012: The provided value for scope <url> is not valid. Client credential flows must have a "
    "scope value with /.default suffixed to the resource identifier (application ID URI).",
    rows="token-endpoint-scope-not-default-",
)
TABLE.add(
    "resource-unknown",
    "a resource that the tenant does not have is not found",
    _REC,
    _asks("client credentials for a resource that nobody has", _by_app(scope="https://nowhere.example/.default")),
    "400 invalid_resource\nAADSTS500011: The resource principal named <url> was not found in the tenant named <name>. This "
    "can happen if the application has not been installed by the administrator of the tenant or consented to by any user "
    "in the tenant. You might have sent your authentication request to the wrong tenant.",
    rows="token-endpoint-resource-unknown-",
)
TABLE.add(
    "scopes-several",
    "client credentials take one scope",
    _ISSUES,
    _asks("client credentials with two scopes", _by_app(scope=f"{_DEFAULT} https://graph.microsoft.com/.default")),
    f"400 invalid_scope\n{_INVALID_SCOPE}<url> <url> is not valid.",
    rows="token-endpoint-scopes-several-",
)
TABLE.add(
    "scope-empty",
    "client credentials without a scope are refused",
    _ISSUES,
    _asks("client credentials with an empty scope", _by_app(scope="")),
    "400 invalid_request\nAADSTS90014: The required field 'scope' is missing from the credential. Ensure that you have all "
    "the necessary parameters for the login request.",
    rows="token-endpoint-scope-empty-",
)
TABLE.add(
    "scope-twice",
    "a parameter that stands twice is refused",
    _ISSUES,
    _asks("client credentials with two fields scope", lambda asker: [*_by_app()(asker), ("scope", _DEFAULT)]),
    "400 invalid_request\nAADSTS9000411: The request is not properly formatted. The parameter 'scope' is duplicated.",
    rows="token-endpoint-scope-twice-",
)
TABLE.add(
    "resource-sent",
    "v2.0 takes no resource",
    ("D", "E-ERR"),
    _asks("client credentials with a resource", _by_app(resource="https://outlook.office365.com")),
    "400 invalid_request\nAADSTS901002: The 'resource' request parameter isn't supported.",
    rows="token-endpoint-resource-sent-",
)
TABLE.add(
    "grant-unknown",
    "a grant that is none is not supported",
    ("D", "E-ERR"),
    _asks("a grant that is none", _by_app(grant_type="frobnicate")),
    "400 unsupported_grant_type\nAADSTS70003: The app requested an unsupported grant type '<word>'.",
    rows="token-endpoint-grant-unknown-",
)
TABLE.add(
    "grant-none",
    "a request without a grant says which parameter is missing",
    _ISSUES,
    _asks("no grant_type", _by_app(grant_type=None)),
    "400 invalid_request\nAADSTS900144: The request body must contain the following parameter: 'grant_type'.",
)
TABLE.add(
    "claims-not-json",
    "claims that are no JSON are malformed",
    _ISSUES,
    _asks("client credentials with claims that are no JSON", _by_app(claims="{")),
    "400 invalid_request\nAADSTS9002313: Invalid request. Request is malformed or invalid.",
    rows="token-endpoint-claims-not-json-",
)
TABLE.add(
    "code-missing",
    "the grant of a code needs one",
    _ISSUES,
    _asks(
        "authorization_code without a code",
        _by_public(grant_type="authorization_code", redirect_uri="http://localhost"),
    ),
    "400 invalid_request\nAADSTS900144: The request body must contain the following parameter: 'code'.",
    rows="token-endpoint-code-missing-",
)
for _name, _form in (
    (
        "refresh-malformed",
        {"grant_type": "refresh_token", "refresh_token": "no-refresh-token", "scope": "offline_access"},
    ),
    ("code-malformed", {"grant_type": "authorization_code", "code": "no-code", "redirect_uri": "http://localhost"}),
):
    TABLE.add(
        _name,
        "a grant that has not the service's form is malformed",
        _ISSUES,
        _asks(f"{_form['grant_type']} of a text that is none", _by_public(**_form)),
        "400 invalid_grant\nAADSTS9002313: Invalid request. Request is malformed or invalid.",
        rows="token-endpoint-refresh-malformed-" if _name == "refresh-malformed" else "",
    )
TABLE.add(
    "default-mixed",
    "a resource's .default does not stand beside a scope by name",
    _ISSUES,
    _asks(
        "refresh_token with .default and a scope",
        _by_public(
            grant_type="password",
            username="a@pytest-m365.invalid",
            password="x",
            scope="https://outlook.office.com/.default https://outlook.office.com/SMTP.Send",
        ),
    ),
    f"400 invalid_scope\n{_INVALID_SCOPE}<url> <url> is not valid. .default scope can't be combined with resource-specific scopes.",
    rows="token-endpoint-default-mixed-",
)
TABLE.add(
    "scope-misspelt",
    "a scope that the resource does not have is refused, as at the authorization endpoint",
    ("I", "E-ISSUES"),
    _asks(
        "a misspelt scope",
        _by_public(
            grant_type="password",
            username="a@pytest-m365.invalid",
            password="x",
            scope="https://outlook.office.com/IMAP.AccessAsUser.Al",
        ),
    ),
    "401 invalid_client\nAADSTS650053: The application '<name>' asked for scope '<scope>' that doesn't exist on "
    "the resource '00000002-0000-0ff1-ce00-000000000000'. Contact the app vendor.",
    rows="token-endpoint-scope-misspelt-",
)
TABLE.add(
    "scope-line-feed",
    "a line feed does not divide scopes, and belongs to a name",
    ("I", "E-ISSUES"),
    _asks(
        "a scope with a line feed behind it",
        _by_public(
            grant_type="password",
            username="a@pytest-m365.invalid",
            password="x",
            scope="https://outlook.office.com/IMAP.AccessAsUser.All\n",
        ),
    ),
    "401 invalid_client\nAADSTS650053: The application '<name>' asked for scope '<scope>' that doesn't exist "
    "on the resource '00000002-0000-0ff1-ce00-000000000000'. Contact the app vendor.",
    rows="token-endpoint-scope-line-feed-",
)
TABLE.add(
    "secret-of-public",
    "a public application must not send a secret",
    ("I", "XCSV"),
    _asks(
        "password with a secret, by the public application",
        _by_public(
            grant_type="password",
            username="a@pytest-m365.invalid",
            password="x",
            client_secret="x",
            scope="https://outlook.office.com/IMAP.AccessAsUser.All",
        ),
    ),
    "401 invalid_client\nAADSTS700025: Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    rows="token-endpoint-secret-of-public-",
)


@TABLE.asked(
    "get",
    ("T", "cases"),
    "GET",
    "400 invalid_request\nAADSTS900561: The endpoint only accepts POST, OPTIONS requests. Received a GET request.",
)
def _get(asker: Asker) -> Sequence[str]:
    """The endpoint takes POST and OPTIONS, and says so to a GET."""
    return _said(asker.web.ask("GET", asker.target.token_url))


@TABLE.asked(
    "tenant-unknown",
    _REC,
    "POST for a tenant that does not exist",
    "400 invalid_request\nAADSTS90002: Tenant '<guid>' not found. Check to make sure you have the correct tenant ID and are "
    "signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active "
    "subscriptions for the tenant.",
)
def _tenant(asker: Asker) -> Sequence[str]:
    """A tenant that does not exist is not found."""
    url = asker.target.token_url.replace(asker.target.tenant_id, _NOBODY)
    fields = {"Content-Type": "application/x-www-form-urlencoded"}
    form = {"grant_type": "client_credentials", "client_id": _NOBODY, "client_secret": "x", "scope": _DEFAULT}
    return _said(asker.web.ask("POST", url, urlencode(form), fields))


def _names(*values: str) -> tuple[str, ...]:
    return (" ".join(sorted(values)),)


def _keys(text: str) -> list[str]:
    """Return the keys of a JSON object, sorted, on one line."""
    found = json.loads(text)
    return [" ".join(sorted(found)) if isinstance(found, dict) else "(no object)"]


_NAMES: Kind = "names"


@TABLE.asked(
    "answer-keys",
    ("T", "AZREC"),
    "client credentials: the keys of the answer",
    *_names("access_token", "expires_in", "ext_expires_in", "token_type"),
    kind=_NAMES,
)
def _answer_keys(asker: Asker) -> Sequence[str]:
    """The answer to client credentials has these four keys, and no scope."""
    answer = _post(asker, _by_app()(asker))
    asker.private.add_secret(json.loads(answer.body).get("access_token"))
    return _keys(answer.body)


@TABLE.asked(
    "error-keys",
    ("T", "AZREC"),
    "a wrong secret: the keys of the answer",
    *_names("correlation_id", "error", "error_codes", "error_description", "error_uri", "timestamp", "trace_id"),
    kind=_NAMES,
)
def _error_keys(asker: Asker) -> Sequence[str]:
    """An error has these keys."""
    return _keys(_post(asker, _by_app(client_secret="not-the-secret")(asker)).body)


@TABLE.asked("expires-in", ("T", "AZREC"), "client credentials: expires_in", "3599")
def _expires_in(asker: Asker) -> Sequence[str]:
    """A token of an application is good for 3599 seconds."""
    answer = json.loads(_post(asker, _by_app()(asker)).body)
    asker.private.add_secret(answer.get("access_token"))
    return [str(answer.get("expires_in"))]


@TABLE.asked("error-separator", ("T", "AZREC"), "a wrong secret: what divides its trace ids", "a blank", "a line end")
def _separator(asker: Asker) -> Sequence[str]:
    """The trace ids stand behind the text, after a blank or a line end."""
    text = json.loads(_post(asker, _by_app(client_secret="not-the-secret")(asker)).body)["error_description"]
    return ["a line end" if "\r\nTrace ID:" in text else "a blank" if " Trace ID:" in text else "no trace ids"]


def _claims(token: str, wanted: tuple[str, ...]) -> list[str]:
    """Return which of the wanted claims a token has, and what the version says."""
    claims = readable_claims(token)
    has = [name for name in wanted if name in claims]
    return [f"{' '.join(has)}; ver {claims.get('ver')}"]


@TABLE.asked(
    "app-claims",
    ("T", "AZREC"),
    "the claims of an application's token",
    "appid aud exp iat iss nbf oid roles tid; ver 1.0",
    kind=_NAMES,
)
def _app_claims(asker: Asker) -> Sequence[str]:
    """An application's token for Exchange is of version 1.0, with roles and without scp."""
    return _claims(asker.app_token(), ("appid", "aud", "exp", "iat", "iss", "nbf", "oid", "roles", "scp", "tid", "upn"))


@TABLE.asked(
    "user-claims",
    ("T", "AZREC"),
    "the claims of a user's token",
    "appid aud exp iat iss nbf oid scp tid upn; ver 1.0",
    kind=_NAMES,
)
def _user_claims(asker: Asker) -> Sequence[str]:
    """A user's token for Exchange is of version 1.0, with scp and without roles."""
    token = asker.user_token("IMAP.AccessAsUser.All")
    return _claims(token, ("appid", "aud", "exp", "iat", "iss", "nbf", "oid", "roles", "scp", "tid", "upn"))


@TABLE.asked(
    "discovery",
    ("T", "AZREC"),
    "the keys of /v2.0/.well-known/openid-configuration",
    *_names(
        *"authorization_endpoint claims_supported cloud_graph_host_name cloud_instance_name device_authorization_endpoint "
        "end_session_endpoint frontchannel_logout_supported http_logout_supported id_token_signing_alg_values_supported issuer "
        "jwks_uri kerberos_endpoint msgraph_host rbac_url request_uri_parameter_supported response_modes_supported "
        "response_types_supported scopes_supported subject_types_supported tenant_region_scope token_endpoint "
        "token_endpoint_auth_methods_supported userinfo_endpoint".split()
    ),
    kind=_NAMES,
)
def _discovery(asker: Asker) -> Sequence[str]:
    """What is published about the endpoints has these keys."""
    return _keys(asker.web.ask("GET", f"{asker.target.authority}/v2.0/.well-known/openid-configuration").body)


@TABLE.asked(
    "keys",
    ("T", "AZREC"),
    "the keys of each key of /discovery/v2.0/keys",
    *_names("cloud_instance_name", "e", "issuer", "kid", "kty", "n", "use", "x5c", "x5t"),
    kind=_NAMES,
)
def _jwks(asker: Asker) -> Sequence[str]:
    """Each published key has these members."""
    keys = json.loads(asker.web.ask("GET", f"{asker.target.authority}/discovery/v2.0/keys").body)["keys"]
    return [" ".join(sorted({name for key in keys for name in key}))]


@TABLE.asked("device-get", ("T", "cases"), "GET on the device authorization endpoint", "200")
def _device(asker: Asker) -> Sequence[str]:
    """The device authorization endpoint takes a GET."""
    url = asker.target.token_url.replace("/token", "/devicecode")
    query = urlencode({"client_id": _public(asker), "scope": "https://outlook.office.com/IMAP.AccessAsUser.All"})
    answer = asker.web.ask("GET", f"{url}?{query}")
    asker.private.add_secret(json.loads(answer.body).get("device_code") if answer.status == 200 else None)
    return [str(answer.status)]
