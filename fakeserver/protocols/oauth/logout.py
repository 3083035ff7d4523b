"""Signing out of the browser, and notifying the applications that were used there.

Source: entra-docs `identity-platform/v2-protocols-oidc.md`, sections "Send a sign-out request" and "Single sign-out";
OpenID Connect Front-Channel Logout 1.0.
"""

from urllib.parse import urlsplit

from fakeserver.protocols.oauth import pages
from fakeserver.protocols.oauth.authorize_request import redirect, with_query
from fakeserver.protocols.oauth.call import Call
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.claims import issuer_v2, login_hint
from fakeserver.wire import HttpResponse

#: Seconds that the applications' frames have to load before the browser goes on. Assumption: the real page waits for
#: them by script; nothing here needs to.
_FRAME_SECONDS = 1


def logout(call: Call) -> HttpResponse:
    """End the browser's sessions, notify their applications, and redirect to a redirect URI that one has registered.

    A `logout_hint`, the value of the `login_hint` claim, ends that account's sessions alone. Applications that hold
    refresh tokens keep them: single sign-out revokes nothing.
    """
    tenants = [call.tenant] if call.tenant is not None else call.cloud.tenants
    user_id = _hinted_user(call, tenants)
    frames = [frame for tenant in tenants for frame in _frames(call, tenant, user_id)]
    cookie = call.browsers.sign_out(call.request, user_id)
    cookies = [cookie] if cookie else []
    uri = call.parameters.get("post_logout_redirect_uri", "")
    if not uri or not _is_registered(call, tenants, uri):
        return pages.signed_out(frames, cookies=cookies)
    state = call.parameters.get("state", "")
    location = with_query(uri, {"state": state}) if state else uri
    if frames:
        return pages.signed_out(frames, go_on=location, after=_FRAME_SECONDS, cookies=cookies)
    answer = redirect(call, location)
    answer.headers += [("Set-Cookie", cookie) for cookie in cookies]
    return answer


def _hinted_user(call: Call, tenants: list[Tenant]) -> str:
    """Return the object id of the account that `logout_hint` names; empty: everybody signs out."""
    hint = call.parameters.get("logout_hint", "")
    if not hint:
        return ""
    # Assumption: a hint that names no signed-in account, such as a user name, counts as none.
    for tenant in tenants:
        for session in call.browsers.signed_in(call.request, tenant):
            if login_hint(tenant.tenant_id, tenant.directory.users[session.user_id]) == hint:
                return session.user_id
    return ""


def _frames(call: Call, tenant: Tenant, user_id: str) -> list[str]:
    """Return the front-channel logout URLs of the applications that the sessions which end here were used for."""
    # Assumption: both parameters are sent, as the standard has them; Microsoft documents the request alone.
    issuer = issuer_v2(tenant.tenant_id, call.own_address_of(tenant))
    found: list[str] = []
    for session in call.browsers.signed_in(call.request, tenant):
        if user_id and session.user_id != user_id:
            continue
        for client_id in call.browsers.used.get(session.session_id, ()):
            application = tenant.directory.applications.get(client_id)
            if application is not None and urlsplit(application.logout_url).scheme in ("http", "https"):
                found.append(with_query(application.logout_url, {"iss": issuer, "sid": session.session_id}))
    return found


def _is_registered(call: Call, tenants: list[Tenant], uri: str) -> bool:
    client_id = call.parameters.get("client_id", "").lower()
    return any(
        application.redirect_uri(uri) is not None
        for tenant in tenants
        for application in list(tenant.directory.applications.values())
        if not client_id or application.client_id.lower() == client_id
    )
