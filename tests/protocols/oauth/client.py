"""A token service without sockets, and a browser without a screen: it keeps cookies, follows redirects, fills forms."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from fakeserver.protocols.oauth.service import OAuthService
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.pages import Page
from tests.world import PASSWORD

BASE = "https://login.test:8443"
CALLBACK = "http://localhost:4711"
IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"
VERIFIER = "a" * 43
CHALLENGE = "ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA"


class Browser:
    """Goes where it is sent, until it is sent away from the token service."""

    def __init__(self, service: OAuthService) -> None:
        self.service = service
        self.cookies: dict[str, str] = {}
        #: the last one, and as a page
        self.answer: HttpResponse
        self.page: Page
        #: where the last answer led outside, and with which parameters
        self.left_for = ""
        self.parameters: dict[str, str] = {}

    def get(self, url: str, **query: str) -> Self:
        separator = "&" if "?" in url else "?"
        return self._go("GET", url + (separator + urlencode(query) if query else ""), b"")

    def submit(self, button: str | None = None, **values: str) -> Self:
        form = self.page.forms[0]
        sent = form.filled(button, **values)
        if urlsplit(form.action).netloc not in ("", urlsplit(BASE).netloc):
            self.left_for, self.parameters = form.action, sent
            return self
        return self._go(form.method.upper(), form.action, urlencode(sent).encode())

    def post(self, url: str, **form: str) -> Self:
        return self._go("POST", url, urlencode(form).encode())

    def _go(self, method: str, url: str, body: bytes) -> Self:
        parts = urlsplit(urljoin(BASE, url))
        if f"{parts.scheme}://{parts.netloc}" != BASE:
            self.left_for = parts._replace(query="", fragment="").geturl()
            self.parameters = dict(parse_qsl(parts.query or parts.fragment, keep_blank_values=True))
            return self
        headers = [("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))]
        answer = self.service.handle(
            HttpRequest(method, unquote(parts.path), parts.query, Headers(headers), body, base_url=BASE)
        )
        for name, value in answer.headers:
            if name == "Set-Cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content
        location = Headers(answer.headers).get("Location")
        if location:
            return self._go("GET", location, b"")
        self.answer, self.page = answer, Page(answer.body.decode())
        return self


@dataclass
class Answer:
    """What the token endpoint says."""

    status: int
    #: its members
    json: dict[str, Any]
    headers: Headers


@dataclass
class Entra:
    """The token service with one tenant, one user and the two usual applications."""

    cloud: Cloud
    tenant: Tenant
    service: OAuthService

    @property
    def alice(self) -> User:
        return self.tenant.user("alice")

    def browser(self) -> Browser:
        return Browser(self.service)

    def send(
        self,
        path: str,
        form: Mapping[str, str] | bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        method: str = "",
        query: str = "",
    ) -> HttpResponse:
        body = form if isinstance(form, bytes) else urlencode(form or {}).encode()
        method = method or ("GET" if form is None else "POST")
        return self.service.handle(
            HttpRequest(method, path, query, Headers(list((headers or {}).items())), body, base_url=BASE)
        )

    def token(
        self, *, version: int = 2, authority: str = "", headers: Mapping[str, str] | None = None, **form: Any
    ) -> Answer:
        """Ask the token endpoint."""
        path = f"/{authority or self.tenant.tenant_id}/oauth2/{'v2.0/' if version == 2 else ''}token"
        answer = self.send(path, form, headers=headers)
        return Answer(answer.status, json.loads(answer.body), Headers(answer.headers))

    def daemon(self, **form: Any) -> Answer:
        """Ask for an app-only token with everything right but what is given."""
        app = self.tenant.daemon_app
        usual: dict[str, Any] = {
            "grant_type": "client_credentials",
            "client_id": app.client_id,
            "client_secret": app.client_secret or "",
            "scope": "https://outlook.office365.com/.default",
        }
        return self.token(**{name: value for name, value in (usual | form).items() if value})

    def password(self, **form: Any) -> Answer:
        """Ask for alice's token by her password, with everything right but what is given."""
        usual: dict[str, Any] = {
            "grant_type": "password",
            "client_id": self.tenant.public_app.client_id,
            "username": self.alice.upn,
            "password": PASSWORD,
            "scope": f"{IMAP} offline_access openid profile",
        }
        return self.token(**{name: value for name, value in (usual | form).items() if value})

    def authorize_url(self, *, version: int = 2, authority: str = "", **query: Any) -> str:
        """Return an authorization request, with everything right but what is given; an empty value leaves one out."""
        usual: dict[str, Any] = {
            "client_id": self.tenant.public_app.client_id,
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "scope": f"{IMAP} offline_access openid profile",
            "state": "a state",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        sent = {name: value for name, value in (usual | query).items() if value}
        path = f"{authority or self.tenant.tenant_id}/oauth2/{'v2.0/' if version == 2 else ''}authorize"
        return f"{BASE}/{path}?{urlencode(sent)}"

    def sign_in(self, browser: Browser, **query: Any) -> Browser:
        """Walk the sign-in pages as alice."""
        browser.get(self.authorize_url(**query))
        browser.submit("next", loginfmt=self.alice.upn)
        return browser.submit("sign-in", passwd=PASSWORD)

    def redeem(self, code: str, **form: Any) -> Answer:
        """Redeem a code, with everything right but what is given."""
        usual: dict[str, Any] = {
            "grant_type": "authorization_code",
            "client_id": self.tenant.public_app.client_id,
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
        }
        return self.token(**{name: value for name, value in (usual | form).items() if value})
