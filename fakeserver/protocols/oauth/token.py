"""The token endpoint: a map from grant type to handler, and the answer's members.

Source: entra-docs `identity-platform/v2-oauth2-auth-code-flow.md`; recorded sessions in github
Azure/azure-sdk-for-js `sdk/identity/identity/recordings/`.
"""

from collections.abc import Callable
from typing import Any

from fakeserver.protocols.oauth import headers
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.grants import (
    authorization_code,
    client_credentials,
    device_code,
    on_behalf_of,
    password,
    refresh_token,
)
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import IssuedTokens
from fakeserver.wire import HttpResponse

ON_BEHALF_OF = "urn:ietf:params:oauth:grant-type:jwt-bearer"

GRANTS: dict[str, Callable[[Call, Tenant], IssuedTokens]] = {
    "authorization_code": authorization_code.redeem,
    "refresh_token": refresh_token.redeem,
    "client_credentials": client_credentials.redeem,
    "password": password.redeem,
    "urn:ietf:params:oauth:grant-type:device_code": device_code.redeem,
    "device_code": device_code.redeem,
    ON_BEHALF_OF: on_behalf_of.redeem,
}


def token(call: Call) -> HttpResponse:
    """Answer a token request.

    Raises:
        EntraError, Refusal: for the error JSON.
    """
    grant_type = call.required("grant_type")
    grant = GRANTS.get(grant_type)
    if grant is None:
        raise EntraError(70003, grant_type=grant_type)
    tenant = call.tenant if call.tenant is not None else _tenant_of_credential(call, grant_type)
    consent = tenant.directory.consent
    with tenant.lock, tenant.tokens.issuer.ahead(call.skew), consent.as_it_was(call.consent):
        call.issued = issued = grant(call, tenant)
    return _answer(call, issued)


def _tenant_of_credential(call: Call, grant_type: str) -> Tenant:
    """Return the tenant of an open authority, found by what is redeemed.

    Raises:
        EntraError: AADSTS50059, the request names no tenant; AADSTS9002332, it is for personal accounts; AADSTS9001023,
            the password grant needs a tenant in the path, or `organizations`.
    """
    form = call.parameters
    tenant: Tenant | None = None
    if grant_type == "password":
        if call.authority.lower() != "organizations":
            raise EntraError(9001023)
        tenant = call.cloud.by_domain(form.get("username", "").rpartition("@")[2])
    elif grant_type not in ("client_credentials", ON_BEHALF_OF):
        call.check_not_for_consumers(form.get("client_id", ""))
        tenant = _issuer_of(call, form.get("code") or form.get("refresh_token") or form.get("device_code") or "")
    if tenant is None:
        raise EntraError(50059)
    call.act_for(tenant)
    return tenant


def _issuer_of(call: Call, grant: str) -> Tenant | None:
    """Return the tenant that gave out a code or refresh token; the newest that knows the application otherwise."""
    for tenant in reversed(call.cloud.tenants):
        if tenant.tokens.knows(grant):
            return tenant
    return call.newest_that_knows(call.parameters.get("client_id", ""))


def _answer(call: Call, issued: IssuedTokens) -> HttpResponse:
    age = "" if issued.refresh_token_age is None else f"{issued.refresh_token_age * 1000:.4f}"
    answer_headers = [*headers.TOKEN, ("x-ms-request-id", call.trace_id), ("x-ms-clitelem", f"1,0,0,{age},")]
    origin = call.request.headers.get("Origin")
    if origin:
        answer_headers += headers.cross_origin(origin)
    if issued.scope is None and call.version == 2 and issued.refresh_in is None:
        # The answer that daemons ask for all day; a token is base64url and needs no escaping.
        seconds = issued.expires_in
        body = (
            f'{{"token_type":"Bearer","expires_in":{seconds},"ext_expires_in":{seconds},'
            f'"access_token":"{issued.access_token}"}}'
        )
        return HttpResponse(200, answer_headers, body.encode("ascii"))
    members = _members_v1(issued) if call.version == 1 else _members_v2(issued)
    for name, value in (("refresh_token", issued.refresh_token), ("id_token", issued.id_token)):
        if value is not None:
            members[name] = value
    if issued.client_info is not None and call.parameters.get("client_info") == "1":
        members["client_info"] = issued.client_info
    return HttpResponse(200, answer_headers, headers.json_text(members))


def _members_v2(issued: IssuedTokens) -> dict[str, Any]:
    members = {
        "token_type": "Bearer",
        "scope": issued.scope,
        "expires_in": issued.expires_in,
        "ext_expires_in": issued.expires_in,
        "refresh_in": issued.refresh_in,
        "access_token": issued.access_token,
    }
    return {name: value for name, value in members.items() if value is not None}


def _members_v1(issued: IssuedTokens) -> dict[str, Any]:
    """Return v1.0's members: numbers are texts there, and scopes are short."""
    members: dict[str, Any] = {"token_type": "Bearer"}
    if issued.scope is not None:
        words = [word.rpartition("/")[2] for word in issued.scope.split()]
        members["scope"] = " ".join(word for word in words if word != ".default")
    return members | {
        "expires_in": str(issued.expires_in),
        "ext_expires_in": str(issued.expires_in),
        **({"refresh_in": str(issued.refresh_in)} if issued.refresh_in is not None else {}),
        "expires_on": str(issued.expires_on),
        "not_before": str(issued.not_before),
        "resource": issued.audience,
        "access_token": issued.access_token,
    }
