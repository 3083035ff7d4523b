"""``fakeserver demo``: the main job, shown. Every way in with the clients that programs use, then five refusals.

Each step says what it asked and what must come back; the table shows what did. The clients are msal and the standard
library's; EWS is asked through exchangelib where that is installed.
"""

import base64
import imaplib
import json
import poplib
import smtplib
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import parse_qs, urlsplit

from fakeserver.redirect import redirected, sign_in_redirects
from fakeserver.server import FakeServer
from fakeserver.trust import trusted

if TYPE_CHECKING:
    from fakeserver.tenant.tenant import Tenant

#: seconds; nothing here waits on anything but loopback
TIMEOUT = 20.0

MAIL_SCOPES = [
    f"https://outlook.office.com/{scope}"
    for scope in ("EWS.AccessAsUser.All", "IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send")
]
APP_SCOPES = ["https://outlook.office365.com/.default"]
SUBJECT = "Hello from the demo"

#: one EWS request: the subjects of an inbox
FIND_ITEM = """<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
 xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
<s:Header><t:RequestServerVersion Version="Exchange2016"/>{impersonation}</s:Header>
<s:Body><m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>
<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem></s:Body></s:Envelope>"""
IMPERSONATION = (
    "<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>{address}</t:PrimarySmtpAddress>"
    "</t:ConnectingSID></t:ExchangeImpersonation>"
)


@dataclass(frozen=True)
class Step:
    """One thing asked: through what, what must be in the answer, and how to ask."""

    protocol: str
    client: str
    asked: str
    expected: str
    ask: Callable[[], str]


@dataclass(frozen=True)
class Outcome:
    """What came back."""

    step: Step
    answered: str
    milliseconds: float

    @property
    def right(self) -> bool:
        """Whether the answer is the one that the step expects."""
        return self.step.expected in self.answered


def run(out: TextIO | None = None) -> int:
    """Start the fake, take every step, print the table.

    Returns:
        0 if each answer was as it should be, else 1.
    """
    stream = out or sys.stdout
    with (
        FakeServer() as server,
        trusted(server.bundle_file),
        redirected(sign_in_redirects(server.http)),
        warnings.catch_warnings(),
    ):
        # msal warns of user name and password; that they are a worse way in than the browser is known here.
        warnings.simplefilter("ignore", DeprecationWarning)
        tenant = server.new_tenant()
        tenant.add_user("alice")
        tenant.add_user("bob")
        # Nobody sits at the sign-in page.
        tenant.auto_sign_in = True
        demo = Demo(server, tenant)
        print(f"A fake Exchange Online at {server.base_url}, tenant {tenant.domain}\n", file=stream)
        outcomes = _taken("The ways in", demo.ways_in(), stream)
        outcomes += _taken("Refusals, as the real service words them", demo.refusals(), stream)
        errors = list(server.errors)
    for error in errors:
        print(f"the fake met {error!r}, which is a bug in it", file=stream)
    wrong = [outcome for outcome in outcomes if not outcome.right]
    for outcome in wrong:
        print(f"{outcome.step.protocol}: expected {outcome.step.expected!r}, got {outcome.answered!r}", file=stream)
    verdict = "as it should be" if not wrong and not errors else f"{len(wrong)} not as it should be"
    print(f"{len(outcomes)} asked, {verdict}.", file=stream)
    return 1 if wrong or errors else 0


class Demo:
    """The steps, over one tenant with alice and bob."""

    def __init__(self, server: FakeServer, tenant: "Tenant") -> None:
        self._server = server
        self._tenant = tenant
        self._alice, self._bob = (next(u for u in tenant.users if u.upn.startswith(n)) for n in ("alice", "bob"))
        self._token = ""
        self._app_token = ""

    def ways_in(self) -> list[Step]:
        """Delegated and app-only sign-ins, then the mailbox by every protocol."""
        ews = "exchangelib" if _has_exchangelib() else "urllib"
        return [
            Step("Entra ID", "msal", "authorization code with PKCE, in the browser", "token for alice", self._code),
            Step("Entra ID", "msal", "user name and password", "token for alice", self._password),
            Step("Entra ID", "msal", "client credentials", "token for the app", self._client_credentials),
            Step("SMTP", "smtplib", "AUTH XOAUTH2; send to bob and alice", "250 2.0.0 OK", self._send),
            Step("IMAP", "imaplib", "AUTHENTICATE XOAUTH2; FETCH the newest", SUBJECT, self._fetch),
            Step("POP3", "poplib", "AUTH XOAUTH2; RETR 1", SUBJECT, self._retrieve),
            Step("EWS", ews, "FindItem in alice's inbox, as alice", SUBJECT, self._find_as_user),
            Step("EWS", ews, "FindItem in bob's inbox, as the app", SUBJECT, self._find_as_app),
            Step("Autodiscover", "urllib", "where is EWS for alice?", self._server.ews_url.lower(), self._discover),
        ]

    def refusals(self) -> list[Step]:
        """Five ways not in."""
        basic = "-ERR Logon failure: unknown user name or bad password."
        impersonate = "ExchangeImpersonation SOAP header must be present for this type of OAuth token."
        return [
            Step("EWS", "urllib", "FindItem without a token", "401 Bearer client_id=", self._no_token),
            Step("EWS", "urllib", "FindItem as the app, nobody impersonated", impersonate, self._no_impersonation),
            Step("IMAP", "imaplib", "bob's mailbox with alice's token", "not connected.", self._other_mailbox),
            Step("POP3", "poplib", "USER and PASS: basic authentication", basic, self._basic),
            Step(
                "SMTP", "smtplib", "a token for IMAP only", "535 5.7.3 Authentication unsuccessful", self._wrong_scope
            ),
        ]

    # --- signing in

    def _msal_public(self) -> Any:
        import msal

        authority = self._server.authority(self._tenant)
        client_id = self._tenant.public_app.client_id
        return msal.PublicClientApplication(client_id, authority=authority, instance_discovery=False)

    def _code(self) -> str:
        app = self._msal_public()
        flow = app.initiate_auth_code_flow(
            MAIL_SCOPES, redirect_uri="http://localhost", login_hint=self._alice.upn, response_mode="query"
        )
        location = _redirect(flow["auth_uri"], self._server)
        answer = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        return self._told(app.acquire_token_by_auth_code_flow(flow, answer))

    def _password(self) -> str:
        app = self._msal_public()
        result = app.acquire_token_by_username_password(self._alice.upn, self._alice.password, MAIL_SCOPES)
        self._token = result.get("access_token", "")
        return self._told(result)

    def _client_credentials(self) -> str:
        import msal

        daemon = self._tenant.daemon_app
        app = msal.ConfidentialClientApplication(
            daemon.client_id,
            client_credential=daemon.client_secret,
            authority=self._server.authority(self._tenant),
            instance_discovery=False,
        )
        result = app.acquire_token_for_client(APP_SCOPES)
        self._app_token = result.get("access_token", "")
        return self._told(result)

    def _told(self, result: dict[str, Any]) -> str:
        if "access_token" not in result:
            return f"{result.get('error')}: {result.get('error_description')}"
        claims = _claims(result["access_token"])
        whom = str(claims["upn"]).partition("@")[0] if "upn" in claims else "the app"
        permissions = claims.get("scp") or " ".join(claims.get("roles", []))
        return f"token for {whom}: {permissions}"

    # --- the ways in

    def _send(self) -> str:
        message = EmailMessage()
        message["From"], message["Subject"] = self._alice.address, SUBJECT
        message["To"] = f"{self._bob.address}, {self._alice.address}"
        message.set_content("One message, the same by every protocol.")
        with self._smtp() as client:
            client.auth("XOAUTH2", lambda _challenge=None: _xoauth2(self._alice.address, self._token))
            client.mail(self._alice.address)
            client.rcpt(self._bob.address)
            client.rcpt(self._alice.address)
            code, text = client.data(message.as_bytes())
        return f"{code} {text.decode('ascii', 'replace')}"

    def _fetch(self) -> str:
        with self._imap(self._alice.address, self._token) as client:
            client.select("INBOX", readonly=True)
            _, data = client.fetch("1", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
            return _text(data[0][1] if isinstance(data[0], tuple) else data[0])

    def _retrieve(self) -> str:
        client = self._pop3()
        try:
            client._shortcmd("AUTH XOAUTH2")  # type: ignore[attr-defined]
            answer = base64.b64encode(_xoauth2(self._alice.address, self._token).encode()).decode()
            client._shortcmd(answer)  # type: ignore[attr-defined]
            _, lines, _ = client.retr(1)
            return next((_text(line) for line in lines if line.lower().startswith(b"subject:")), "no subject")
        finally:
            client.quit()

    def _find_as_user(self) -> str:
        return self._find(self._alice.address, self._token, impersonating=False)

    def _find_as_app(self) -> str:
        return self._find(self._bob.address, self._app_token, impersonating=True)

    def _find(self, address: str, token: str, *, impersonating: bool) -> str:
        if _has_exchangelib():
            return _find_with_exchangelib(self._server.ews_url, address, token, impersonating=impersonating)
        header = IMPERSONATION.format(address=address) if impersonating else ""
        answer = self._post_ews(FIND_ITEM.format(impersonation=header), token)
        return answer.partition("<t:Subject>")[2].partition("<")[0] or answer

    def _discover(self) -> str:
        url = f"{self._server.base_url}/autodiscover/autodiscover.json/v1.0/{self._alice.address}?Protocol=EWS"
        _, _, body = self._http(urllib.request.Request(url))
        return str(json.loads(body).get("Url", body)).lower()

    # --- the refusals

    def _no_token(self) -> str:
        status, headers, _ = self._http(self._ews_request(FIND_ITEM.format(impersonation=""), ""))
        return f"{status} {headers.get('WWW-Authenticate', '')}"

    def _no_impersonation(self) -> str:
        answer = self._post_ews(FIND_ITEM.format(impersonation=""), self._app_token)
        return answer.partition("<faultstring")[2].partition(">")[2].partition("<")[0] or answer

    def _other_mailbox(self) -> str:
        with self._imap(self._bob.address, self._token) as client:
            try:
                return f"SELECT: {client.select('INBOX')}"
            except imaplib.IMAP4.error as refusal:
                return f"OK AUTHENTICATE completed; then {refusal}"

    def _basic(self) -> str:
        client = self._pop3()
        try:
            client.user(self._alice.upn)
            return _text(client.pass_(self._alice.password or ""))
        except poplib.error_proto as refusal:
            return _text(refusal.args[0])
        finally:
            client.close()

    def _wrong_scope(self) -> str:
        token = self._tenant.token(self._tenant.public_app, self._alice, MAIL_SCOPES[1])
        with self._smtp() as client:
            try:
                code, text = client.auth("XOAUTH2", lambda _challenge=None: _xoauth2(self._alice.address, token))
            except smtplib.SMTPAuthenticationError as refusal:
                code, text = refusal.smtp_code, _bytes(refusal.smtp_error)
        return f"{code} {_text(text)}"

    # --- clients

    def _imap(self, address: str, token: str) -> imaplib.IMAP4_SSL:
        where = self._server.imap
        client = imaplib.IMAP4_SSL(where.host, where.port, ssl_context=self._server.ssl_context(), timeout=TIMEOUT)
        client.authenticate("XOAUTH2", lambda _challenge: _xoauth2(address, token).encode())
        return client

    def _pop3(self) -> poplib.POP3_SSL:
        where = self._server.pop3
        return poplib.POP3_SSL(where.host, where.port, context=self._server.ssl_context(), timeout=TIMEOUT)

    def _smtp(self) -> smtplib.SMTP:
        where = self._server.smtp
        # Without a name of its own smtplib asks the resolver for one, which takes seconds on some machines.
        client = smtplib.SMTP(where.host, where.port, local_hostname="localhost", timeout=TIMEOUT)
        client.starttls(context=self._server.ssl_context())
        client.ehlo()
        return client

    def _ews_request(self, envelope: str, token: str) -> urllib.request.Request:
        request = urllib.request.Request(self._server.ews_url, data=envelope.encode())
        request.add_header("Content-Type", "text/xml; charset=utf-8")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        return request

    def _post_ews(self, envelope: str, token: str) -> str:
        status, _, body = self._http(self._ews_request(envelope, token))
        return body or str(status)

    def _http(self, request: urllib.request.Request) -> tuple[int, Any, str]:
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=self._server.ssl_context()))
        try:
            with opener.open(request, timeout=TIMEOUT) as response:
                return response.status, response.headers, response.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read().decode("utf-8", "replace")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Look where a redirect leads without going there."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


def _redirect(url: str, server: FakeServer) -> str:
    handlers = urllib.request.HTTPSHandler(context=server.ssl_context()), _Stay()
    try:
        with urllib.request.build_opener(*handlers).open(url, timeout=TIMEOUT) as response:
            return f"no redirect but {response.status}"
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers.get("Location", f"no redirect but {answer.code}")


def _has_exchangelib() -> bool:
    from importlib.util import find_spec

    return find_spec("exchangelib") is not None


def _find_with_exchangelib(url: str, address: str, token: str, *, impersonating: bool) -> str:
    import exchangelib
    from exchangelib.credentials import OAuth2AuthorizationCodeCredentials
    from oauthlib.oauth2 import OAuth2Token

    credentials = OAuth2AuthorizationCodeCredentials(access_token=OAuth2Token({"access_token": token}))
    config = exchangelib.Configuration(service_endpoint=url, credentials=credentials, auth_type=exchangelib.OAUTH2)
    access_type = exchangelib.IMPERSONATION if impersonating else exchangelib.DELEGATE
    account = exchangelib.Account(
        address, config=config, autodiscover=False, access_type=access_type, default_timezone=exchangelib.UTC
    )
    try:
        return ", ".join(item.subject or "" for item in account.inbox.all().only("subject"))
    finally:
        account.protocol.close()


def _xoauth2(address: str, token: str) -> str:
    return f"user={address}\x01auth=Bearer {token}\x01\x01"


def _claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def _text(octets: object) -> str:
    return _bytes(octets).decode("utf-8", "replace").strip()


def _bytes(octets: object) -> bytes:
    return octets if isinstance(octets, bytes) else str(octets).encode()


# --- the table -----------------------------------------------------------------------------------------------------


def _taken(heading: str, steps: Iterable[Step], stream: TextIO) -> list[Outcome]:
    """Take steps in order; print each as its answer comes."""
    print(f"{heading}\n", file=stream)
    outcomes = []
    for step in steps:
        outcomes.append(_outcome(step))
        print(_row(outcomes[-1], colour=stream.isatty()), file=stream, flush=True)
    print(file=stream)
    return outcomes


def _outcome(step: Step) -> Outcome:
    began = time.perf_counter()
    try:
        answered = step.ask()
    except Exception as unexpected:  # noqa: BLE001  (whatever a client raises is an answer, and a wrong one)
        answered = f"{type(unexpected).__name__}: {unexpected}"
    return Outcome(step, " ".join(answered.split()), (time.perf_counter() - began) * 1000)


def _row(outcome: Outcome, *, colour: bool) -> str:
    step = outcome.step
    mark, code = ("ok", "32") if outcome.right else ("NO", "31")
    if colour:
        mark = f"\x1b[{code}m{mark}\x1b[0m"
    answered = outcome.answered if len(outcome.answered) <= 80 else f"{outcome.answered[:79]}…"
    where = f"{step.protocol:<12} {step.client:<11}"
    return f"  {mark} {where} {step.asked:<45} {outcome.milliseconds:6.0f} ms  {answered}"
