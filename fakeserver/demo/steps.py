"""The demo's steps: every way to sign in and read mail, then five refusals."""

import imaplib
import json
import poplib
import smtplib
import urllib.request
from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fakeserver.demo.clients import FIND_ITEM, IMPERSONATION, Clients, find_with_exchangelib, has_exchangelib
from fakeserver.demo.table import Step
from fakeserver.jws import readable_claims
from fakeserver.server import FakeServer
from fakeserver.tenant.tenant import Tenant
from fakeserver.xoauth2 import pop3_authenticate, xoauth2

MAIL_SCOPES = [
    f"https://outlook.office.com/{scope}"
    for scope in ("EWS.AccessAsUser.All", "IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send")
]
APP_SCOPES = ["https://outlook.office365.com/.default"]
SUBJECT = "Hello from the demo"


class Demo:
    """The steps, over one tenant with alice and bob."""

    def __init__(self, server: FakeServer, tenant: Tenant) -> None:
        self._server = server
        self._tenant = tenant
        self._clients = Clients(server)
        self._alice, self._bob = tenant.user("alice"), tenant.user("bob")
        self._token = ""
        self._app_token = ""

    def ways_in(self) -> list[Step]:
        """Delegated and app-only sign-ins, then the mailbox by every protocol."""
        ews = "exchangelib" if has_exchangelib() else "urllib"
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
        """Five sign-ins or requests that are refused."""
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
        location = self._clients.redirect(flow["auth_uri"])
        answer = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        return self._outcome(app.acquire_token_by_auth_code_flow(flow, answer))

    def _password(self) -> str:
        app = self._msal_public()
        result = app.acquire_token_by_username_password(self._alice.upn, self._alice.password, MAIL_SCOPES)
        self._token = result.get("access_token", "")
        return self._outcome(result)

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
        return self._outcome(result)

    def _outcome(self, result: dict[str, Any]) -> str:
        if "access_token" not in result:
            return f"{result.get('error')}: {result.get('error_description')}"
        claims = readable_claims(result["access_token"])
        whom = str(claims["upn"]).partition("@")[0] if "upn" in claims else "the app"
        permissions = claims.get("scp") or " ".join(claims.get("roles", []))
        return f"token for {whom}: {permissions}"

    # --- the ways in

    def _send(self) -> str:
        message = EmailMessage()
        message["From"], message["Subject"] = self._alice.address, SUBJECT
        message["To"] = f"{self._bob.address}, {self._alice.address}"
        message.set_content("One message, the same by every protocol.")
        with self._clients.smtp() as client:
            client.auth("XOAUTH2", lambda _challenge=None: xoauth2(self._alice.address, self._token))
            client.mail(self._alice.address)
            client.rcpt(self._bob.address)
            client.rcpt(self._alice.address)
            code, text = client.data(message.as_bytes())
        return f"{code} {text.decode('ascii', 'replace')}"

    def _fetch(self) -> str:
        with self._clients.imap(self._alice.address, self._token) as client:
            client.select("INBOX", readonly=True)
            _, data = client.fetch("1", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
            return _text(data[0][1] if isinstance(data[0], tuple) else data[0])

    def _retrieve(self) -> str:
        client = self._clients.pop3()
        try:
            pop3_authenticate(client, self._alice.address, self._token)
            _, lines, _ = client.retr(1)
            return next((_text(line) for line in lines if line.lower().startswith(b"subject:")), "no subject")
        finally:
            client.quit()

    def _find_as_user(self) -> str:
        return self._find(self._alice.address, self._token, impersonating=False)

    def _find_as_app(self) -> str:
        return self._find(self._bob.address, self._app_token, impersonating=True)

    def _find(self, address: str, token: str, *, impersonating: bool) -> str:
        if has_exchangelib():
            return find_with_exchangelib(self._server.ews_url, address, token, impersonating=impersonating)
        header = IMPERSONATION.format(address=address) if impersonating else ""
        answer = self._clients.post_ews(FIND_ITEM.format(impersonation=header), token)
        return answer.partition("<t:Subject>")[2].partition("<")[0] or answer

    def _discover(self) -> str:
        url = f"{self._server.base_url}/autodiscover/autodiscover.json/v1.0/{self._alice.address}?Protocol=EWS"
        _, _, body = self._clients.http(urllib.request.Request(url))
        return str(json.loads(body).get("Url", body)).lower()

    # --- the refusals

    def _no_token(self) -> str:
        status, headers, _ = self._clients.http(self._clients.ews_request(FIND_ITEM.format(impersonation=""), ""))
        return f"{status} {headers.get('WWW-Authenticate', '')}"

    def _no_impersonation(self) -> str:
        answer = self._clients.post_ews(FIND_ITEM.format(impersonation=""), self._app_token)
        return answer.partition("<faultstring")[2].partition(">")[2].partition("<")[0] or answer

    def _other_mailbox(self) -> str:
        with self._clients.imap(self._bob.address, self._token) as client:
            try:
                return f"SELECT: {client.select('INBOX')}"
            except imaplib.IMAP4.error as refusal:
                return f"OK AUTHENTICATE completed; then {refusal}"

    def _basic(self) -> str:
        client = self._clients.pop3()
        try:
            client.user(self._alice.upn)
            return _text(client.pass_(self._alice.password or ""))
        except poplib.error_proto as refusal:
            return _text(refusal.args[0])
        finally:
            client.close()

    def _wrong_scope(self) -> str:
        token = self._tenant.token(self._tenant.public_app, self._alice, MAIL_SCOPES[1])
        with self._clients.smtp() as client:
            try:
                code, text = client.auth("XOAUTH2", lambda _challenge=None: xoauth2(self._alice.address, token))
            except smtplib.SMTPAuthenticationError as refusal:
                code, text = refusal.smtp_code, _bytes(refusal.smtp_error)
        return f"{code} {_text(text)}"


def _text(octets: object) -> str:
    return _bytes(octets).decode("utf-8", "replace").strip()


def _bytes(octets: object) -> bytes:
    return octets if isinstance(octets, bytes) else str(octets).encode()
