"""What a client reads before it asks: configuration, keys, clouds and user realms.

Members stand in the order recorded from the real service (github Azure/azure-sdk-for-js
`sdk/identity/identity/recordings/`, 2022 and 2023). Addresses lead to the host that the client asked, so that nothing
leaves the machine; asked by Microsoft's own host name, the documents are the real ones.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from fakeserver.protocols.oauth import headers
from fakeserver.protocols.oauth.call import CONSUMER_TENANT_ID, Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.tenant.identifiers import is_guid
from fakeserver.tenant.tokens.claims import issuer_v1, issuer_v2
from fakeserver.wire import HttpResponse

#: The clouds, as instance discovery lists them: preferred network name, preferred cache name, all names.
CLOUDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "login.microsoftonline.com",
        "login.windows.net",
        ("login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"),
    ),
    (
        "login.partner.microsoftonline.cn",
        "login.partner.microsoftonline.cn",
        ("login.partner.microsoftonline.cn", "login.chinacloudapi.cn"),
    ),
    ("login.microsoftonline.de", "login.microsoftonline.de", ("login.microsoftonline.de",)),
    (
        "login.microsoftonline.us",
        "login.microsoftonline.us",
        ("login.microsoftonline.us", "login.usgovcloudapi.net"),
    ),
    ("login-us.microsoftonline.com", "login-us.microsoftonline.com", ("login-us.microsoftonline.com",)),
)
_METADATA = [
    {"preferred_network": network, "preferred_cache": cache, "aliases": list(names)} for network, cache, names in CLOUDS
]
_CLOUD_HOSTS = frozenset(name for _, _, names in CLOUDS for name in names)

#: The placeholder for the tenant in the issuer of `common` and `organizations`, literally.
TEMPLATE = "{tenantid}"


def configuration(call: Call) -> HttpResponse:
    """Answer `/.well-known/openid-configuration` in the version of the URL.

    Raises:
        EntraError: AADSTS90002 or AADSTS900023, no such tenant; AADSTS90112, `appid` is no GUID.
    """
    document = _configuration_v2(call) if call.version == 2 else _configuration_v1(call)
    application = call.parameters.get("appid", "")
    if application:
        # For applications with keys of their own. Source: entra-docs `identity-platform/access-tokens.md`.
        if not is_guid(application):
            raise EntraError(90112)
        document["jwks_uri"] += f"?appid={application}"
    return headers.document(call.trace_id, document)


def _authority(call: Call) -> tuple[str, str, str | None]:
    """Return the path segment, the issuer's tenant and the region that a document of this authority shows."""
    if call.tenant is not None:
        return call.tenant.tenant_id, call.tenant.tenant_id, "WW"
    name = call.authority.lower()
    return name, CONSUMER_TENANT_ID if name == "consumers" else TEMPLATE, None


def _configuration_v2(call: Call) -> dict[str, Any]:
    segment, issuer_tenant, region = _authority(call)
    base = f"{call.base_url}/{segment}"
    return {
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": issuer_v2(issuer_tenant, call.own_address),
        "request_uri_parameter_supported": False,
        "userinfo_endpoint": f"{_graph(call)}/oidc/userinfo",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
        "http_logout_supported": True,
        "frontchannel_logout_supported": True,
        "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
        "claims_supported": _CLAIMS,
        "kerberos_endpoint": f"{base}/kerberos",
        "tenant_region_scope": region,
        **_CLOUD,
    }


def _configuration_v1(call: Call) -> dict[str, Any]:
    segment, issuer_tenant, region = _authority(call)
    base = f"{call.base_url}/{segment}"
    return {
        "token_endpoint": f"{base}/oauth2/token",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        # Assumption: v1.0 documents of tenants name the keys under `common`; the tenant's own path serves the same.
        "jwks_uri": f"{base}/discovery/keys",
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "id_token", "code id_token", "token id_token", "token"],
        "scopes_supported": ["openid"],
        "issuer": issuer_v1(issuer_tenant, call.own_address),
        "microsoft_multi_refresh_token": True,
        "authorization_endpoint": f"{base}/oauth2/authorize",
        "device_authorization_endpoint": f"{base}/oauth2/devicecode",
        "http_logout_supported": True,
        "frontchannel_logout_supported": True,
        "end_session_endpoint": f"{base}/oauth2/logout",
        "claims_supported": _CLAIMS_V1,
        "check_session_iframe": f"{base}/oauth2/checksession",
        "userinfo_endpoint": f"{base}/openid/userinfo",
        "kerberos_endpoint": f"{base}/kerberos",
        "tenant_region_scope": region,
        **_CLOUD,
    }


_CLAIMS = """
    sub iss cloud_instance_name cloud_instance_host_name cloud_graph_host_name msgraph_host aud exp iat auth_time acr
    nonce preferred_username name tid ver at_hash c_hash email
""".split()
_CLAIMS_V1 = """
    sub iss cloud_instance_name cloud_instance_host_name cloud_graph_host_name msgraph_host aud exp iat auth_time acr
    amr nonce email given_name family_name nickname
""".split()
_CLOUD = {
    "cloud_instance_name": "microsoftonline.com",
    "cloud_graph_host_name": "graph.windows.net",
    "msgraph_host": "graph.microsoft.com",
    "rbac_url": "https://pas.windows.net",
}


def _graph(call: Call) -> str:
    """Return the address of userinfo: Graph's if the client asked the real host, else ours, to keep tokens here."""
    return "https://graph.microsoft.com" if call.at_real_host else call.base_url


def keys(call: Call) -> HttpResponse:
    """Answer the JWKS: every key that the tenant publishes; those of all tenants for an open authority.

    Raises:
        EntraError: AADSTS90002 or AADSTS900023, no such tenant.
    """
    tenants = [call.tenant] if call.tenant is not None else call.cloud.tenants
    # Assumption: a tenant's own URL names the tenant in each key's issuer; recorded is only the template, for `common`.
    issuer = issuer_v2(call.tenant.tenant_id if call.tenant is not None else TEMPLATE, call.own_address)
    published: dict[str, dict[str, Any]] = {}
    for tenant in tenants:
        for kid, key in tenant.keys.published.items():
            published.setdefault(kid, key.jwk)
    own = {"cloud_instance_name": "microsoftonline.com", "issuer": issuer} if call.version == 2 else {}
    return headers.document(call.trace_id, {"keys": [{**jwk, **own} for jwk in published.values()]})


def instance(call: Call) -> HttpResponse:
    """Answer instance discovery: whether the host of an authority is one of Microsoft's, or this one.

    Raises:
        EntraError: AADSTS900144, no `authorization_endpoint`; AADSTS50049, an unknown host.
    """
    endpoint = call.parameters.get("authorization_endpoint", "")
    if not endpoint:
        raise EntraError(900144, parameter="authorization_endpoint")
    try:
        parts = urlsplit(endpoint)
        host, segment = parts.netloc.lower(), parts.path.split("/")[1] if "/" in parts.path else ""
    except ValueError:
        raise EntraError(50049) from None
    if host not in _CLOUD_HOSTS and host != urlsplit(call.base_url).netloc.lower():
        raise EntraError(50049)
    base = call.base_url if host == urlsplit(call.base_url).netloc.lower() else f"https://{host}"
    document = {"tenant_discovery_endpoint": f"{base}/{segment}/v2.0/.well-known/openid-configuration"}
    if call.parameters.get("api-version", "1.0") == "1.0":
        # Assumption: version 1.0 knows no metadata; msal for Python asks for it and reads only the address.
        return headers.document(call.trace_id, {**document})
    return headers.document(call.trace_id, {**document, "api-version": "1.1", "metadata": _METADATA})


def user_realm(call: Call) -> HttpResponse:
    """Answer `/common/userrealm/<user>`: whether the user's domain signs in here.

    msal asks before it sends a password. It builds the address from the host name without the port (1.39), so on
    another port than 443 the question never arrives; nothing here can fix that.

    Source: test constants of github AzureAD/microsoft-authentication-library-for-dotnet; AADSTS90014 from
    microsoft-authentication-library-for-go.

    Raises:
        EntraError: AADSTS90014, no `api-version`.
    """
    if not call.parameters.get("api-version"):
        raise EntraError(90014, parameter="api-version")
    user = call.rest
    domain = user.rpartition("@")[2]
    realm: dict[str, Any] = {"ver": "1.0", "account_type": "Unknown"}
    if "@" in user and call.cloud.by_domain(domain) is not None:
        realm["account_type"] = "Managed"
        realm["domain_name"] = domain
    realm["cloud_instance_name"] = "microsoftonline.com"
    realm["cloud_audience_urn"] = "urn:federation:MicrosoftOnline"
    return headers.document(call.trace_id, realm)
