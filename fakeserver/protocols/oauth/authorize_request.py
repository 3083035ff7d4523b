"""An authorization request, read and checked, and how its answer goes back to the application.

Two kinds of error are kept apart as Entra ID does: until the application and its redirect URI are known to belong
together, a person sees a page and the application gets nothing (`reply_target` raises); after that, errors go to the
redirect URI (`AuthorizeRequest.read` raises).

Source: entra-docs `identity-platform/v2-oauth2-auth-code-flow.md`, `v2-protocols-oidc.md`,
`v2-oauth2-implicit-grant-flow.md`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit, urlunsplit

from fakeserver.digits import number_in
from fakeserver.protocols.oauth import headers, pages
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.parameters import required
from fakeserver.protocols.oauth.rows.requests import ID_TOKEN_WITHOUT_OPENID, REQUEST_OBJECTS
from fakeserver.protocols.oauth.scopes import claims_request, scopes_by_resource
from fakeserver.tenant.directory.applications import Application, RedirectUri
from fakeserver.tenant.directory.permissions import RequestedScopes, words_of
from fakeserver.tenant.refusals import NotMultiTenant, RedirectUriMismatch
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import Redemption
from fakeserver.wire import HttpResponse

RESPONSE_MODES = ("query", "fragment", "form_post")
RESPONSE_TYPES = frozenset({"code", "id_token", "token"})
_PROMPTS = frozenset({"login", "none", "consent", "select_account", "create"})
#: version of the endpoint -> the values of `prompt`, which takes one.
#: Source of `admin_consent`: azuread-dev `v1-protocols-oauth-code.md`.
PROMPTS = {1: _PROMPTS | {"admin_consent"}, 2: _PROMPTS}

#: `code_challenge_method` -> the form of a challenge (RFC 7636 sections 4.1 and 4.2), and the code where it differs.
#: Source: github ifitzpat/org-outlook#6 (44 characters for S256), michaelmsonne/ManagedIdentityPermissionManager#7.
_CHALLENGES = {
    "S256": (re.compile(r"[A-Za-z0-9_-]{43}"), 501491),
    "plain": (re.compile(r"[A-Za-z0-9._~-]{43,128}"), 50147),
}


@dataclass(frozen=True)
class ReplyTarget:
    """Where the answer to a request may be sent: an application and one of its redirect URIs."""

    tenant: Tenant
    application: Application
    registered: RedirectUri
    #: as the request wrote it
    redirect_uri: str
    #: whether the request named it
    explicit: bool
    state: str | None
    response_mode: str

    def answer(self, call: Call, parameters: Mapping[str, str], **last: str) -> HttpResponse:
        """Return the answer that takes parameters to the application in the way it asked for.

        Args:
            parameters: stand before `state`, in their order.
            last: stand behind it.
        """
        state = {} if self.state is None else {"state": self.state}
        parameters = {**parameters, **state, **last}
        if self.response_mode == "form_post":
            return pages.form_post(self.redirect_uri, parameters)
        if self.response_mode == "fragment":
            encoded = urlencode(parameters, errors="replace")
            return redirect(call, urlunsplit(urlsplit(self.redirect_uri)._replace(fragment=encoded)))
        return redirect(call, with_query(self.redirect_uri, parameters))


def with_query(uri: str, parameters: Mapping[str, str]) -> str:
    """Return an address with parameters behind those that its query has already."""
    parts = urlsplit(uri)
    query = "&".join(filter(None, [parts.query, urlencode(parameters, errors="replace")]))
    return urlunsplit(parts._replace(query=query))


def redirect(call: Call, location: str) -> HttpResponse:
    """Return a 302; the body is for readers without a browser."""
    fields = [
        *headers.REDIRECT,
        ("x-ms-request-id", call.trace_id),
        ("Location", location),
        ("Content-Type", "text/html; charset=utf-8"),
    ]
    return HttpResponse(302, fields, b"<html><head><title>Object moved</title></head><body></body></html>")


def reply_target(call: Call, parameters: Mapping[str, str]) -> ReplyTarget:
    """Find the application and check the redirect URI.

    Raises:
        EntraError: AADSTS90002, 900023, 900144, 900971, 9002332; each for the page, not for the application.
        Refusal: ApplicationNotFound, ApplicationDisabled, NotMultiTenant, RedirectUriMismatch; likewise.
    """
    client_id = required(parameters, "client_id")
    tenant = call.tenant if call.tenant is not None else _home_of(call, client_id, parameters)
    application = tenant.directory.application(client_id)
    if call.is_open and not application.multi_tenant:
        raise NotMultiTenant(application=client_id, name=application.name)
    redirect_uri = parameters.get("redirect_uri", "")
    if redirect_uri:
        registered = application.redirect_uri(redirect_uri)
        if registered is None:
            raise RedirectUriMismatch(application=client_id, name=application.name, redirect_uri=redirect_uri)
    else:
        if len(application.redirect_uris) != 1:
            raise EntraError(900971 if application.redirect_uris else 500113)
        registered = application.redirect_uris[0]
    response_types = set(parameters.get("response_type", "").split(" "))
    usual_mode = "fragment" if response_types & {"id_token", "token"} else "query"
    mode = parameters.get("response_mode", "").lower()
    return ReplyTarget(
        tenant,
        application,
        registered,
        redirect_uri or registered.uri,
        bool(redirect_uri),
        parameters.get("state"),
        # `query` would put tokens into server logs: with an id_token it is refused, and that error goes into the
        # fragment.
        mode if mode in RESPONSE_MODES and (mode != "query" or usual_mode == "query") else usual_mode,
    )


def _home_of(call: Call, client_id: str, parameters: Mapping[str, str]) -> Tenant:
    """Choose the tenant for an open authority: that of the hinted user, else the newest that knows the application."""
    call.check_not_for_consumers(client_id)
    for hint in (parameters.get("login_hint", ""), parameters.get("domain_hint", "")):
        tenant = call.cloud.by_domain(hint.rpartition("@")[2]) if hint else None
        if tenant is not None:
            return tenant
    return call.tenant_of_application(client_id)


@dataclass(frozen=True)
class AuthorizeRequest:
    """A request that may be answered, if the person agrees."""

    target: ReplyTarget
    response_types: frozenset[str]
    scopes: RequestedScopes
    #: of further resources: consented to now, asked for in token requests of their own
    others: tuple[RequestedScopes, ...]
    nonce: str
    prompt: str
    login_hint: str
    #: in seconds
    max_age: int | None
    code_challenge: str = field(repr=False)
    code_challenge_method: str
    #: what `claims` asks for, and the version of the endpoint
    how: Redemption
    client_info: bool

    @classmethod
    def read(cls, call: Call, target: ReplyTarget, parameters: Mapping[str, str]) -> AuthorizeRequest:
        """Read and check everything whose errors go to the application.

        Raises:
            EntraError, Refusal: what is wrong, for the redirect URI.
        """
        for name, row in REQUEST_OBJECTS.items():
            if parameters.get(name):
                raise EntraError(row)
        response_types = _response_types(target, parameters)
        mode = parameters.get("response_mode", "").lower()
        if mode and mode not in RESPONSE_MODES:
            raise EntraError(70007, response_mode=mode)
        if mode == "query" and target.response_mode != "query":
            raise EntraError(70007, response_mode=mode)
        prompt = parameters.get("prompt", "").lower()
        if prompt and prompt not in PROMPTS[call.version]:
            raise EntraError(90023)
        nonce = parameters.get("nonce", "")
        if "id_token" in response_types and not nonce:
            raise EntraError(90014, parameter="nonce")
        challenge, method = _code_challenge(target, response_types, parameters)
        how = Redemption(call.token_version, None, *claims_request(parameters), own_address=call.own_address)
        asked = scopes_by_resource(call, target.tenant, parameters, target.application)
        if not asked:
            # v1.0 may leave the resource to the token request.
            asked = [RequestedScopes(openid=frozenset({"openid"}), words=("openid",))]
        if call.version == 2 and "id_token" in response_types and "openid" not in asked[0].openid:
            raise EntraError(ID_TOKEN_WITHOUT_OPENID)
        if "token" in response_types and asked[0].resource is None:
            raise EntraError(28002, scopes=asked[0].text) if call.version == 2 else EntraError(500013)
        return cls(
            target,
            response_types,
            asked[0],
            tuple(asked[1:]),
            nonce,
            prompt,
            parameters.get("login_hint", ""),
            _max_age(parameters),
            challenge,
            method,
            how,
            parameters.get("client_info") == "1",
        )


def _response_types(target: ReplyTarget, parameters: Mapping[str, str]) -> frozenset[str]:
    given = required(parameters, "response_type")
    types = frozenset(words_of(given))
    if types - RESPONSE_TYPES or types == {"code", "token"}:
        raise EntraError(70005, response_type=given)
    for implicit in ("id_token", "token"):
        if implicit in types and implicit not in target.application.implicit:
            raise EntraError(700054 if implicit == "id_token" else 700051, response_type=implicit)
    return types


def _max_age(parameters: Mapping[str, str]) -> int | None:
    """Read `max_age`.

    Source: github MicrosoftDocs/azure-docs#51307, OpenID Connect Core section 3.1.2.1.
    Assumption: it puts no `auth_time` into the id_token, which is an optional claim of Entra ID.
    """
    given = parameters.get("max_age", "")
    if not given:
        return None
    seconds = number_in(given)
    if seconds is None:
        # Assumption: what is no number of seconds is refused, by this code.
        raise EntraError(9002313)
    return seconds


def _code_challenge(target: ReplyTarget, types: frozenset[str], parameters: Mapping[str, str]) -> tuple[str, str]:
    challenge, given = parameters.get("code_challenge", ""), parameters.get("code_challenge_method", "")
    method = given or "plain"
    if not challenge and not given:
        if target.registered.kind == "spa" and "code" in types:
            raise EntraError(9002325)
        return "", ""
    if method not in _CHALLENGES:
        raise EntraError(50149)
    if not challenge:
        # Assumption: a method alone is what Microsoft's list calls MissingCodeChallenge.
        raise EntraError(50147)
    form, code = _CHALLENGES[method]
    if not form.fullmatch(challenge):
        # Assumption: other characters have the same error as the wrong length.
        raise EntraError(code)
    return challenge, method
