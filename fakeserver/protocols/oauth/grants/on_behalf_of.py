"""`jwt-bearer`: an API acts on behalf of the user who called it.

Source: entra-docs `identity-platform/v2-oauth2-on-behalf-of-flow.md`.
"""

from __future__ import annotations

from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.client import authenticated
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.scopes import requested_scopes
from fakeserver.tenant.refusals import SecretMissingForOnBehalfOf
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import IssuedTokens

ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"


def redeem(call: Call, tenant: Tenant) -> IssuedTokens:
    """Give tokens for the token that the API was called with."""
    form = call.parameters
    assertion = call.required("assertion")
    if call.required("requested_token_use") != "on_behalf_of":
        raise EntraError(9002313)
    # A SAML token may be asked for, which is not performed. Assumption: the code.
    if form.get("requested_token_type", ACCESS_TOKEN) != ACCESS_TOKEN:
        raise EntraError(9002313)
    application, how = authenticated(call, tenant)
    if how.proof == "0":
        # Assumption: the code; Microsoft's page requires a secret or an assertion of every API.
        raise SecretMissingForOnBehalfOf(application=application.client_id, name=application.name)
    scopes = requested_scopes(call, tenant, form, application)
    if scopes is None:
        raise EntraError(900144, parameter="resource" if call.version == 1 else "scope")
    return tenant.tokens.on_behalf_of(application, assertion, scopes, how=how)
