"""The kinds of credential, continued: what is asked of the token endpoint."""

from collections.abc import Callable
from typing import Any

from fakeserver.tenant.directory.permissions import parse_scopes
from fakeserver.tenant.tokens.keys import SigningKey
from tests.matrix.kinds import kind
from tests.matrix.table import Kind, World
from tests.matrix.wire import Credential

TOKEN = ("Token",)


def _form(name: str, title: str, **fields: str) -> Kind:
    def make(world: World, protocol: str) -> Credential:
        return Credential("", app=world.daemon_app, form=tuple(fields.items()))

    return kind(name, title, TOKEN)(make)


SECRET_WRONG = _form("secret-wrong", "an application with a wrong secret", client_secret="not-the-secret")
SECRET_NONE = _form("secret-none", "an application without its secret", client_secret="")
APP_UNKNOWN = _form("app-unknown", "an unknown client id", client_id="11111111-2222-3333-4444-555555555555")
SCOPE_NOT_DEFAULT = _form(
    "scope-not-default",
    "an application asking for a single scope",
    scope="https://outlook.office365.com/IMAP.AccessAsApp",
)
RESOURCE_UNKNOWN = _form(
    "resource-unknown", "an application asking for an unknown resource", scope="https://nowhere.example/.default"
)
GRANT_UNKNOWN = _form("grant-unknown", "a grant type that does not exist", grant_type="urn:nowhere")


SCOPES_SEVERAL = _form(
    "scopes-several",
    "an application asking for two resources",
    scope="https://outlook.office365.com/.default https://graph.microsoft.com/.default",
)


CLAIMS_NOT_JSON = _form("claims-not-json", "claims that are no JSON object", claims="[")
CODE_MISSING = _form(
    "code-missing", "an authorization code that is left out", grant_type="authorization_code", redirect_uri="https://x"
)
REFRESH_MALFORMED = _form(
    "refresh-malformed", "a refresh token that is none", grant_type="refresh_token", refresh_token="x"
)
RESOURCE_SENT = _form("resource-sent", "`resource`, as v1.0 has it", resource="https://outlook.office365.com")
SCOPE_EMPTY = _form("scope-empty", "an application that asks for no scope", scope="")


@kind("scope-twice", "a parameter that stands twice", TOKEN)
def SCOPE_TWICE(world: World, protocol: str) -> Credential:
    scope = ("scope", "https://outlook.office365.com/.default")
    return Credential("", app=world.daemon_app, form=(scope, scope))


def _on_behalf_of(name: str, title: str, assertion: Callable[[World], str]) -> Kind:
    def make(world: World, protocol: str) -> Credential:
        fields = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "requested_token_use": "on_behalf_of",
            "assertion": assertion(world),
        }
        return Credential("", app=world.daemon_app, form=tuple(fields.items()))

    return kind(name, title, TOKEN)(make)


def _id_token(world: World) -> str:
    return world.tenant.mint(user=world.alice, aud=world.daemon_app.client_id, ver="2.0", scp=None)


OBO_FOR_OTHER = _on_behalf_of(
    "obo-for-other", "on behalf of a user, by a token for Exchange", lambda world: world.token
)
OBO_ID_TOKEN = _on_behalf_of("obo-id-token", "on behalf of a user, by an id_token", _id_token)


def _by_assertion(world: World, **claims: Any) -> Credential:
    app = world.daemon_app
    audience = f"https://login.microsoftonline.com/{world.tenant.tenant_id}/v2.0"
    own: dict[str, Any] = {"iss": app.client_id, "sub": app.client_id, "aud": audience, "jti": "1"}
    own["header"] = {"x5t": "QUFB"}
    if "key" not in claims:
        own["key"] = SigningKey.generate()
    fields = {
        "client_secret": "",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": world.tenant.mint(**{**own, **claims}),
    }
    return Credential("", app=app, form=tuple(fields.items()))


def _asserted(name: str, title: str, **claims: Any) -> Kind:
    def make(world: World, protocol: str) -> Credential:
        return _by_assertion(world, **claims)

    return kind(name, title, TOKEN)(make)


ASSERTED_TWO_AUDIENCES = _asserted("assertion-two-audiences", "a client assertion for two audiences", aud=["a", "b"])
ASSERTED_ELSEWHERE = _asserted(
    "assertion-unknown-issuer", "a client assertion of an issuer that nobody trusts", iss="https://nowhere.example"
)
ASSERTED_UNREGISTERED = _asserted(
    "assertion-unregistered", "a client assertion by a certificate that is not registered"
)


@kind("assertion-unknown-subject", "a trusted issuer's token about another subject", TOKEN)
def ASSERTED_SUBJECT(world: World, protocol: str) -> Credential:
    issuer, key = "https://issuer.example", world.tenant.keys.current
    world.tenant.applications.trust_issuer(world.daemon_app, issuer, "repo:main", [key.public_pem.decode()])
    return _by_assertion(world, iss=issuer, sub="repo:fork", aud="api://AzureADTokenExchange", key=key)


@kind("redirect-differs", "a code, with another redirect URI than it was asked for with", TOKEN)
def REDIRECT_DIFFERS(world: World, protocol: str) -> Credential:
    app, tokens = world.public_app, world.tenant.tokens
    scopes = parse_scopes(["https://outlook.office.com/SMTP.Send"])
    sign_in = tokens.issuer.new_sign_in(world.alice)
    code = tokens.authorize(app, world.alice, scopes, sign_in, redirect_uri="http://localhost")
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": "http://localhost/elsewhere"}
    return Credential("", app=app, form=tuple(fields.items()))


@kind("secret-id", "an application sending the secret's id", TOKEN)
def SECRET_ID(world: World, protocol: str) -> Credential:
    return Credential("", app=world.daemon_app, form=(("client_secret", world.daemon_app.secrets[0].secret_id),))


@kind("secret-of-public", "a public application sending a secret", TOKEN)
def SECRET_OF_PUBLIC(world: World, protocol: str) -> Credential:
    return Credential("", app=world.public_app, user=world.alice, form=(("client_secret", "anything"),))


@kind("user-unknown", "an unknown user", TOKEN)
def USER_UNKNOWN(world: World, protocol: str) -> Credential:
    nobody = f"nobody@{world.tenant.domain}"
    return Credential("", app=world.public_app, user=world.alice, form=(("username", nobody),))


@kind("two-resources", "scopes of two resources", TOKEN)
def TWO_RESOURCES(world: World, protocol: str) -> Credential:
    scope = "https://outlook.office.com/IMAP.AccessAsUser.All https://graph.microsoft.com/User.Read"
    return Credential("", app=world.public_app, user=world.alice, form=(("scope", scope),))


def _scope(name: str, title: str, scope: str) -> Kind:
    @kind(name, title, TOKEN)
    def asking(world: World, protocol: str) -> Credential:
        return Credential("", app=world.public_app, user=world.alice, form=(("scope", scope),))

    return asking


SCOPE_MISSPELT = _scope(
    "scope-misspelt", "a permission that the resource has not", "https://outlook.office.com/IMAP.AccessAsUser.Al"
)
SCOPE_LINE_FEED = _scope("scope-line-feed", "a line feed behind a permission", "User.Read\n")
DEFAULT_MIXED = _scope(
    "default-mixed",
    ".default beside a permission",
    "https://outlook.office.com/.default https://outlook.office.com/SMTP.Send",
)


@kind("not-consented", "a user, for permissions that nobody consented to", TOKEN)
def NOT_CONSENTED(world: World, protocol: str) -> Credential:
    app = world.tenant.register_app("New", public=True, delegated=["IMAP.AccessAsUser.All"], consent="user")
    return Credential("", app=app, user=world.alice)
