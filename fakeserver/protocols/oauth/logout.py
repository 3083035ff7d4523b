"""Signing out of the browser.

Source: entra-docs `identity-platform/v2-protocols-oidc.md`, section "Send a sign-out request".
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

from fakeserver.protocols.oauth import pages
from fakeserver.protocols.oauth.authorize_request import redirect
from fakeserver.protocols.oauth.call import Call
from fakeserver.wire import HttpResponse


def logout(call: Call) -> HttpResponse:
    """End the browser's session, and lead on to a redirect URI that an application has registered.

    Applications that hold refresh tokens keep them: single sign-out revokes nothing.
    """
    cookie = call.browsers.sign_out(call.request)
    uri = call.parameters.get("post_logout_redirect_uri", "")
    if uri and _is_registered(call, uri):
        state = call.parameters.get("state", "")
        parts = urlsplit(uri)
        if state:
            query = "&".join(filter(None, [parts.query, urlencode({"state": state}, errors="replace")]))
            parts = parts._replace(query=query)
        answer = redirect(call, urlunsplit(parts))
        answer.headers.append(("Set-Cookie", cookie))
        return answer
    return pages.message(
        "You signed out of your account",
        "It's a good idea to close all browser windows.",
        cookies=[cookie],
    )


def _is_registered(call: Call, uri: str) -> bool:
    tenants = [call.tenant] if call.tenant is not None else call.cloud.tenants
    client_id = call.parameters.get("client_id", "").lower()
    return any(
        application.redirect_uri(uri) is not None
        for tenant in tenants
        for application in list(tenant.directory.applications.values())
        if not client_id or application.client_id.lower() == client_id
    )
