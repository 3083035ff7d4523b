"""`client_credentials`: an application in its own name.

Source: entra-docs `identity-platform/v2-oauth2-client-creds-grant-flow.md`.
"""

from __future__ import annotations

from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.client import authenticated
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.scopes import requested_scopes
from fakeserver.tenant.directory.permissions import parse_scopes, words_of
from fakeserver.tenant.refusals import ResourceUnknown, ScopeInvalid, ScopeMustBeDefault, SeveralScopes
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import IssuedTokens


def redeem(call: Call, tenant: Tenant) -> IssuedTokens:
    """Give an app-only token: for `<resource>/.default` on v2.0, for `resource` on v1.0."""
    form = call.parameters
    # Source of the code: github MyPureCloud/terraform-provider-genesyscloud#2443; other grants have 900144.
    requested = call.required("resource") if call.version == 1 else call.required("scope", 90014)
    application, how = authenticated(call, tenant, client_credentials=True)
    if call.version == 1:
        scopes = requested_scopes(call, tenant, {"resource": requested}, application)
        if scopes is None or scopes.resource is None:
            raise EntraError(900144, parameter="resource")
        return tenant.tokens.issuer.issue_for_application(application, scopes.resource, scopes.audience, how)
    if form.get("resource"):
        raise EntraError(901002)
    words = words_of(requested)
    if len(words) > 1:
        raise SeveralScopes(scopes=requested)
    if not f"/{words[0]}".endswith("/.default"):
        # Entra looks at the suffix before it looks for the resource; alone it means Graph's (github PSAuthClient).
        raise ScopeMustBeDefault(scopes=requested)
    try:
        scopes = parse_scopes(words, tenant.organization.name, application=True, find=tenant.directory.resource)
    except ResourceUnknown:
        raise
    except ScopeInvalid:
        raise ScopeMustBeDefault(scopes=requested) from None
    return tenant.tokens.client_credentials(application, scopes, how)
