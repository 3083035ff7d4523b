"""`jwt-bearer`: an API acts on behalf of the user who called it.

Source: entra-docs `identity-platform/v2-oauth2-on-behalf-of-flow.md`.
"""

from __future__ import annotations

from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.client import authenticated
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.scopes import requested_scopes
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import IssuedTokens


def redeem(call: Call, tenant: Tenant) -> IssuedTokens:
    """Give tokens for the token that the API was called with."""
    form = call.parameters
    assertion = call.required("assertion")
    if call.required("requested_token_use") != "on_behalf_of":
        raise EntraError(9002313)
    application, how = authenticated(call, tenant)
    scopes = requested_scopes(call, tenant, form, application)
    if scopes is None:
        raise EntraError(900144, parameter="resource" if call.version == 1 else "scope")
    return tenant.tokens.on_behalf_of(application, assertion, scopes, how=how)
