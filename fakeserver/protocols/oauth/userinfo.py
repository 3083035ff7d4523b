"""UserInfo: the claims of the user whose Graph token with `openid` is sent.

Source: entra-docs `identity-platform/userinfo.md`. The v2.0 endpoint is Microsoft Graph's, so its errors have Graph's
form.
"""

from collections.abc import Mapping
from typing import Any

from fakeserver.protocols.oauth import headers
from fakeserver.protocols.oauth.call import Call
from fakeserver.tenant.directory.permissions import MICROSOFT_GRAPH, resource_by_name
from fakeserver.tenant.refusals import TokenRefused
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.claims import pairwise_subject
from fakeserver.tenant.tokens.parsing import parse
from fakeserver.wire import HttpResponse


def userinfo(call: Call) -> HttpResponse:
    """Answer with the user's names, or with Graph's 401."""
    scheme, _, token = call.request.headers.get("Authorization").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return _refused(call, "InvalidAuthenticationToken", "Access token is empty.")
    try:
        parsed = parse(token.strip())
        tenant = call.cloud.by_id(parsed.tenant_id)
        if tenant is None:
            return _refused(call, "InvalidAuthenticationToken", "Access token validation failure. Invalid tenant.")
        call.act_for(tenant)
        with tenant.lock:
            tenant.tokens.validator.check_signature(parsed)
            return _answer(call, tenant, parsed.payload)
    except TokenRefused as refusal:
        call.note(refusal)
        return _refused(call, "InvalidAuthenticationToken", "Access token validation failure. Invalid signature.")


def _answer(call: Call, tenant: Tenant, claims: Mapping[str, Any]) -> HttpResponse:
    audience, expires_at = claims.get("aud"), claims.get("exp")
    resource = resource_by_name(audience) if isinstance(audience, str) else None
    if resource is None or resource.app_id != MICROSOFT_GRAPH:
        return _refused(call, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience.")
    if not isinstance(expires_at, int) or tenant.clock.time() >= expires_at:
        return _refused(call, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
    user = tenant.directory.users.get(str(claims.get("oid")))
    if user is None or "openid" not in str(claims.get("scp", "")).split():
        return _refused(call, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.", 403)
    members = {
        "sub": pairwise_subject(tenant.tenant_id, user.object_id, str(claims.get("appid"))),
        "name": user.display_name,
        "family_name": user.surname,
        "given_name": user.given_name,
        "picture": "https://graph.microsoft.com/v1.0/me/photo/$value",
        "email": user.address,
    }
    return _json(call, 200, {name: value for name, value in members.items() if value})


def _refused(call: Call, code: str, message: str, status: int = 401) -> HttpResponse:
    inner = {"request-id": call.trace_id, "client-request-id": call.correlation_id}
    return _json(call, status, {"error": {"code": code, "message": message, "innerError": inner}})


def _json(call: Call, status: int, members: dict[str, Any]) -> HttpResponse:
    fields = [*headers.TOKEN, ("request-id", call.trace_id), ("x-ms-request-id", call.trace_id)]
    if status == 401:
        challenge = f'Bearer realm="", authorization_uri="{call.base_url}/common/oauth2/authorize"'
        fields.append(("WWW-Authenticate", challenge))
    return HttpResponse(status, fields, headers.json_text(members))
