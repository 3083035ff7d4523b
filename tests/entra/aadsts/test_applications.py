"""Codes about the application: who it is, how it proves that, where its answers go."""

import time
from base64 import b64encode
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.entra.aadsts.client import Caused, Entra

NOT_FOUND = (
    "Application with identifier '{}' was not found in the directory '{{organization}}'. This can happen if the "
    "application has not been installed by the administrator of the tenant or consented to by any user in the tenant. "
    "You may have sent your authentication request to the wrong tenant."
)
STRANGER = "11111111-2222-3333-4444-555555555555"


class Unknown:
    """A registration that the tenant doesn't have."""

    client_id, client_secret, public = STRANGER, "any", True


def disabled(entra: Entra) -> Any:
    entra.confidential.enabled = False
    return entra.as_daemon()


def expired_secret(entra: Entra) -> Any:
    app = entra.tenant.register_app("Old", application=["full_access_as_app"])
    return entra.as_daemon(app, credential=entra.tenant.applications.add_secret(app, lifetime=-1).value)


def secret_id(entra: Entra) -> Any:
    """The classic mistake: the secret's id instead of its value."""
    return entra.as_daemon(credential=entra.confidential.secrets[0].secret_id)


def foreign_key(entra: Entra) -> Any:
    """An assertion that names the right certificate, signed by another key."""
    app, now = entra.certified, int(time.time())
    claims = {"aud": entra.target.token_url, "iss": app.client_id, "sub": app.client_id, "jti": "1", "nbf": now}
    key = rsa.generate_private_key(65537, 2048)
    header = {"x5t#S256": app.certificates[0].x5t_s256}
    return entra.asks_by_assertion(jwt.encode({**claims, "exp": now + 60}, key, "PS256", header))


def signed_by_secret(entra: Entra, header: dict[str, str]) -> Any:
    """client_secret_jwt of OpenID Connect Core section 9."""
    app = entra.certified
    claims = {"aud": entra.target.token_url, "iss": app.client_id, "sub": app.client_id, "jti": "1"}
    return entra.asks_by_assertion(jwt.encode({**claims, "exp": int(time.time()) + 60}, "s" * 40, "HS256", header))


def unknown_certificate(entra: Entra) -> Any:
    """An assertion by msal with a certificate that nobody has uploaded."""
    app = entra.tenant.register_app("Bare")
    pair = {"private_key": entra.certificate.key_pem, "public_certificate": entra.certificate.certificate_pem}
    return entra.as_daemon(app, credential=pair)


def from_elsewhere(entra: Entra, **changed: str) -> Any:
    """A token of a trusted issuer, with one claim that the application does not trust."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    app = entra.tenant.register_app("Federated")
    pem = entra.certificate.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    entra.tenant.applications.trust_issuer(app, "https://issuer.example", "main", [pem])
    now = int(time.time())
    claims = {"iss": "https://issuer.example", "sub": "main", "aud": "api://AzureADTokenExchange", **changed}
    token = jwt.encode({**claims, "iat": now, "exp": now + 60}, entra.certificate.key, "RS256")
    return entra.as_daemon(app, credential={"client_assertion": token})


def not_assigned(entra: Entra) -> Any:
    entra.public.assignment_required = True
    return entra.by_password()


def two_addresses(entra: Entra) -> Any:
    app = entra.tenant.register_app("Two", public=True, redirect_uris=["http://localhost/a", "http://localhost/b"])
    return entra.person().goes(entra.authorize_url(app, redirect_uri=""))


def no_address(entra: Entra) -> Any:
    app = entra.tenant.register_app("None", public=True, redirect_uris=[])
    return entra.person().goes(entra.authorize_url(app, redirect_uri=""))


#: msal advises against what is tested here
pytestmark = pytest.mark.filterwarnings("ignore:Passing a static string/bytes:DeprecationWarning")

ABOUT_ASSERTIONS = (
    "Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."
)
FEDERATED = "No matching federated identity record found for presented assertion"
CHECK = (
    "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. "
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation"
)

CASES = [
    (700016, 400, "unauthorized_client", "", NOT_FOUND.format(STRANGER), lambda e: e.by_password(app=Unknown)),
    (700016, 400, "", "", NOT_FOUND.format(STRANGER), lambda e: e.person().goes(e.authorize_url(Unknown))),
    (7000112, 400, "unauthorized_client", "", "Application '{daemon}'(Contoso Mail Daemon) is disabled.", disabled),
    (7000215, 401, "invalid_client", "",
     "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the "
     "client secret ID, for a secret added to app '{daemon}'.",
     secret_id),
    (7000216, 401, "invalid_client", "",
     "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
     lambda e: e.asks_as_daemon(client_secret=None)),
    (7000218, 401, "invalid_client", "",
     "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
     lambda e: e.by_password(app=e.confidential)),
    (7000222, 401, "invalid_client", "",
     "The provided client secret keys for app '{Old}' are expired. Visit the Azure portal to create new keys for your "
     "app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: "
     "https://aka.ms/certCreds.",
     expired_secret),
    (700025, 401, "invalid_client", "",
     "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
     lambda e: e.as_daemon(e.public, credential="secret")),
    (50011, 400, "", "",
     "The redirect URI 'https://evil.example/' specified in the request does not match the redirect URIs configured "
     "for the application '{public}'. Make sure the redirect URI sent in the request matches one added to your "
     "application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to "
     "fix this.",
     lambda e: e.person().goes(e.authorize_url(redirect_uri="https://evil.example/"))),
    (900971, 400, "", "", "No reply address provided.", two_addresses),
    (500113, 400, "", "", "No reply address is registered for the application.", no_address),
    (50105, 400, "invalid_grant", "",
     "Your administrator has configured the application Contoso Mail ('{public}') to block users unless they are "
     "specifically granted ('assigned') access to the application.  The signed in user '{alice}' is blocked because "
     "they are not a direct member of a group with access, nor had access directly assigned by an administrator. "
     "Please contact your administrator to assign access to this application.",
     not_assigned),
    # --- client assertions ---
    (50027, 400, "invalid_request", "", "JWT token is invalid or malformed.",
     lambda e: e.as_daemon(e.certified, credential={"client_assertion": "no.jwt.at-all"})),
    (50048, 400, "invalid_request", "", "Subject must match the issuer claim in the client assertion.",
     lambda e: e.as_daemon(e.certified, credential={"client_assertion": e.asserted(sub="other")})),
    (700021, 401, "invalid_client", "",
     f"Client assertion application identifier doesn't match 'client_id' parameter. {ABOUT_ASSERTIONS}",
     lambda e: e.as_daemon(e.certified, credential={"client_assertion": e.asserted(iss="other", sub="other")})),
    (700023, 401, "invalid_client", "",
     f"Client assertion audience claim does not match Realm issuer. {ABOUT_ASSERTIONS}",
     lambda e: e.as_daemon(e.certified, credential={"client_assertion": e.asserted(aud="https://evil.example")})),
    (700024, 401, "invalid_client", "",
     "Client assertion is not within its valid time range. Current time: {moment}, assertion valid from {moment}, "
     f"expiry time of assertion 2001-09-09T01:46:40.0000000Z. {ABOUT_ASSERTIONS}",
     lambda e: e.as_daemon(e.certified, credential={"client_assertion": e.asserted(exp=10**9, nbf=10**9 - 60)})),
    (700027, 401, "invalid_client", "",
     "Client assertion failed signature validation. [Reason - The provided signature value did not match the expected "
     "signature value., Thumbprint of key used by client: '{thumbprint}']",
     foreign_key),
    (700027, 401, "invalid_client", "",
     "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - "
     "The key was not found., Thumbprint of key used by client: '{thumbprint}', Please visit the Azure Portal, Graph "
     "Explorer or directly use MS Graph to see configured keys for app Id '{Bare}'. Review the documentation at "
     "https://docs.microsoft.com/en-us/graph/deployments to determine the corresponding service endpoint and "
     "https://docs.microsoft.com/en-us/graph/api/application-get?view=graph-rest-1.0&tabs=http to build a query "
     "request URL, such as 'https://graph.microsoft.com/beta/applications/{Bare}'].",
     unknown_certificate),
    (90014, 400, "invalid_request", "",
     "The required field 'aud' is missing from the credential. Ensure that you have all the necessary parameters for "
     "the login request.",
     lambda e: e.as_daemon(e.certified, credential={"client_assertion": e.asserted(aud=None)})),
    (5002723, 401, "invalid_client", "",
     "Invalid JWT token. No certificate SHA-1 thumbprint, certificate SHA-256 thumbprint, nor keyId specified in token "
     "header.",
     lambda e: signed_by_secret(e, {})),
    (5002738, 401, "invalid_client", "",
     "Invalid JWT token. 'HS256' is not a supported signature algorithm. Supported signing algorithms are: "
     "'RS256,RS384,RS512,PS256'",
     lambda e: signed_by_secret(e, {"kid": "a-key"})),
    (5002741, 401, "invalid_client", "",
     "Number of audience values in the provided client credential exceed maximum allowed. 2 audience values provided, "
     "maximum allowed is 1.",
     lambda e: e.as_daemon(e.certified, credential={"client_assertion": e.asserted(aud=[e.target.token_url, "x"])})),
    (50027, 400, "invalid_request", "", "JWT token is invalid or malformed.",
     lambda e: e.as_daemon(e.certified, credential={"client_assertion": e.asserted(aud=[{"a": 1}])})),
    (700211, 401, "invalid_client", "", f"{FEDERATED} issuer 'https://other.example'. {CHECK}",
     lambda e: from_elsewhere(e, iss="https://other.example")),
    (700212, 401, "invalid_client", "", f"{FEDERATED} audience 'api://other'. {CHECK}",
     lambda e: from_elsewhere(e, aud="api://other")),
    (700213, 401, "invalid_client", "", f"{FEDERATED} subject 'a branch'. {CHECK}",
     lambda e: from_elsewhere(e, sub="a branch")),
    (7002138, 401, "invalid_client", "",
     f"{FEDERATED} subject 'Main'. The subject matches with case-insensitive comparison, but not with case-sensitive "
     "comparison. Check your federated identity credential Subject, Audience and Issuer against the presented "
     "assertion. See documentation at: https://learn.microsoft.com/entra/workload-id/workload-identity-federation. See "
     "breaking change notification and remediation at: "
     "https://learn.microsoft.com/en-us/entra/identity-platform/reference-breaking-changes#august-2024.",
     lambda e: from_elsewhere(e, sub="Main")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "status", "error", "suberror", "text", "way"), CASES, ids=[c[0] for c in CASES])
def test_is_caused(caused: Caused, code: int, status: int, error: str, suberror: str, text: str, way: Any) -> None:
    assert caused(way, code, status, error, suberror, text) is None


def test_a_secret_by_http_basic_is_challenged(entra: Entra) -> None:
    basic = b64encode(f"{entra.confidential.client_id}:wrong".encode()).decode()
    answer = entra.asks_as_daemon(client_id=None, client_secret=None, headers={"Authorization": f"Basic {basic}"})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_a_secret_in_the_body_is_not_challenged(entra: Entra) -> None:
    answer = entra.asks_as_daemon(client_secret="wrong")
    assert answer.status_code == 401
    assert "WWW-Authenticate" not in answer.headers
