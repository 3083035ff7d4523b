"""What the token service remembers of a browser: who is signed in there, and which sign-ins are under way.

Only ids are kept, never users or applications, so that a dropped tenant is free at once; each list forgets its
oldest entry when it is full.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hmac import compare_digest
from typing import Literal

from fakeserver.protocols.http import cookies
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import SignInRefused
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpRequest

#: The real service's name for the cookie of a browser session.
COOKIE = "ESTSAUTH"
#: The real service's name for the cookie that identifies a browser before anybody has signed in there.
BROWSER_COOKIE = "buid"
LIMIT = 1000
_BROWSER = re.compile(r"[A-Za-z0-9_-]{32}")


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

    flow_id: str = field(repr=False)
    #: "authorize", "device" or "adminconsent": whose answer it ends in
    purpose: str
    #: the parameters that it began with
    parameters: Mapping[str, str] = field(repr=False)
    version: int = 2
    #: what the browser that began it holds as its cookie: another one's forms are not taken
    browser: str = field(default="", repr=False)
    #: who signs in, once known
    tenant_id: str = ""
    user_id: str = ""
    #: a test has said who signs in, and that the answer is yes to everything
    automatic: bool = False
    #: whether a second factor was shown
    mfa: bool = False
    #: what the person at the telephone was asked and has said, for programs that ask without a page
    telephone: Literal["", "asked", "approved"] = ""
    consented: bool = False
    #: whether an administrator consents for the whole organization
    for_everybody: bool = False
    confirmed: bool = False
    at: float = 0.0
    session_id: str = ""
    #: what the page that the person sees asks for
    asked: SignInRefused | None = None


@dataclass
class Browsers:
    """The browsers that have signed in or begun to, by the id in their cookie."""

    sessions: OrderedDict[str, list[SignedIn]] = field(default_factory=OrderedDict, repr=False)
    flows: OrderedDict[str, Flow] = field(default_factory=OrderedDict, repr=False)
    #: session id -> client ids of the applications that it was used for
    used: OrderedDict[str, list[str]] = field(default_factory=OrderedDict)

    def begin(self, request: HttpRequest, purpose: str, parameters: Mapping[str, str], version: int) -> Flow:
        """Start a flow in the browser that a request comes from."""
        browser = _cookie(request, BROWSER_COOKIE)
        if not _BROWSER.fullmatch(browser):
            # It goes back in a header field: nothing is kept that was not made here.
            browser = secrets.token_urlsafe(24)
        flow = Flow(secrets.token_urlsafe(24), purpose, dict(parameters), version, browser)
        self.flows[flow.flow_id] = flow
        if len(self.flows) > LIMIT:
            self.flows.popitem(last=False)
        return flow

    def flow(self, request: HttpRequest, flow_id: str) -> Flow | None:
        """Return a flow under way in the browser that a request comes from, or None."""
        flow = self.flows.get(flow_id)
        if flow is None or not _is_same(flow.browser, _cookie(request, BROWSER_COOKIE)):
            return None
        return flow

    def end(self, flow: Flow) -> None:
        """Forget a flow; forms of its pages are refused from now on."""
        self.flows.pop(flow.flow_id, None)

    def browser_id(self, request: HttpRequest) -> str:
        """Return the id of a browser where somebody is signed in, or an empty text."""
        return _cookie(request, COOKIE)

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
        secure = _secure(request)
        return f"{COOKIE}={browser_id}; path=/{secure}; HttpOnly; SameSite={'None' if secure else 'Lax'}"

    def note_use(self, session_id: str, client_id: str) -> None:
        """Remember that an application was signed in to, so that it is notified when the session ends."""
        clients = self.used.setdefault(session_id, [])
        if client_id not in clients:
            clients.append(client_id)
        if len(self.used) > LIMIT:
            self.used.popitem(last=False)

    def sign_out(self, request: HttpRequest, user_id: str = "") -> str:
        """Forget the accounts of this browser.

        Args:
            user_id: whose account alone is forgotten; empty: everybody's.

        Returns:
            The value of the Set-Cookie header field; empty where somebody stays signed in.
        """
        browser_id = self.browser_id(request)
        staying = [entry for entry in self.sessions.pop(browser_id, []) if user_id and entry.user_id != user_id]
        if staying:
            self.sessions[browser_id] = staying
            return ""
        return f"{COOKIE}=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT{_secure(request)}; HttpOnly"

    def forget(self, tenant_id: str) -> None:
        """Forget what is known of a tenant."""
        for browser_id, entries in list(self.sessions.items()):
            others = [entry for entry in entries if entry.tenant_id != tenant_id]
            if others:
                self.sessions[browser_id] = others
            else:
                del self.sessions[browser_id]
        for flow in list(self.flows.values()):
            if flow.tenant_id == tenant_id:
                self.end(flow)

    def remember(self, tenant_id: str) -> Callable[[], None]:
        """Return what makes known of a tenant again what is known now, and nothing else of it."""
        sessions = {
            browser_id: here
            for browser_id, entries in self.sessions.items()
            if (here := [replace(entry) for entry in entries if entry.tenant_id == tenant_id])
        }
        # In a flow that has just begun nobody has said yet whose tenant it is about.
        flows = {flow_id: replace(flow) for flow_id, flow in self.flows.items() if flow.tenant_id in ("", tenant_id)}

        def restore() -> None:
            self.forget(tenant_id)
            for browser_id, entries in sessions.items():
                others = self.sessions.get(browser_id, [])
                self.sessions[browser_id] = [*others, *map(replace, entries)]
            for flow_id, flow in flows.items():
                self.flows.setdefault(flow_id, replace(flow))

        return restore


def browser_cookie(request: HttpRequest, flow: Flow) -> str:
    """Return the value of the Set-Cookie header field by which a flow's forms are known to be its browser's."""
    return f"{BROWSER_COOKIE}={flow.browser}; path=/{_secure(request)}; HttpOnly; SameSite=Lax"


def _secure(request: HttpRequest) -> str:
    return "; secure" if request.base_url.startswith("https:") else ""


def _cookie(request: HttpRequest, name: str) -> str:
    """Return a cookie's value, or an empty text."""
    return cookies.value_of(name, request.headers.get("Cookie"))


def _is_same(secret: str, shown: str) -> bool:
    # Octets of a header field that are no UTF-8 come as surrogates.
    return compare_digest(secret.encode("utf-8"), shown.encode("utf-8", "surrogatepass"))


def _is_valid(entry: SignedIn, tenant: Tenant) -> bool:
    if entry.tenant_id != tenant.tenant_id:
        return False
    user = tenant.directory.users.get(entry.user_id)
    return user is not None and user.enabled and entry.at >= user.sessions_from
