"""One connection of each protocol over HTTP: EWS, Autodiscover, the token endpoint."""

import http.client
import json
import re
from urllib.parse import urlencode

from fakeserver.server import FakeServer
from fakeserver.tenant.tenant import Tenant
from tests.matrix.outcomes import EMPTY
from tests.matrix.wire import TIMEOUT, Connection, Credential, base64_of


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
    """Return the deciding lines of an answer of HTTP's own: 401, 403, 415."""
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

    #: the first id in the last answer that had one
    last_id = ""

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
        return self.call(_GET_FOLDER % (header, named), credential)

    def call(self, envelope: str, credential: Credential, content_type: str = "text/xml; charset=utf-8") -> list[str]:
        """Post an envelope; return the deciding lines."""
        answer, body = self.post("/EWS/Exchange.asmx", envelope, credential, **{"Content-Type": content_type})
        if answer.status not in (200, 500):
            return _front_end(answer, body)
        found = re.search(r' Id="([^"]+)"', body)
        self.last_id = found[1] if found else self.last_id
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

    def call(self, envelope: str, credential: Credential) -> list[str]:
        """Post a SOAP envelope; return the status and the first error."""
        answer, body = self.post(
            "/autodiscover/autodiscover.svc", envelope, credential, **{"Content-Type": "text/xml; charset=utf-8"}
        )
        error = re.search(r"<(?:\w+:)?ErrorCode>(\w+)<.*?<(?:\w+:)?ErrorMessage>([^<]*)<", body, re.DOTALL)
        assert error is not None, body
        return [f"{answer.status} {error[1]}: {error[2]}"]


_AUTODISCOVER = """<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">
<Request><EMailAddress>%s</EMailAddress><AcceptableResponseSchema>
http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request>
</Autodiscover>"""


class Graph(Http):
    """A folder of mail by Microsoft Graph: one's own, or that of the user who is named."""

    def sign_in(self, credential: Credential) -> list[str]:
        headers = {}
        if credential.token is not None:
            headers["Authorization"] = f"Bearer {credential.token}"
        elif credential.password is not None:
            headers["Authorization"] = f"Basic {base64_of(f'{credential.address}:{credential.password}')}"
        whose = f"users/{credential.address}" if credential.address else "me"
        self._connection.request("GET", f"/v1.0/{whose}/mailFolders/inbox", headers=headers)
        answer = self._connection.getresponse()
        reply = json.loads(answer.read())
        if answer.status == 200:
            return [f"200 {reply['displayName']}"]
        error = reply["error"]
        # One of the texts has two lines.
        text = " ".join(error["message"].split())
        said = [f"{answer.status} {error['code']}: {text}"]
        challenge = answer.getheader("WWW-Authenticate")
        return said if challenge is None else [*said, f"WWW-Authenticate: {challenge}"]


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
        named = dict(credential.form)
        form["client_id"] = app.client_id
        if app.client_secret:
            form["client_secret"] = app.client_secret
        # A name may stand twice in what the credential brings.
        fields = [*((name, value) for name, value in form.items() if name not in named), *credential.form]
        path = f"/{self.tenant.tenant_id}/oauth2/v2.0/token"
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        # Whom the request names is in the form: no Authorization header.
        answer, body = self.post(path, urlencode(fields), Credential(""), **kind)
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
