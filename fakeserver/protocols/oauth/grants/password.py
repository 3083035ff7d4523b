"""`password`: a user name and a password, where nothing more than a password is asked (ROPC).

Source: entra-docs `identity-platform/v2-oauth-ropc.md`.
"""

from __future__ import annotations

from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.client import authenticated
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.scopes import requested_scopes
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import IssuedTokens


def redeem(call: Call, tenant: Tenant) -> IssuedTokens:
    """Give tokens for a password."""
    username, password = _required_field(call, "username"), _required_field(call, "password")
    application, how = authenticated(call, tenant)
    scopes = requested_scopes(call, tenant, call.parameters, application)
    if scopes is None:
        raise EntraError(900144, parameter="resource" if call.version == 1 else "scope")
    return tenant.tokens.password(application, username, password, scopes, ip_address=call.request.peer, how=how)


def _required_field(call: Call, name: str) -> str:
    value = call.parameters.get(name, "")
    if not value:
        # Source: the service's template of AADSTS90014, which speaks of the credential's fields.
        raise EntraError(90014, parameter=name)
    return value
