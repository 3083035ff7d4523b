"""The clients of the demo: the standard library's, and exchangelib where it is installed."""

import imaplib
import poplib
import smtplib
import urllib.error
import urllib.request
from typing import Any

from fakeserver.server import FakeServer
from fakeserver.xoauth2 import xoauth2

#: seconds; nothing here waits on anything but loopback
TIMEOUT = 60.0

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


class Clients:
    """Opens clients to one server."""

    def __init__(self, server: FakeServer) -> None:
        self._server = server

    def imap(self, address: str, token: str) -> imaplib.IMAP4_SSL:
        """Open IMAP over TLS and sign in."""
        where = self._server.imap
        client = imaplib.IMAP4_SSL(where.host, where.port, ssl_context=self._server.ssl_context(), timeout=TIMEOUT)
        client.authenticate("XOAUTH2", lambda _challenge: xoauth2(address, token).encode())
        return client

    def pop3(self) -> poplib.POP3_SSL:
        """Open POP3 over TLS."""
        where = self._server.pop3
        return poplib.POP3_SSL(where.host, where.port, context=self._server.ssl_context(), timeout=TIMEOUT)

    def smtp(self) -> smtplib.SMTP:
        """Open SMTP and start TLS."""
        where = self._server.smtp
        # Without a name of its own smtplib asks the resolver for one, which takes seconds on some machines.
        client = smtplib.SMTP(where.host, where.port, local_hostname="localhost", timeout=TIMEOUT)
        client.starttls(context=self._server.ssl_context())
        client.ehlo()
        return client

    def ews_request(self, envelope: str, token: str) -> urllib.request.Request:
        """Return an EWS request; with an empty token, without one."""
        request = urllib.request.Request(self._server.ews_url, data=envelope.encode())
        request.add_header("Content-Type", "text/xml; charset=utf-8")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        return request

    def post_ews(self, envelope: str, token: str) -> str:
        """Return the body of an EWS answer, or its status where it has none."""
        status, _, body = self.http(self.ews_request(envelope, token))
        return body or str(status)

    def http(self, request: urllib.request.Request) -> tuple[int, Any, str]:
        """Return status, headers and text of an answer, whatever the status."""
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=self._server.ssl_context()))
        try:
            with opener.open(request, timeout=TIMEOUT) as response:
                return response.status, response.headers, response.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read().decode("utf-8", "replace")

    def redirect(self, url: str) -> str:
        """Return where an address redirects to."""
        handlers = urllib.request.HTTPSHandler(context=self._server.ssl_context()), _Stay()
        try:
            with urllib.request.build_opener(*handlers).open(url, timeout=TIMEOUT) as response:
                return f"no redirect but {response.status}"
        except urllib.error.HTTPError as answer:
            with answer:
                return str(answer.headers.get("Location", f"no redirect but {answer.code}"))


class _Stay(urllib.request.HTTPRedirectHandler):
    """Report redirects instead of following them."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


def has_exchangelib() -> bool:
    """Say whether EWS can be asked through exchangelib."""
    from importlib.util import find_spec

    return find_spec("exchangelib") is not None


def find_with_exchangelib(url: str, address: str, token: str, *, impersonating: bool) -> str:
    """Return the subjects in an inbox."""
    import exchangelib
    from exchangelib.credentials import OAuth2AuthorizationCodeCredentials
    from exchangelib.version import EXCHANGE_O365
    from oauthlib.oauth2 import OAuth2Token

    credentials = OAuth2AuthorizationCodeCredentials(access_token=OAuth2Token({"access_token": token}))
    # Given a version, exchangelib need not guess it, which it does without impersonating anybody.
    config = exchangelib.Configuration(
        service_endpoint=url,
        credentials=credentials,
        auth_type=exchangelib.OAUTH2,
        version=exchangelib.Version(build=EXCHANGE_O365),
    )
    access_type = exchangelib.IMPERSONATION if impersonating else exchangelib.DELEGATE
    account = exchangelib.Account(
        address, config=config, autodiscover=False, access_type=access_type, default_timezone=exchangelib.UTC
    )
    try:
        return ", ".join(item.subject or "" for item in account.inbox.all().only("subject"))
    finally:
        account.protocol.close()
