"""EWS over a real socket: raw SOAP, one connection, and every answer checked as in `tests.protocols.ews.client`."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager

from fakeserver.tenant.directory.users import User
from fakeserver.wire import HttpResponse
from pytest_m365 import Target
from tests.protocols.ews.client import Ews, envelope, fault_of

#: seconds; longer than this means that the server hangs
_TIMEOUT = 60


class EwsOverTls(Ews):
    """The server's EWS as alice's client reaches it; bob is in the tenant too."""

    def __init__(self, target: Target, connection: http.client.HTTPSConnection) -> None:
        self.target = target
        self.tenant = target.tenant
        self.alice = self.tenant.user(target.mailbox.address)
        self.bob = self.tenant.add_user("bob", target.password)
        self.mailbox = self.tenant.mailbox(self.alice)
        self._connection = connection
        self._tokens: dict[User, str] = {}

    def token(self, user: User) -> str:
        """Return a token that opens EWS for a user, the same each time."""
        if user not in self._tokens:
            self._tokens[user] = super().token(user)
        return self._tokens[user]

    def faulted(self, request: str) -> str:
        """Send alice's request, which is refused as a whole; return the fault's code."""
        code, _ = fault_of(self.post(envelope(request), self.token(self.alice)))
        return code

    def post(
        self, body: bytes = b"", token: str | None = None, headers: dict[str, str] | None = None, method: str = "POST"
    ) -> HttpResponse:
        """Send any request over the connection."""
        fields = {"Content-Type": "text/xml; charset=utf-8", **(headers or {})}
        if token is not None:
            fields["Authorization"] = f"Bearer {token}"
        self._connection.request(method, "/EWS/Exchange.asmx", body, fields)
        answer = self._connection.getresponse()
        return HttpResponse(answer.status, answer.getheaders(), answer.read())


@contextmanager
def connected(target: Target) -> Iterator[EwsOverTls]:
    """Open a connection to a target's EWS."""
    host, _, port = target.ews_url.removeprefix("https://").partition("/")[0].partition(":")
    connection = http.client.HTTPSConnection(host, int(port), context=target.ssl_context(), timeout=_TIMEOUT)
    try:
        yield EwsOverTls(target, connection)
    finally:
        connection.close()
