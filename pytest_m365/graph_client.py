"""The client of Microsoft Graph that the fixtures give: msgraph-sdk's, signed in with a token.

It is made the way an application makes it, but for its connections: each request has one of its own. httpx keeps a
connection in the event loop that has opened it, and a test may run its requests in several, one ``asyncio.run`` each.

Imported only where msgraph-sdk is.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.graph_request_adapter import options
from msgraph_core import GraphClientFactory

from pytest_m365.clients import TIMEOUT

#: makes what sends the requests, of the context of TLS
Make = Callable[[ssl.SSLContext], httpx.AsyncBaseTransport]


@contextmanager
def graph(
    url: str, trust: ssl.SSLContext, token: Callable[[], str], make: Make | None = None
) -> Iterator[GraphServiceClient]:
    """Give a ``msgraph.GraphServiceClient``, which any event loop may use until the block ends.

    Args:
        url: Microsoft Graph's, with its version.
        token: is asked now, and again where the service challenges with claims.
        make: makes the transport; by default each request has a connection of its own.
    """
    transport = _UntilTheEnd((make or EachAnew)(trust))
    http = GraphClientFactory.create_with_default_middleware(
        client=httpx.AsyncClient(base_url=url, timeout=TIMEOUT, transport=transport), options=options
    )
    tokens = BaseBearerTokenAuthenticationProvider(_Tokens(url, token))
    adapter = GraphRequestAdapter(tokens, http)
    adapter.base_url = url
    try:
        yield GraphServiceClient(request_adapter=adapter)
    finally:
        transport.is_over = True


class EachAnew(httpx.AsyncBaseTransport):
    """Sends each request over a connection of its own, which ends with the answer."""

    def __init__(self, trust: ssl.SSLContext) -> None:
        self._trust = trust

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return the whole answer."""
        proxy = None if proxy_bypass(request.url.host) else getproxies().get("https")
        async with httpx.AsyncHTTPTransport(verify=self._trust, proxy=proxy, http2=True) as connection:
            answer = await connection.handle_async_request(request)
            assert isinstance(answer.stream, httpx.AsyncByteStream)
            octets = b"".join([part async for part in answer.stream])
        # Not the answer's own extensions: they hold the connection.
        return httpx.Response(answer.status_code, headers=answer.headers, content=octets)


class _UntilTheEnd(httpx.AsyncBaseTransport):
    """Sends nothing any more once the client's block has ended, when there may be another test's tenant."""

    def __init__(self, within: httpx.AsyncBaseTransport) -> None:
        self._within = within
        self.is_over = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_over:
            raise RuntimeError("this client of Microsoft Graph was a test's, which has ended")
        return await self._within.handle_async_request(request)


class _Tokens(AccessTokenProvider):
    """Has one token, as the other protocols' clients do, and another where the service asks for one."""

    def __init__(self, url: str, renew: Callable[[], str]) -> None:
        self._renew = renew
        self._token = renew()
        # A link to another page is the service's, and might lead anywhere.
        self._hosts = AllowedHostsValidator([urlsplit(url).hostname or ""])

    async def get_authorization_token(
        self, uri: str, additional_authentication_context: dict[str, Any] | None = None
    ) -> str:
        """Return the token; none for another host."""
        if not self._hosts.is_url_host_valid(uri):
            return ""
        if additional_authentication_context and additional_authentication_context.get("claims"):
            self._token = self._renew()
        return self._token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        """Return what knows the hosts that the token may go to."""
        return self._hosts
