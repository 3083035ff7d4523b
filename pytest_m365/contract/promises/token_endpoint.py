"""The token endpoint and what is published beside it: good answers' form, and what a request can do wrong by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pytest_m365.contract.promise import Ask, Table
from pytest_m365.contract.terms import Known, NotAsked

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker
    from pytest_m365.contract.asking.web import Answer

TABLE = Table("Token")
_REC: Known = ("T", "XCSV, AZREC")
_ISSUES: Known = ("T", "E-ISSUES")
_NOBODY = "11111111-2222-4333-8444-555555555555"
_DEFAULT = "https://outlook.office365.com/.default"
MAIL = "https://outlook.office.com/IMAP.AccessAsUser.All"
_INVALID_SCOPE = (
    "AADSTS70011: The provided request must include a 'scope' input parameter. The provided value for the input "
    "parameter 'scope' is not valid. The scope "
)

Form = Sequence[tuple[str, str]]


def public(asker: Asker) -> str:
    """Return the id of the application that signs in users."""
    registration = asker.public_app
    if registration is None:
        raise NotAsked("the run has no application that signs in users")
    return registration.client_id


def _daemon(asker: Asker) -> tuple[str, str]:
    registration = asker.daemon_app
    secret = registration.client_secret if registration is not None else None
    if registration is None or not secret:
        raise NotAsked("the run has no application with a secret")
    return registration.client_id, secret


def post(asker: Asker, form: Form) -> Answer:
    """Return the token endpoint's answer to a form."""
    fields = {"Content-Type": "application/x-www-form-urlencoded"}
    return asker.web.ask("POST", asker.target.token_url, urlencode(form), fields)


def said(answer: Answer) -> list[str]:
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
    return Ask(text, lambda asker: said(post(asker, form(asker))))


def by_app(**but: str | None) -> Callable[[Asker], Form]:
    """Return what makes the form of client credentials, but for some fields; None leaves one out."""

    def form(asker: Asker) -> Form:
        client_id, secret = _daemon(asker)
        usual = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret, "scope": _DEFAULT}
        return [(name, value) for name, value in (usual | but).items() if value is not None]

    return form


def _by_public(**fields: str) -> Callable[[Asker], Form]:
    return lambda asker: [("client_id", public(asker)), *fields.items()]


def by_password(scope: str) -> Callable[[Asker], Form]:
    """Return what makes the form of signing in the run's user with their own password.

    Raises:
        NotAsked: the run knows no password, as most do.
    """

    def form(asker: Asker) -> Form:
        if not (password := vars(asker.target).get("password")):
            raise NotAsked("the run knows no password")
        user = {"username": asker.user, "password": asker.know_secret(password)}
        return [("client_id", public(asker)), ("grant_type", "password"), *user.items(), ("scope", scope)]

    return form


def _by_nobody(**fields: str) -> Callable[[Asker], Form]:
    """Return what makes the form of signing in somebody who does not exist, but for some fields."""
    usual = {"grant_type": "password", "username": "a@pytest-m365.invalid", "password": "x", "scope": MAIL}
    return _by_public(**(usual | fields))


def _refused(
    name: str,
    says: str,
    known: Known,
    text: str,
    form: Callable[[Asker], Form],
    expected: str,
    *,
    is_row: bool = True,
) -> None:
    """Add how the endpoint answers a form, which a row of the matrix has as well."""
    TABLE.add(name, says, known, _asks(text, form), expected, rows=f"token-endpoint-{name}-" if is_row else "")


TABLE.add(
    "client-credentials",
    "an application with its secret gets a token",
    ("T", "AZREC"),
    _asks("client credentials", by_app()),
    "200 Bearer",
    rows="default-app-only-",
)
_refused(
    "secret-wrong",
    "a wrong secret is told from a secret's id",
    _REC,
    "client credentials with a wrong secret",
    by_app(client_secret="not-the-secret"),
    "401 invalid_client\nAADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the "
    "client secret value, not the client secret ID, for a secret added to app '<guid>'.",
)
_refused(
    "secret-none",
    "client credentials need something that proves who asks",
    _REC,
    "client credentials without a secret",
    by_app(client_secret=None),
    "401 invalid_client\nAADSTS7000216: 'client_assertion', 'client_secret' or 'request' is required for the "
    "'client_credentials' grant type.",
)
_refused(
    "app-unknown",
    "an application that the tenant does not have is not found",
    _REC,
    "client credentials of an id that no application has",
    lambda asker: [
        ("grant_type", "client_credentials"),
        ("client_id", _NOBODY),
        ("client_secret", "x"),
        ("scope", _DEFAULT),
    ],
    "400 unauthorized_client\nAADSTS700016: Application with identifier '<guid>' was not found in the directory '<name>'. "
    "This can happen if the application has not been installed by the administrator of the tenant or consented to by any "
    "user in the tenant. You may have sent your authentication request to the wrong tenant.",
)
_refused(
    "scope-not-default",
    "client credentials take a resource's .default alone",
    _REC,
    "client credentials for a role by name",
    by_app(scope="https://outlook.office365.com/IMAP.AccessAsApp"),
    "400 invalid_scope\nAADSTS1002012: The provided value for scope <url> is not valid. Client credential flows must have a "
    "scope value with /.default suffixed to the resource identifier (application ID URI).",
)
_refused(
    "resource-unknown",
    "a resource that the tenant does not have is not found",
    _REC,
    "client credentials for a resource that nobody has",
    by_app(scope="https://nowhere.example/.default"),
    "400 invalid_resource\nAADSTS500011: The resource principal named <url> was not found in the tenant named <name>. This "
    "can happen if the application has not been installed by the administrator of the tenant or consented to by any user "
    "in the tenant. You might have sent your authentication request to the wrong tenant.",
)
_refused(
    "scopes-several",
    "client credentials take one scope",
    _ISSUES,
    "client credentials with two scopes",
    by_app(scope=f"{_DEFAULT} https://graph.microsoft.com/.default"),
    f"400 invalid_scope\n{_INVALID_SCOPE}<url> <url> is not valid.",
)
_refused(
    "scope-empty",
    "client credentials without a scope are refused",
    _ISSUES,
    "client credentials with an empty scope",
    by_app(scope=""),
    "400 invalid_request\nAADSTS90014: The required field 'scope' is missing from the credential. Ensure that you have all "
    "the necessary parameters for the login request.",
)
_refused(
    "scope-twice",
    "a parameter that stands twice is refused",
    _ISSUES,
    "client credentials with two fields scope",
    lambda asker: [*by_app()(asker), ("scope", _DEFAULT)],
    "400 invalid_request\nAADSTS9000411: The request is not properly formatted. The parameter 'scope' is duplicated.",
)
_refused(
    "resource-sent",
    "v2.0 takes no resource",
    ("D", "E-ERR"),
    "client credentials with a resource",
    by_app(resource="https://outlook.office365.com"),
    "400 invalid_request\nAADSTS901002: The 'resource' request parameter isn't supported.",
)
_refused(
    "grant-unknown",
    "a grant that is none is not supported",
    ("D", "E-ERR"),
    "a grant that is none",
    by_app(grant_type="frobnicate"),
    "400 unsupported_grant_type\nAADSTS70003: The app requested an unsupported grant type '<word>'.",
)
_refused(
    "grant-none",
    "a request without a grant says which parameter is missing",
    _ISSUES,
    "no grant_type",
    by_app(grant_type=None),
    "400 invalid_request\nAADSTS900144: The request body must contain the following parameter: 'grant_type'.",
    is_row=False,
)
_refused(
    "claims-not-json",
    "claims that are no JSON are malformed",
    _ISSUES,
    "client credentials with claims that are no JSON",
    by_app(claims="{"),
    "400 invalid_request\nAADSTS9002313: Invalid request. Request is malformed or invalid.",
)
_refused(
    "code-missing",
    "the grant of a code needs one",
    _ISSUES,
    "authorization_code without a code",
    _by_public(grant_type="authorization_code", redirect_uri="http://localhost"),
    "400 invalid_request\nAADSTS900144: The request body must contain the following parameter: 'code'.",
)
for _name, _form in (
    ("refresh", {"grant_type": "refresh_token", "refresh_token": "no-refresh-token", "scope": "offline_access"}),
    ("code", {"grant_type": "authorization_code", "code": "no-code", "redirect_uri": "http://localhost"}),
):
    _refused(
        f"{_name}-malformed",
        "a grant that has not the service's form is malformed",
        _ISSUES,
        f"{_form['grant_type']} of a text that is none",
        _by_public(**_form),
        "400 invalid_grant\nAADSTS9002313: Invalid request. Request is malformed or invalid.",
        is_row=_name == "refresh",
    )
_refused(
    "default-mixed",
    "a resource's .default does not stand beside a scope by name",
    _ISSUES,
    "password with .default and a scope",
    _by_nobody(scope="https://outlook.office.com/.default https://outlook.office.com/SMTP.Send"),
    f"400 invalid_scope\n{_INVALID_SCOPE}<url> <url> is not valid. .default scope can't be combined with resource-specific scopes.",
)
_refused(
    "scope-misspelt",
    "a scope that the resource does not have is refused, as at the authorization endpoint",
    ("I", "E-ISSUES"),
    "a misspelt scope",
    _by_nobody(scope="https://outlook.office.com/IMAP.AccessAsUser.Al"),
    "401 invalid_client\nAADSTS650053: The application '<name>' asked for scope '<scope>' that doesn't exist on "
    "the resource '00000002-0000-0ff1-ce00-000000000000'. Contact the app vendor.",
)
_refused(
    "scope-line-feed",
    "a line feed does not divide scopes, and belongs to a name",
    ("I", "E-ISSUES"),
    "a scope with a line feed behind it",
    _by_nobody(scope=f"{MAIL}\n"),
    "401 invalid_client\nAADSTS650053: The application '<name>' asked for scope '<scope>' that doesn't exist "
    "on the resource '00000002-0000-0ff1-ce00-000000000000'. Contact the app vendor.",
)
_refused(
    "secret-of-public",
    "a public application must not send a secret",
    ("I", "XCSV"),
    "password with a secret, by the public application",
    _by_nobody(client_secret="x"),
    "401 invalid_client\nAADSTS700025: Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
)


@TABLE.asked(
    "get",
    ("T", "cases"),
    "GET",
    "400 invalid_request\nAADSTS900561: The endpoint only accepts POST, OPTIONS requests. Received a GET request.",
)
def _get(asker: Asker) -> Sequence[str]:
    """The endpoint takes POST and OPTIONS, and says so to a GET."""
    return said(asker.web.ask("GET", asker.target.token_url))


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
    return said(asker.web.ask("POST", url, urlencode(form), fields))
