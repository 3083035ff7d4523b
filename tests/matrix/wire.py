"""One connection of each protocol, in octets: sign in and use it, use it again, say what came back.

No client library: the table is about what the server says, and a row must cost a few milliseconds.
"""

import base64
import http.client
import json
import re
import socket
import ssl
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from fakeserver.endpoint import Endpoint
from fakeserver.server import FakeServer
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.matrix.outcomes import CLOSED, EMPTY

#: seconds; nothing here waits, so whoever hits it has found a bug
TIMEOUT = 20.0


@dataclass(frozen=True)
class Credential:
    """What is presented: whose mailbox, and a token, a password, or nothing."""

    #: the mailbox that is asked for; empty: the caller's own, where the protocol has such a thing
    address: str
    token: str | None = None
    password: str | None = None
    #: which SASL mechanism carries the password; empty for the protocol's own command
    mechanism: str = ""
    #: the response on one line with the command: IMAP and SMTP take it either way, POP3 does not
    one_line: bool = False
    #: what is sent as the SASL response in the place of the right one, as it is
    response: str = ""
    #: EWS: the element in ConnectingSID, and what stands in it
    impersonate: tuple[str, str] | None = None
    user_agent: str = ""
    #: From and MAIL FROM; the mailbox itself by default
    sender: str = ""
    #: who asks the token endpoint, and for whom
    app: Application | None = None
    user: User | None = None
    #: what is asked of the token endpoint beside the usual
    form: tuple[tuple[str, str], ...] = ()


def base64_of(text: str) -> str:
    """Return a text's base64."""
    return base64.b64encode(text.encode()).decode()


def xoauth2(credential: Credential) -> str:
    """Return the XOAUTH2 client response."""
    if credential.response:
        return credential.response
    return base64_of(f"user={credential.address}\x01auth=Bearer {credential.token}\x01\x01")


def plain(credential: Credential) -> str:
    """Return the PLAIN client response."""
    return base64_of(f"\0{credential.address}\0{credential.password}")


class Connection(ABC):
    """A connection to one protocol."""

    def __init__(self, server: FakeServer, tenant: Tenant) -> None:
        self.server = server
        self.tenant = tenant
        self.trust = server.ssl_context()

    @abstractmethod
    def sign_in(self, credential: Credential) -> list[str]:
        """Sign in and use what that opens; return the deciding lines."""

    @abstractmethod
    def use(self, credential: Credential) -> list[str]:
        """Use the connection once more; return the deciding lines."""

    @abstractmethod
    def close(self) -> None:
        """Close it."""


class Lines(Connection):
    """A connection that speaks in lines."""

    def __init__(self, server: FakeServer, tenant: Tenant) -> None:
        super().__init__(server, tenant)
        where = self._where()
        self._socket = socket.create_connection((where.host, where.port), timeout=TIMEOUT)
        self._secure(where.host)

    @abstractmethod
    def _where(self) -> Endpoint: ...

    def _secure(self, host: str) -> None:
        self._start_tls(host)
        self.read()

    def _start_tls(self, host: str) -> None:
        self._socket = self.trust.wrap_socket(self._socket, server_hostname=host)
        self._file = self._socket.makefile("rb")

    def read(self) -> str:
        """Return the next line without its end, or `CLOSED`."""
        line = self._file.readline()
        return line.decode().rstrip("\r\n") if line else CLOSED

    def say(self, text: str) -> str:
        """Send one line; return the next that comes."""
        try:
            self._socket.sendall(text.encode() + b"\r\n")
            return self.read()
        except (BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):
            return CLOSED

    def close(self) -> None:
        self._file.close()
        self._socket.close()


class Imap(Lines):
    """IMAP over TLS."""

    def _where(self) -> Endpoint:
        return self.server.imap

    def command(self, text: str) -> list[str]:
        """Send a command; return its tagged line without the tag, or the BYE and what follows."""
        answer = self.say(f"a {text}")
        while answer.startswith("* ") and not answer.startswith("* BYE"):
            answer = self.read()
        if answer.startswith("* BYE"):
            return [answer, self.read()]
        return [answer.removeprefix("a ")]

    def sign_in(self, credential: Credential) -> list[str]:
        if credential.token is not None:
            said = self._authenticate(credential)
        elif credential.password is None:
            return self.command("SELECT INBOX")
        elif credential.mechanism:
            said = self.command(f"AUTHENTICATE PLAIN {plain(credential)}")
        else:
            user = credential.address.replace("\\", "\\\\")
            said = self.command(f'LOGIN "{user}" "{credential.password}"')
        return said + self.command("SELECT INBOX") if said[0].startswith("OK") else said

    def _authenticate(self, credential: Credential) -> list[str]:
        if credential.one_line:
            answer = self.say(f"a AUTHENTICATE XOAUTH2 {xoauth2(credential)}")
        else:
            asked = self.say("a AUTHENTICATE XOAUTH2")
            assert asked == "+ ", asked
            answer = self.say(xoauth2(credential))
        challenge = [answer] if answer.startswith("+ ") else []
        return [*challenge, (self.say("") if challenge else answer).removeprefix("a ")]

    def use(self, credential: Credential) -> list[str]:
        return self.command("NOOP")


class Pop3(Lines):
    """POP3 over TLS."""

    def _where(self) -> Endpoint:
        return self.server.pop3

    def sign_in(self, credential: Credential) -> list[str]:
        if credential.token is not None and credential.one_line:
            said = [self.say(f"AUTH XOAUTH2 {xoauth2(credential)}")]
        elif credential.token is not None or credential.mechanism:
            asked = self.say(f"AUTH {'PLAIN' if credential.token is None else 'XOAUTH2'}")
            assert asked == "+ ", asked
            said = [self.say(plain(credential) if credential.token is None else xoauth2(credential))]
            if said[0].startswith("+ "):
                said.append(self.say(""))
        elif credential.password is not None:
            self.say(f"USER {credential.address}")
            said = [self.say(f"PASS {credential.password}")]
        else:
            said = [self.say("STAT")]
        if said[0].startswith("+OK"):
            said.append(self.say("STAT"))
        elif "Connection is closed" in said[-1]:
            said.append(self.read())
        return said

    def use(self, credential: Credential) -> list[str]:
        said = [self.say("STAT")]
        if "Session invalidated" in said[0] or "Connection is closed" in said[0]:
            said.append(self.read())
        return said


class Smtp(Lines):
    """SMTP submission with STARTTLS."""

    def _where(self) -> Endpoint:
        return self.server.smtp

    def _secure(self, host: str) -> None:
        self._file = self._socket.makefile("rb")
        self.read()
        self.hello()
        assert self.say("STARTTLS") == "220 2.0.0 SMTP server ready"
        self._file.close()
        self._start_tls(host)
        self.hello()

    def hello(self) -> None:
        """Say EHLO, read all of the answer."""
        answer = self.say("EHLO test")
        while answer[3:4] == "-":
            answer = self.read()

    def sign_in(self, credential: Credential) -> list[str]:
        if credential.token is not None:
            said = self._authenticate(credential)
        elif credential.password is None:
            return self.use(credential)
        elif credential.mechanism == "PLAIN":
            said = [self.say(f"AUTH PLAIN {plain(credential)}")]
        else:
            self.say("AUTH LOGIN")
            self.say(base64_of(credential.address))
            said = [self.say(base64_of(credential.password))]
        return said + self._submit(credential) if said[0].startswith("235") else said

    def _authenticate(self, credential: Credential) -> list[str]:
        if credential.one_line:
            said = [self.say(f"AUTH XOAUTH2 {xoauth2(credential)}")]
        else:
            asked = self.say("AUTH XOAUTH2")
            assert asked == "334 ", asked
            said = [self.say(xoauth2(credential))]
        if said[0].startswith("334 "):
            said.append(self.say(""))
        return said

    def _submit(self, credential: Credential) -> list[str]:
        sender = credential.sender or credential.address
        for command in (f"MAIL FROM:<{sender}>", "RCPT TO:<someone@elsewhere.example>", "DATA"):
            answer = self.say(command)
            if answer[0] not in "23":
                return [answer]
        message = f"From: {sender}\r\nTo: someone@elsewhere.example\r\nSubject: A row\r\n\r\nHello.\r\n."
        return [self.say(message)]

    def use(self, credential: Credential) -> list[str]:
        return [self.say(f"MAIL FROM:<{credential.sender or credential.address}>")]


class Http(Connection):
    """HTTP over TLS, one connection kept open."""

    def __init__(self, server: FakeServer, tenant: Tenant) -> None:
        super().__init__(server, tenant)
        where = server.http
        self._connection = http.client.HTTPSConnection(where.host, where.port, context=self.trust, timeout=TIMEOUT)

    def use(self, credential: Credential) -> list[str]:
        return self.sign_in(credential)

    def close(self) -> None:
        self._connection.close()

    def post(
        self, path: str, body: str, credential: Credential, **headers: str
    ) -> tuple[http.client.HTTPResponse, str]:
        """Post a body; return the answer and its text."""
        if credential.token is not None:
            headers["Authorization"] = f"Bearer {credential.token}"
        elif credential.password is not None:
            headers["Authorization"] = f"Basic {base64_of(f'{credential.address}:{credential.password}')}"
        if credential.user_agent:
            headers["User-Agent"] = credential.user_agent
        self._connection.request("POST", path, body.encode(), headers)
        answer = self._connection.getresponse()
        return answer, answer.read().decode()


def _front_end(answer: http.client.HTTPResponse, body: str) -> list[str]:
    """Return the deciding lines of a 401 or 403."""
    said = [str(answer.status)]
    challenges = answer.headers.get_all("WWW-Authenticate", [])
    if challenges:
        # In one field or in several: both were seen.
        said.append(f"WWW-Authenticate: {','.join(challenges)}")
    if diagnostics := answer.headers.get("x-ms-diagnostics"):
        said.append(f"x-ms-diagnostics: {diagnostics}")
    return [*said, body or EMPTY]


class Ews(Http):
    """GetFolder on a mailbox's inbox."""

    def sign_in(self, credential: Credential) -> list[str]:
        own = credential.address == "" or credential.impersonate is not None
        named = "" if own else f"<t:Mailbox><t:EmailAddress>{credential.address}</t:EmailAddress></t:Mailbox>"
        header = ""
        if credential.impersonate is not None:
            kind, value = credential.impersonate
            header = (
                f"<t:ExchangeImpersonation><t:ConnectingSID><t:{kind}>{value}</t:{kind}></t:ConnectingSID>"
                "</t:ExchangeImpersonation>"
            )
        answer, body = self.post(
            "/EWS/Exchange.asmx",
            _GET_FOLDER % (header, named),
            credential,
            **{"Content-Type": "text/xml; charset=utf-8"},
        )
        if answer.status in (401, 403):
            return _front_end(answer, body)
        code = re.search(r"ResponseCode[^>]*>(\w+)<", body)
        text = re.search(r"<(?:m:MessageText|faultstring)[^>]*>([^<]*)<", body)
        assert code is not None, f"{answer.status} {body}"
        return [f"{answer.status} {code[1]}" + (f": {text[1]}" if text else "")]


_GET_FOLDER = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
 xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
<s:Header><t:RequestServerVersion Version="Exchange2016"/>%s</s:Header><s:Body><m:GetFolder><m:FolderShape>
<t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox">%s
</t:DistinguishedFolderId></m:FolderIds></m:GetFolder></s:Body></s:Envelope>"""


class Autodiscover(Http):
    """POX Autodiscover for an address."""

    def sign_in(self, credential: Credential) -> list[str]:
        answer, body = self.post(
            "/autodiscover/autodiscover.xml",
            _AUTODISCOVER % credential.address,
            credential,
            **{"Content-Type": "text/xml"},
        )
        if answer.status in (401, 403):
            return _front_end(answer, body)
        error = re.search(r"<ErrorCode>(\d+)<", body)
        if error is not None:
            return [f"{answer.status} error {error[1]}"]
        assert "<Action>settings</Action>" in body or "<Action>redirect" in body, body
        redirect = re.search(r"<Redirect(?:Addr|Url)>([^<]+)<", body)
        return [f"{answer.status} " + (f"redirect to {redirect[1]}" if redirect else "settings")]


_AUTODISCOVER = """<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">
<Request><EMailAddress>%s</EMailAddress><AcceptableResponseSchema>
http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request>
</Autodiscover>"""


class Token(Http):
    """The token endpoint: client credentials for an application, a password for a user, a refresh token after that."""

    refresh_token = ""

    def sign_in(self, credential: Credential) -> list[str]:
        return self._ask(credential, self._grant(credential))

    def use(self, credential: Credential) -> list[str]:
        if not self.refresh_token:
            return self.sign_in(credential)
        form = {"grant_type": "refresh_token", "refresh_token": self.refresh_token, "scope": _SCOPE}
        return self._ask(credential, form)

    def _ask(self, credential: Credential, form: dict[str, str]) -> list[str]:
        app = credential.app
        assert app is not None
        form |= {"client_id": app.client_id, **dict(credential.form)}
        if app.client_secret and "client_secret" not in form:
            form["client_secret"] = app.client_secret
        path = f"/{self.tenant.tenant_id}/oauth2/v2.0/token"
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        # Whom the request names is in the form: no Authorization header.
        answer, body = self.post(path, urlencode(form), Credential(""), **kind)
        reply = json.loads(body)
        if answer.status == 200:
            self.refresh_token = reply.get("refresh_token", "")
            return [f"200 {reply['token_type']}"]
        error = "/".join(filter(None, (reply["error"], reply.get("suberror"))))
        return [f"{answer.status} {error}", re.split(r"\s+Trace ID:", reply["error_description"])[0]]

    @staticmethod
    def _grant(credential: Credential) -> dict[str, str]:
        if credential.user is None:
            return {"grant_type": "client_credentials", "scope": "https://outlook.office365.com/.default"}
        return {
            "grant_type": "password",
            "username": credential.user.upn,
            "password": credential.password or credential.user.password or "",
            "scope": _SCOPE,
        }


_SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"

#: Every column of the table.
CONNECTIONS: dict[str, type[Connection]] = {
    "Token": Token,
    "EWS": Ews,
    "Autodiscover": Autodiscover,
    "IMAP": Imap,
    "POP3": Pop3,
    "SMTP": Smtp,
}


@contextmanager
def connected(protocol: str, server: FakeServer, tenant: Tenant) -> Iterator[Connection]:
    """Open a connection of a protocol, and close it after."""
    connection = CONNECTIONS[protocol](server, tenant)
    try:
        yield connection
    finally:
        connection.close()
