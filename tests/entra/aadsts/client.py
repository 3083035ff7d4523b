"""One tenant, asked wrongly by real clients: msal where it can be brought to ask so, HTTP by hand else."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import jwt
import msal
import requests

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from pytest_m365 import Tenant
from pytest_m365.fake import FakeTarget
from tests.certificates import KeyAndCertificate
from tests.pages import Page

DAEMON = "https://outlook.office365.com/.default"
IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"
EWS = "https://outlook.office365.com/EWS.AccessAsUser.All"
REDIRECT = "http://localhost:4711"
VERIFIER = "v" * 43
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TIMEOUT = 60


class Person(requests.Session):
    """Somebody at a browser, who follows redirects until one leaves the token service."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self._base_url = base_url
        self.page: requests.Response

    def goes(self, url: str) -> Self:
        self.page = self.get(url, allow_redirects=False, timeout=TIMEOUT)
        return self._follow()

    def submits(self, button: str, **values: str) -> Self:
        form = Page(self.page.text).forms[0]
        where = urljoin(self.page.url, form.action)
        sent = form.filled(button, **values)
        self.page = self.post(where, data=sent, allow_redirects=False, timeout=TIMEOUT)
        return self._follow()

    def _follow(self) -> Self:
        while (location := self.page.headers.get("Location", "")).startswith((self._base_url, "/")):
            where = urljoin(self.page.url, location)
            self.page = self.get(where, allow_redirects=False, timeout=TIMEOUT)
        return self


@dataclass
class Entra:
    """The tenant of the test, and everybody who asks it."""

    target: FakeTarget
    tenant: Tenant
    certificate: KeyAndCertificate
    #: answers of the token service to msal, oldest first
    heard: list[requests.Response] = field(default_factory=list)

    @property
    def alice(self) -> User:
        return self.tenant.user("alice")

    @property
    def password(self) -> str:
        """Alice's."""
        assert self.alice.password is not None
        return self.alice.password

    @property
    def public(self) -> Application:
        return self.tenant.public_app

    @property
    def confidential(self) -> Application:
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

    def program(self, app: Application | None = None, *, authority: str = "") -> msal.PublicClientApplication:
        """A desktop program."""
        return msal.PublicClientApplication((app or self.public).client_id, **self._settings(authority))

    def service(self, app: Application | None = None, credential: object = None) -> msal.ConfidentialClientApplication:
        """A service, which proves itself by its secret unless told otherwise."""
        app = app or self.confidential
        return msal.ConfidentialClientApplication(
            app.client_id, client_credential=credential or app.client_secret, **self._settings()
        )

    def as_daemon(
        self, app: Application | None = None, scope: str = DAEMON, credential: object = None
    ) -> requests.Response:
        return self._last(self.service(app, credential).acquire_token_for_client([scope]))

    def by_password(
        self, password: str = "", *, user: str = "", app: Application | None = None, scope: str = IMAP
    ) -> requests.Response:
        name = user or self.alice.upn
        result = self.program(app).acquire_token_by_username_password(name, password or self.password, [scope])
        return self._last(result)

    def refresh_token(self, app: Application | None = None) -> str:
        """Sign alice in and return her refresh token."""
        answer = self.by_password(app=app)
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["refresh_token"]
        return token

    def by_refresh_token(self, token: str, app: Application | None = None, scope: str = IMAP) -> requests.Response:
        return self._last(self.program(app).acquire_token_by_refresh_token(token, [scope]))

    def code(self, app: Application | None = None, **query: Any) -> str:
        """Sign alice in at the page and return the code that her program gets."""
        self.tenant.sign_ins.auto_sign_in = self.alice
        answer = requests.get(self.authorize_url(app, **query), allow_redirects=False, timeout=TIMEOUT)
        assert answer.status_code == 302, answer.text
        return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))["code"]

    def by_code(self, code: str, app: Application | None = None, **form: Any) -> requests.Response:
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

    def device_flow(self, app: Application | None = None) -> dict[str, Any]:
        flow: dict[str, Any] = self.program(app).initiate_device_flow([IMAP])
        return flow

    def poll(self, flow: dict[str, Any], app: Application | None = None) -> requests.Response:
        """Poll once; msal looks at the time before it would wait for the next round."""
        return self._last(self.program(app).acquire_token_by_device_flow(flow | {"expires_at": 0}))

    def middle_tier(self) -> tuple[Application, str]:
        """Return an API that acts for users, and a token of alice's that it was called with."""
        api = self.tenant.register_app("Middle Tier", delegated=["EWS.AccessAsUser.All"])
        scope = f"{self.tenant.applications.expose_api(api)}/access_as_user"
        front = self.tenant.register_app("Front", public=True, delegated=[scope])
        return api, self.tenant.token(front, self.alice, scope)

    def on_behalf_of(self, api: Application, assertion: str, scope: str = EWS) -> requests.Response:
        return self._last(self.service(api).acquire_token_on_behalf_of(assertion, [scope]))

    # --- by hand ---

    def url(self, path: str, authority: str = "") -> str:
        return f"{self.target.authority.rpartition('/')[0]}/{authority or self.tenant.tenant_id}/{path}"

    def asks(
        self, *, authority: str = "", version: int = 2, headers: dict[str, str] | None = None, **form: Any
    ) -> requests.Response:
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
    def certified(self) -> Application:
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

    def authorize_url(
        self, app: Application | None = None, *, authority: str = "", version: int = 2, **query: Any
    ) -> str:
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

    def signs_in(self, person: Person | None = None, *, user: User | None = None, **query: Any) -> Person:
        """Walk the sign-in pages as a user."""
        person, user = person or self.person(), user or self.alice
        person.goes(self.authorize_url(**query)).submits("next", loginfmt=user.upn)
        return person.submits("sign-in", passwd=user.password or "")


#: a way to cause a code
Way = Callable[[Entra], requests.Response | Person]
#: causes a code, and compares the answer; see the fixture
Caused = Callable[..., Any]
