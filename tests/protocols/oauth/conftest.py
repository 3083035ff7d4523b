"""A token service without sockets, and a browser without a screen: it keeps cookies, follows redirects, fills forms."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

import pytest

from fakeserver.protocols.oauth.service import OAuthService
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.world import World

BASE = "https://login.test:8443"
CALLBACK = "http://localhost:4711"
IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"
VERIFIER = "a" * 43
CHALLENGE = "ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA"


@dataclass
class Form:
    """One form of a page: where it goes, and what it sends unless told otherwise."""

    action: str = ""
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """A page as a headless reader sees it."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.answer = answer
        self.forms: list[Form] = []
        self.text = ""
        self._hidden = 0
        self.feed(answer.body.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("style", "script"):
            self._hidden += 1
        elif tag == "form":
            self.forms.append(Form(values["action"], values.get("method", "get")))
        elif tag == "input":
            self.forms[-1].fields[values["name"]] = values.get("value", "")
        elif tag == "button":
            self.forms[-1].buttons.append((values.get("name", ""), values.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text += data


class Browser:
    """Goes where it is sent, until it is sent away from the token service."""

    def __init__(self, service: OAuthService) -> None:
        self.service = service
        self.cookies: dict[str, str] = {}
        self.page: Page
        #: where the last answer led outside, and with which parameters
        self.left_for = ""
        self.parameters: dict[str, str] = {}

    def get(self, url: str, **query: str) -> "Browser":
        separator = "&" if "?" in url else "?"
        return self._go("GET", url + (separator + urlencode(query) if query else ""), b"")

    def submit(self, button: str | None = None, **values: str) -> "Browser":
        form = self.page.forms[0]
        name, value = next((b for b in form.buttons if b[1] == button), form.buttons[0] if form.buttons else ("", ""))
        assert button is None or value == button, f"no button {button!r} in {form.buttons}"
        sent = {**form.fields, **({name: value} if name else {}), **values}
        if urlsplit(form.action).netloc not in ("", urlsplit(BASE).netloc):
            self.left_for, self.parameters = form.action, sent
            return self
        return self._go(form.method.upper(), form.action, urlencode(sent).encode())

    def _go(self, method: str, url: str, body: bytes) -> "Browser":
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
        self.page = Page(answer)
        return self


@dataclass
class Entra:
    """The token service with one tenant, one user and the two usual applications."""

    cloud: Cloud
    tenant: Tenant
    service: OAuthService

    @property
    def alice(self) -> Any:
        return self.tenant.directory.user_by_upn(f"alice@{self.tenant.domain}")

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
        self, *, version: int = 2, authority: str = "", headers: Mapping[str, str] | None = None, **form: str
    ) -> Any:
        """Ask the token endpoint; returns status, JSON members and headers."""
        path = f"/{authority or self.tenant.tenant_id}/oauth2/{'v2.0/' if version == 2 else ''}token"
        answer = self.send(path, form, headers=headers)
        return SimpleNamespace(status=answer.status, json=json.loads(answer.body), headers=Headers(answer.headers))

    def daemon(self, **form: Any) -> Any:
        """Ask for an app-only token with everything right but what is given."""
        app = self.tenant.daemon_app
        usual: dict[str, Any] = {
            "grant_type": "client_credentials",
            "client_id": app.client_id,
            "client_secret": app.client_secret or "",
            "scope": "https://outlook.office365.com/.default",
        }
        return self.token(**{name: value for name, value in (usual | form).items() if value})

    def password(self, **form: Any) -> Any:
        """Ask for alice's token by her password, with everything right but what is given."""
        usual: dict[str, Any] = {
            "grant_type": "password",
            "client_id": self.tenant.public_app.client_id,
            "username": self.alice.upn,
            "password": self.alice.password,
            "scope": f"{IMAP} offline_access openid profile",
        }
        return self.token(**{name: value for name, value in (usual | form).items() if value})

    def authorize_url(self, *, version: int = 2, authority: str = "", **query: str) -> str:
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
        return browser.submit("sign-in", passwd=self.alice.password)

    def redeem(self, code: str, **form: Any) -> Any:
        """Redeem a code, with everything right but what is given."""
        usual: dict[str, Any] = {
            "grant_type": "authorization_code",
            "client_id": self.tenant.public_app.client_id,
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
        }
        return self.token(**{name: value for name, value in (usual | form).items() if value})


def claims_of(token: str) -> Any:
    """Return a JWT's payload, unchecked."""
    payload = token.split(".")[1]
    return json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


@pytest.fixture
def entra(world: World) -> Entra:
    return Entra(world.cloud, world.tenant, OAuthService(world.cloud))


@pytest.fixture
def claims() -> Any:
    """Reads a JWT's payload."""
    return claims_of
