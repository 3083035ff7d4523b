"""What a request asks for: `scope` on v2.0 endpoints, `resource` with an optional `scope` on v1.0 ones.

Source: entra-docs `identity-platform/scopes-oidc.md`; azuread-dev `v1-protocols-oauth-code.md`.
"""

import json
from collections.abc import Iterable, Mapping

from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.permissions import (
    OPENID_SCOPES,
    RequestedScopes,
    parse_scopes,
    split_scope,
    words_of,
)
from fakeserver.tenant.refusals import ResourceUnknown, TwoResources
from fakeserver.tenant.tenant import Tenant


def requested_scopes(
    call: Call, tenant: Tenant, parameters: Mapping[str, str], application: Application
) -> RequestedScopes | None:
    """Read what an application's request asks for; None where it says nothing.

    Raises:
        EntraError: AADSTS901002, `resource` was sent to a v2.0 endpoint.
        Refusal: ScopeInvalid (PermissionUnknown, DefaultScopeMixed), ResourceUnknown, TwoResources.
    """
    scope, resource = parameters.get("scope", ""), parameters.get("resource", "")
    if call.version == 2:
        if resource:
            raise EntraError(901002)
        words = words_of(scope)
        return _parsed(words, tenant, application) if words else None
    return _of_resource(resource, scope, tenant)


def _parsed(words: Iterable[str], tenant: Tenant, application: Application) -> RequestedScopes:
    asked_by = (application.client_id, application.name)
    return parse_scopes(words, tenant.organization.name, find=tenant.directory.resource, asked_by=asked_by)


def scopes_by_resource(
    call: Call, tenant: Tenant, parameters: Mapping[str, str], application: Application
) -> list[RequestedScopes]:
    """Read what an authorization request asks for; unlike a token request it may name several resources.

    Returns:
        One entry per resource in the order they came, OpenID Connect's scopes with the first; empty when nothing is
        asked for.

    Raises:
        EntraError: AADSTS901002.
        Refusal: ScopeInvalid (PermissionUnknown, DefaultScopeMixed), ResourceUnknown.
    """
    try:
        scopes = requested_scopes(call, tenant, parameters, application)
        return [] if scopes is None else [scopes]
    except TwoResources:
        groups: dict[str, list[str]] = {}
        openid: list[str] = []
        for word in words_of(parameters.get("scope", "")):
            resource = None if word in OPENID_SCOPES else tenant.directory.resource(split_scope(word)[0])
            (openid if resource is None else groups.setdefault(resource.app_id, [])).append(word)
        first, *others = groups.values()
        found = [[*first, *openid], *others]
        return [_parsed(words, tenant, application) for words in found]


def _of_resource(resource: str, scope: str, tenant: Tenant) -> RequestedScopes | None:
    """Read v1.0's parameters: the token holds everything that was consented to for the resource."""
    openid = frozenset(word for word in words_of(scope) if word in OPENID_SCOPES)
    if not resource:
        return RequestedScopes(openid=openid, words=tuple(sorted(openid))) if openid else None
    found = tenant.directory.resource(resource)
    if found is None:
        raise ResourceUnknown(resource=resource, tenant=tenant.organization.name)
    return RequestedScopes(found, resource, frozenset(), True, openid, (resource,))


def claims_request(parameters: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read the `claims` parameter.

    Returns:
        What the client says it can do (`cp1`: continuous access evaluation); the names of the claims that it wants in
        the id_token.

    Raises:
        EntraError: AADSTS9002313, the parameter is no JSON object, or holds something else where objects belong.

    Source: entra-docs `identity-platform/claims-challenge.md`: `{"access_token":{"xms_cc":{"values":["cp1"]}}}`;
    OpenID Connect Core 5.5: `{"id_token":{"auth_time":{"essential":true}}}`.
    """
    text = parameters.get("claims", "")
    if not text:
        return (), ()
    try:
        claims = json.loads(text)
        values = claims.get("access_token", {}).get("xms_cc", {}).get("values", [])
        # msal's documentation writes CP1, the claims' cp1; both are meant.
        capabilities = tuple(value.lower() for value in values if isinstance(value, str))
        return capabilities, tuple(claims.get("id_token", {}).keys())
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise EntraError(9002313) from None
