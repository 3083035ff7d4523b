"""Codes about what is asked for: scopes, resources, consent."""

from typing import Any

import pytest

from tests.entra.aadsts.client import DAEMON, Caused, Entra

IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"
EWS = "https://outlook.office365.com/EWS.AccessAsUser.All"


def asks_for_a_token(entra: Entra, **query: Any) -> Any:
    """The implicit grant."""
    entra.public.implicit = frozenset({"token"})
    return entra.person().goes(entra.authorize_url(response_type="token", **query))


def code_for_two_resources(entra: Entra) -> Any:
    """A code that was asked for with two resources, redeemed without a scope."""
    code = entra.code(scope=f"{EWS} https://graph.microsoft.com/User.Read")
    return entra.by_code(code, scope=None)


def unregistered_resource(entra: Entra) -> Any:
    """A resource that the application's registration doesn't list."""
    app = entra.tenant.register_app("Mail", public=True, delegated=["IMAP.AccessAsUser.All"])
    return entra.by_password(app=app, scope="https://graph.microsoft.com/.default")


def no_role(entra: Entra) -> Any:
    """An API that only applications with a role may call."""
    api = entra.tenant.register_app("Guarded")
    entra.tenant.applications.expose_api(api, roles=["Read"])
    api.assignment_required = True
    return entra.as_daemon(scope=f"api://{api.client_id}/.default")


def nobody_consented(entra: Entra) -> Any:
    app = entra.tenant.register_app("Shy", public=True, delegated=["IMAP.AccessAsUser.All"], consent=None)
    return entra.by_password(app=app)


def asked_before_consent(entra: Entra) -> Any:
    app = entra.tenant.register_app("Shy", public=True, delegated=["IMAP.AccessAsUser.All"], consent="user")
    person = entra.signs_in()
    return person.goes(entra.authorize_url(app, prompt="none"))


def declined(entra: Entra) -> Any:
    app = entra.tenant.register_app("Shy", public=True, delegated=["IMAP.AccessAsUser.All"], consent="user")
    person = entra.person().goes(entra.authorize_url(app)).submits("next", loginfmt=entra.alice.upn)
    return person.submits("sign-in", passwd=entra.password).submits("cancel")


def admin_wanted(entra: Entra) -> Any:
    app = entra.tenant.register_app("Shy", public=True, delegated=["IMAP.AccessAsUser.All"], consent=None)
    entra.tenant.sign_ins.auto_sign_in = entra.alice
    return entra.person().goes(entra.authorize_url(app))


def not_an_admin(entra: Entra) -> Any:
    query = f"client_id={entra.public.client_id}&redirect_uri=http://localhost:4711&state=a+state"
    person = entra.person().goes(f"{entra.url('adminconsent')}?{query}").submits("next", loginfmt=entra.alice.upn)
    return person.submits("sign-in", passwd=entra.password)


#: msal advises against what is tested here
pytestmark = pytest.mark.filterwarnings("ignore:Use obtain_token_by_auth_code_flow:DeprecationWarning")

INVALID = (
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' "
    "is not valid."
)
UNKNOWN = (
    "The application 'Contoso Mail' asked for scope 'Sing.Songs' that doesn't exist on the resource "
    "'00000002-0000-0ff1-ce00-000000000000'. Contact the app vendor."
)

CASES = [
    (28000, 400, "invalid_scope", "",
     "Provided value for the input parameter scope is not valid because it contains more than one resource. Scope "
     "https://outlook.office365.com/EWS.AccessAsUser.All https://graph.microsoft.com/Mail.Read is not valid.",
     lambda e: e.asks(grant_type="password", client_id=e.public.client_id, username=e.alice.upn,
                      password=e.alice.password, scope=f"{EWS} https://graph.microsoft.com/Mail.Read")),
    (28003, 400, "invalid_request", "",
     "Provided value for the input parameter scope cannot be empty when requesting an access token using the provided "
     "authorization code. Please specify a valid scope.",
     code_for_two_resources),
    (70011, 400, "invalid_scope", "", f"{INVALID} The scope {DAEMON} email is not valid.",
     lambda e: e.asks_as_daemon(scope=f"{DAEMON} email")),
    (70011, 400, "invalid_scope", "",
     f"{INVALID} The scope {DAEMON} {IMAP} is not valid. .default scope can't be combined with resource-specific "
     "scopes.",
     lambda e: e.asks(grant_type="password", client_id=e.public.client_id, username=e.alice.upn,
                      password=e.alice.password, scope=f"{DAEMON} {IMAP}")),
    (70011, 302, "invalid_scope", "",
     f"{INVALID} The scope {DAEMON} {IMAP} is not valid. .default scope can't be combined with resource-specific "
     "scopes.",
     lambda e: e.person().goes(e.authorize_url(scope=f"{DAEMON} {IMAP}"))),
    (650053, 401, "invalid_client", "", UNKNOWN,
     lambda e: e.by_password(scope="https://outlook.office.com/Sing.Songs")),
    (650053, 302, "invalid_client", "", UNKNOWN,
     lambda e: e.person().goes(e.authorize_url(scope="https://outlook.office.com/Sing.Songs"))),
    (28002, 302, "invalid_scope", "",
     "Provided value for the input parameter scope 'openid profile' is not valid when requesting an access token. "
     "Please specify a valid scope.",
     lambda e: asks_for_a_token(e, scope="openid profile")),
    (500013, 302, "invalid_resource", "", "Resource identifier is not provided.",
     lambda e: asks_for_a_token(e, scope="openid", version=1)),
    (1002012, 400, "invalid_scope", "",
     "The provided value for scope https://outlook.office.com/IMAP.AccessAsUser.All is not valid. Client credential "
     "flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).",
     lambda e: e.as_daemon(scope=IMAP)),
    (500011, 400, "invalid_resource", "",
     "The resource principal named https://songs.example was not found in the tenant named {organization}. This can "
     "happen if the application has not been installed by the administrator of the tenant or consented to by any user "
     "in the tenant. You might have sent your authentication request to the wrong tenant.",
     lambda e: e.as_daemon(scope="https://songs.example/.default")),
    (501051, 400, "invalid_grant", "",
     "Application '{daemon}'(Contoso Mail Daemon) is not assigned to a role for the application "
     "'api://{Guarded}'(Guarded).",
     no_role),
    (650057, 400, "invalid_resource", "",
     "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions "
     "in the client's application registration. Client app ID: {Mail}(Mail). Resource value from request: "
     "https://graph.microsoft.com. Resource app ID: 00000003-0000-0000-c000-000000000000. List of valid resources from "
     "app registration: 00000002-0000-0ff1-ce00-000000000000.",
     unregistered_resource),
    # --- consent ---
    (65001, 400, "invalid_grant", "consent_required",
     "The user or administrator has not consented to use the application with ID '{Shy}' named 'Shy'. Send an "
     "interactive authorization request for this user and resource.",
     nobody_consented),
    (65001, 302, "interaction_required", "",
     "The user or administrator has not consented to use the application with ID '{Shy}' named 'Shy'. Send an "
     "interactive authorization request for this user and resource.",
     asked_before_consent),
    (65004, 302, "access_denied", "", "User declined to consent to access the app.", declined),
    (90094, 302, "access_denied", "",
     "Admin consent is required for the permissions requested by this application.", admin_wanted),
    (90093, 400, "", "",
     "This operation can only be performed by an administrator. Sign out and sign in as an administrator or contact "
     "one of your organization's administrators.",
     not_an_admin),
]  # fmt: skip


@pytest.mark.parametrize(("code", "status", "error", "suberror", "text", "way"), CASES, ids=[c[0] for c in CASES])
def test_is_caused(caused: Caused, code: int, status: int, error: str, suberror: str, text: str, way: Any) -> None:
    assert caused(way, code, status, error, suberror, text) is None
