"""`authorization_code`: a code from the authorize endpoint, with PKCE.

Source: entra-docs `identity-platform/v2-oauth2-auth-code-flow.md`; RFC 7636.
"""

from __future__ import annotations

from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.client import authenticated
from fakeserver.protocols.oauth.scopes import requested_scopes
from fakeserver.tenant.refusals import CodeForOtherTenant
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import IssuedTokens


def redeem(call: Call, tenant: Tenant) -> IssuedTokens:
    """Give tokens for a code."""
    form = call.parameters
    code = call.required("code")
    application, how = authenticated(call, tenant)
    if call.is_of_another_tenant(tenant, code):
        raise CodeForOtherTenant(application=application.client_id)
    return tenant.tokens.redeem_code(
        application,
        code,
        redirect_uri=form.get("redirect_uri") or None,
        code_verifier=form.get("code_verifier") or None,
        origin=call.request.headers.get("Origin") or None,
        scopes=requested_scopes(call, tenant, form, application),
        how=how,
    )
