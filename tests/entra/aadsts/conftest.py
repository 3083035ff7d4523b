"""One tenant, asked wrongly by real clients: msal where it can be brought to ask so, HTTP by hand else.

A way to cause a code is a function of `Entra`; it returns the answer. The fixture ``caused`` takes it and compares
everything that the answer says: status, error names, text with its values, ids, claims.
"""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import jwt
import msal
import pytest
import requests

from pytest_m365 import Target, Tenant

DAEMON = "https://outlook.office365.com/.default"
IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"
EWS = "https://outlook.office365.com/EWS.AccessAsUser.All"
REDIRECT = "http://localhost:4711"
VERIFIER = "v" * 43
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TIMEOUT = 10

GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
#: how texts of the table write what differs each time
PATTERNS = {
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z",
    "guid": GUID,
    "thumbprint": r"[0-9A-F]*",
}


class Form(HTMLParser):
    """The first form of a page: where it goes, what it sends, its buttons."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action, self.fields = "", dict[str, str]()
        self.buttons: list[tuple[str, str]] = []
        self._forms = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._forms += 1
            if self._forms == 1:
                self.action = values.get("action", "")
        elif self._forms == 1 and tag == "input":
            self.fields[values["name"]] = values.get("value", "")
        elif self._forms == 1 and tag == "button":
            self.buttons.append((values.get("name", ""), values.get("value", "")))


class Person(requests.Session):
    """Somebody at a browser, who follows redirects until one leaves the token service."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self._base_url = base_url
        self.page: requests.Response

    def goes(self, url: str) -> "Person":
        self.page = self.get(url, allow_redirects=False, timeout=TIMEOUT)
        return self._follow()

    def submits(self, button: str = "", **values: str) -> "Person":
        form = Form(self.page.text)
        name, value = next((b for b in form.buttons if b[1] == button), ("", ""))
        assert bool(button) == bool(value), f"no button {button!r} in {form.buttons}: {self.page.text}"
        sent = {**form.fields, **({name: value} if name else {}), **values}
        where = urljoin(self.page.url, form.action)
        self.page = self.post(where, data=sent, allow_redirects=False, timeout=TIMEOUT)
        return self._follow()

    def _follow(self) -> "Person":
        while (location := self.page.headers.get("Location", "")).startswith((self._base_url, "/")):
            where = urljoin(self.page.url, location)
            self.page = self.get(where, allow_redirects=False, timeout=TIMEOUT)
        return self


@dataclass
class Entra:
    """The tenant of the test, and everybody who asks it."""

    target: Target
    tenant: Tenant
    certificate: Any
    #: answers of the token service to msal, oldest first
    heard: list[requests.Response] = field(default_factory=list)

    @property
    def alice(self) -> Any:
        return self.tenant.user("alice")

    @property
    def public(self) -> Any:
        return self.tenant.public_app

    @property
    def confidential(self) -> Any:
        return self.tenant.daemon_app

    # --- by msal: the answer is what went over the wire, and what msal made of it must be the same ---

    def _settings(self, authority: str = "") -> dict[str, Any]:
        session = requests.Session()
        session.hooks["response"].append(lambda answer, **_: self.heard.append(answer))
        url = f"{self.target.authority.rpartition('/')[0]}/{authority}" if authority else self.target.authority
        return {"authority": url, "instance_discovery": False, "http_client": session}

    def _last(self, result: dict[str, Any] | None) -> requests.Response:
        answer = self.heard[-1]
        assert result is not None
        assert answer.json().items() <= result.items(), "msal hands on what the service says"
        return answer

    def program(self, app: Any = None, *, authority: str = "") -> msal.PublicClientApplication:
        """A desktop program."""
        return msal.PublicClientApplication((app or self.public).client_id, **self._settings(authority))

    def service(self, app: Any = None, credential: object = None) -> msal.ConfidentialClientApplication:
        """A service, which proves itself by its secret unless told otherwise."""
        app = app or self.confidential
        return msal.ConfidentialClientApplication(
            app.client_id, client_credential=credential or app.client_secret, **self._settings()
        )

    def as_daemon(self, app: Any = None, scope: str = DAEMON, credential: object = None) -> requests.Response:
        return self._last(self.service(app, credential).acquire_token_for_client([scope]))

    def by_password(
        self, password: str = "", *, user: str = "", app: Any = None, scope: str = IMAP
    ) -> requests.Response:
        name = user or self.alice.upn
        result = self.program(app).acquire_token_by_username_password(name, password or self.alice.password, [scope])
        return self._last(result)

    def refresh_token(self, app: Any = None) -> str:
        """Sign alice in and return her refresh token."""
        answer = self.by_password(app=app)
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["refresh_token"]
        return token

    def by_refresh_token(self, token: str, app: Any = None, scope: str = IMAP) -> requests.Response:
        return self._last(self.program(app).acquire_token_by_refresh_token(token, [scope]))

    def code(self, app: Any = None, **query: Any) -> str:
        """Sign alice in at the page and return the code that her program gets."""
        self.tenant.sign_ins.auto_sign_in = self.alice
        answer = requests.get(self.authorize_url(app, **query), allow_redirects=False, timeout=TIMEOUT)
        assert answer.status_code == 302, answer.text
        return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))["code"]

    def by_code(self, code: str, app: Any = None, **form: Any) -> requests.Response:
        """Redeem a code by msal's client; an argument of None leaves a field out."""
        app = app or self.public
        data = {"code_verifier": VERIFIER, "redirect_uri": REDIRECT} | form
        redirect_uri = data.pop("redirect_uri")
        program = self.program(app) if app.public else self.service(app)
        result = program.client.obtain_token_by_authorization_code(
            code,
            redirect_uri=redirect_uri,
            scope=data.pop("scope", [IMAP]),
            headers=data.pop("headers", {}),
            data={name: value for name, value in data.items() if value is not None},
        )
        return self._last(result)

    def device_flow(self, app: Any = None) -> dict[str, Any]:
        flow: dict[str, Any] = self.program(app).initiate_device_flow([IMAP])
        return flow

    def poll(self, flow: dict[str, Any], app: Any = None) -> requests.Response:
        """Poll once; msal looks at the time before it would wait for the next round."""
        return self._last(self.program(app).acquire_token_by_device_flow(flow | {"expires_at": 0}))

    def middle_tier(self) -> tuple[Any, str]:
        """Return an API that acts for users, and a token of alice's that it was called with."""
        api = self.tenant.register_app("Middle Tier", delegated=["EWS.AccessAsUser.All"])
        scope = f"{self.tenant.applications.expose_api(api)}/access_as_user"
        front = self.tenant.register_app("Front", public=True, delegated=[scope])
        return api, self.tenant.token(front, self.alice, scope)

    def on_behalf_of(self, api: Any, assertion: str, scope: str = EWS) -> requests.Response:
        return self._last(self.service(api).acquire_token_on_behalf_of(assertion, [scope]))

    # --- by hand ---

    def url(self, path: str, authority: str = "") -> str:
        return f"{self.target.authority.rpartition('/')[0]}/{authority or self.tenant.tenant_id}/{path}"

    def asks(self, *, authority: str = "", version: int = 2, headers: Any = None, **form: Any) -> requests.Response:
        """Post a form to the token endpoint; an argument of None leaves a field out."""
        path = "oauth2/v2.0/token" if version == 2 else "oauth2/token"
        data = {name: value for name, value in form.items() if value is not None}
        return requests.post(self.url(path, authority), data=data, headers=headers, timeout=TIMEOUT)

    def asks_as_daemon(self, **form: Any) -> requests.Response:
        """Ask for an app-only token with everything right but what is given."""
        usual = {
            "grant_type": "client_credentials",
            "client_id": self.confidential.client_id,
            "client_secret": self.confidential.client_secret,
            "scope": DAEMON,
        }
        return self.asks(**(usual | form))

    def asserted(self, **claims: Any) -> str:
        """Make a client assertion for `certified`, with everything right but what is given."""
        app, now = self.certified, int(time.time())
        usual = {
            "aud": self.target.token_url,
            "iss": app.client_id,
            "sub": app.client_id,
            "jti": "f2b1",
            "nbf": now,
            "exp": now + 600,
        }
        content = {name: value for name, value in (usual | claims).items() if value is not None}
        header = {"x5t#S256": app.certificates[0].x5t_s256}
        return jwt.encode(content, self.certificate.key, "PS256", header)

    @property
    def certified(self) -> Any:
        """An application with a certificate."""
        known = next((app for app in self.tenant.apps if app.name == "Certified"), None)
        return known or self.tenant.register_app(
            "Certified", certificate=self.certificate.certificate_pem, application=["full_access_as_app"]
        )

    def asks_by_assertion(self, assertion: str, **form: Any) -> requests.Response:
        usual = {
            "client_id": self.certified.client_id,
            "client_secret": None,
            "client_assertion": assertion,
            "client_assertion_type": ASSERTION_TYPE,
        }
        return self.asks_as_daemon(**(usual | form))

    def authorize_url(self, app: Any = None, *, authority: str = "", version: int = 2, **query: Any) -> str:
        """Return an authorization request with everything right but what is given; an empty value leaves one out."""
        usual = {
            "client_id": (app or self.public).client_id,
            "response_type": "code",
            "redirect_uri": REDIRECT,
            "scope": f"{IMAP} offline_access openid",
            "state": "a state",
            "code_challenge": VERIFIER,
            "code_challenge_method": "plain",
        }
        sent = {name: value for name, value in (usual | query).items() if value}
        path = "oauth2/v2.0/authorize" if version == 2 else "oauth2/authorize"
        return f"{self.url(path, authority)}?{urlencode(sent)}"

    def person(self) -> Person:
        return Person(self.target.authority.rpartition("/")[0])

    def signs_in(self, person: Person | None = None, *, user: Any = None, **query: Any) -> Person:
        """Walk the sign-in pages as a user."""
        person, user = person or self.person(), user or self.alice
        person.goes(self.authorize_url(**query)).submits("next", loginfmt=user.upn)
        return person.submits("sign-in", passwd=user.password)


@pytest.fixture
def entra(m365: Target, m365_fake: Tenant, certificate: Any) -> Entra:
    return Entra(m365, m365_fake, certificate)


Caused = Callable[..., Any]


@pytest.fixture
def caused(entra: Entra) -> Caused:
    """Cause a code and compare the answer; returns the claims that it carries, if any."""

    def check(
        way: Callable[[Entra], requests.Response | Person], code: int, status: int, error: str, suberror: str, text: str
    ) -> Any:
        answer = way(entra)
        if isinstance(answer, Person):
            answer = answer.page
        expected = f"AADSTS{code}: " + _pattern(text, entra)
        if "Location" in answer.headers:
            parameters = _redirected(answer)
            assert (status, parameters["error"]) == (302, error), parameters
            _check_text(expected, parameters["error_description"])
            return json.loads(parameters["claims"]) if "claims" in parameters else None
        assert answer.status_code == status, answer.text
        if answer.headers["Content-Type"].startswith("text/html"):
            assert (error, suberror) == ("", ""), "a person reads it, and the application never hears"
            assert re.search(expected, unescape(answer.text)), answer.text
            assert entra.tenant.journal.refusals or not entra.tenant.journal.entries
            return None
        return _check_json(answer, expected, code, error, suberror)

    return check


def _pattern(text: str, entra: Entra) -> str:
    """Return a regular expression for a text of the table, its names filled with what is known here."""
    known = {
        "tenant_id": entra.tenant.tenant_id,
        "domain": entra.tenant.domain,
        "alice": entra.alice.upn,
        "public": entra.public.client_id,
        "daemon": entra.confidential.client_id,
        "object_id": entra.alice.object_id,
    } | {app.name.replace(" ", ""): app.client_id for app in entra.tenant.apps}

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        return PATTERNS[name] if name in PATTERNS else re.escape(known[name])

    parts = re.split(r"(\{\w+\})", text)
    return "".join(re.sub(r"\{(\w+)\}", fill, part) if part.startswith("{") else re.escape(part) for part in parts)


def _check_text(expected: str, said: str) -> re.Match[str]:
    ids = rf" Trace ID: (?P<trace>{GUID}) Correlation ID: (?P<correlation>{GUID}) Timestamp: (?P<at>\S+ \S+Z)"
    match = re.fullmatch(expected + ids, said)
    assert match, f"{said!r} is not {expected!r}"
    return match


def _check_json(answer: requests.Response, expected: str, code: int, error: str, suberror: str) -> Any:
    members = answer.json()
    assert (members["error"], members.get("suberror", ""), members["error_codes"]) == (error, suberror, [code])
    match = _check_text(expected, members["error_description"])
    assert match["trace"] == members["trace_id"] == answer.headers["x-ms-request-id"]
    assert match["correlation"] == members["correlation_id"]
    sent = answer.request.headers.get("client-request-id")
    if sent:
        assert members["correlation_id"] == sent
    assert match["at"] == members["timestamp"]
    assert members["error_uri"].endswith(f"/error?code={code}")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    if answer.request.method == "POST":
        assert answer.headers["x-ms-clitelem"] == f"1,{code},0,,"
        assert answer.headers["Cache-Control"] == "no-store, no-cache"
    return json.loads(members["claims"]) if "claims" in members else None


def _redirected(answer: requests.Response) -> dict[str, str]:
    parts = urlsplit(answer.headers["Location"])
    assert answer.headers["Location"].startswith("http://localhost"), "back to the application"
    parameters = dict(parse_qsl(parts.query or parts.fragment, keep_blank_values=True))
    assert parameters["state"] == "a state"
    return parameters
