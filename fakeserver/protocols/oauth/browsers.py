"""What the token service remembers of a browser: who is signed in there, and which sign-ins are under way.

Only ids are kept, never users or applications, so that a dropped tenant is free at once; both lists forget their
oldest entry when they are full.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeserver.tenant.directory.users import User
    from fakeserver.tenant.refusals import SignInRefused
    from fakeserver.tenant.tenant import Tenant
    from fakeserver.wire import HttpRequest

#: The real service's name for the cookie of a browser session.
COOKIE = "ESTSAUTH"
LIMIT = 1000


@dataclass
class SignedIn:
    """One account that is signed in in a browser."""

    tenant_id: str
    user_id: str
    #: seconds since the epoch
    at: float
    #: whether a second factor was shown
    mfa: bool = False
    #: the session's id, as tokens carry it
    session_id: str = ""


@dataclass
class Flow:
    """One sign-in under way, from the first page to the answer."""

    flow_id: str
    #: "authorize", "device" or "adminconsent": whose answer it ends in
    purpose: str
    #: the parameters that it began with
    parameters: Mapping[str, str]
    version: int = 2
    #: who signs in, once known
    tenant_id: str = ""
    user_id: str = ""
    #: a test has said who signs in, and that the answer is yes to everything
    automatic: bool = False
    #: password or a test's word was given in this flow, not only an older session
    fresh: bool = False
    mfa: bool = False
    consented: bool = False
    confirmed: bool = False
    at: float = 0.0
    session_id: str = ""
    #: what the page that the person sees asks for
    asked: SignInRefused | None = None


@dataclass
class Browsers:
    """All browsers that ever came, by the id in their cookie."""

    sessions: OrderedDict[str, list[SignedIn]] = field(default_factory=OrderedDict)
    flows: OrderedDict[str, Flow] = field(default_factory=OrderedDict)
    #: session id -> client ids of the applications that it was used for
    used: OrderedDict[str, list[str]] = field(default_factory=OrderedDict)

    def begin(self, purpose: str, parameters: Mapping[str, str], version: int) -> Flow:
        """Start a flow."""
        flow = Flow(secrets.token_urlsafe(24), purpose, dict(parameters), version)
        self.flows[flow.flow_id] = flow
        if len(self.flows) > LIMIT:
            self.flows.popitem(last=False)
        return flow

    def flow(self, flow_id: str) -> Flow | None:
        """Return a flow under way, or None."""
        return self.flows.get(flow_id)

    def end(self, flow: Flow) -> None:
        """Forget a flow; its pages lead nowhere from now on."""
        self.flows.pop(flow.flow_id, None)

    def browser_id(self, request: HttpRequest) -> str:
        """Return the id in a request's cookie, or an empty text."""
        header = request.headers.get("Cookie")
        if COOKIE not in header:
            return ""
        try:
            morsel = SimpleCookie(header).get(COOKIE)
        except CookieError:
            return ""
        return morsel.value if morsel is not None else ""

    def signed_in(self, request: HttpRequest, tenant: Tenant) -> list[SignedIn]:
        """Return the accounts of a tenant that are signed in in this browser and still may be, newest last."""
        return [entry for entry in self.sessions.get(self.browser_id(request), []) if _is_valid(entry, tenant)]

    def sign_in(
        self, request: HttpRequest, tenant: Tenant, user: User, *, at: float, mfa: bool, session_id: str
    ) -> str:
        """Remember an account in this browser.

        Returns:
            The value of the Set-Cookie header field.
        """
        browser_id = self.browser_id(request)
        if browser_id not in self.sessions:
            browser_id = secrets.token_urlsafe(32)
        entries = [entry for entry in self.sessions.get(browser_id, []) if entry.user_id != user.object_id]
        entries.append(SignedIn(tenant.tenant_id, user.object_id, at, mfa, session_id))
        self.sessions[browser_id] = entries
        self.sessions.move_to_end(browser_id)
        if len(self.sessions) > LIMIT:
            self.sessions.popitem(last=False)
        secure = "; secure" if request.base_url.startswith("https:") else ""
        return f"{COOKIE}={browser_id}; path=/{secure}; HttpOnly; SameSite={'None' if secure else 'Lax'}"

    def note_use(self, session_id: str, client_id: str) -> None:
        """Remember that an application was signed in to, so that it hears when the session ends."""
        clients = self.used.setdefault(session_id, [])
        if client_id not in clients:
            clients.append(client_id)
        if len(self.used) > LIMIT:
            self.used.popitem(last=False)

    def sign_out(self, request: HttpRequest) -> str:
        """Forget every account of this browser; returns the value of the Set-Cookie header field."""
        self.sessions.pop(self.browser_id(request), None)
        return f"{COOKIE}=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly"


def _is_valid(entry: SignedIn, tenant: Tenant) -> bool:
    if entry.tenant_id != tenant.tenant_id:
        return False
    user = tenant.directory.users.get(entry.user_id)
    return user is not None and user.enabled and entry.at >= user.sessions_from
