"""`device_code`: the poll of a program that waits for somebody to type its code elsewhere.

Source: entra-docs `identity-platform/v2-oauth2-device-code.md`. msal for Node sends the short name of the grant.
On v1.0 the device code is called `code` (github MicrosoftDocs/azure-docs#46110).
"""

from __future__ import annotations

from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.client import authenticated
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import IssuedTokens


def redeem(call: Call, tenant: Tenant) -> IssuedTokens:
    """Give tokens once the device's code was approved."""
    device_code = call.required("code" if call.version == 1 else "device_code")
    application, how = authenticated(call, tenant)
    return tenant.tokens.redeem_device_code(application, device_code, how=how)
