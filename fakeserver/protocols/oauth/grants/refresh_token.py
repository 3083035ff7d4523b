"""`refresh_token`: new tokens, also for another resource that was consented to; the old refresh token stays good.

Source: entra-docs `identity-platform/refresh-tokens.md`.
"""

from __future__ import annotations

from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.client import authenticated
from fakeserver.protocols.oauth.scopes import requested_scopes
from fakeserver.tenant.refusals import RefreshTokenForOtherTenant
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import IssuedTokens


def redeem(call: Call, tenant: Tenant) -> IssuedTokens:
    """Give tokens for a refresh token."""
    refresh_token = call.required("refresh_token")
    application, how = authenticated(call, tenant)
    if call.is_of_another_tenant(tenant, refresh_token):
        raise RefreshTokenForOtherTenant(application=application.client_id)
    return tenant.tokens.redeem_refresh_token(
        application,
        refresh_token,
        origin=call.request.headers.get("Origin") or None,
        scopes=requested_scopes(call, tenant, call.parameters, application),
        how=how,
    )
