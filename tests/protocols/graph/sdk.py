"""msgraph-sdk as the client: made as a program makes it, but for the address and whom it trusts."""

import importlib
import re
import ssl
import warnings
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import httpx

from tests.protocols.graph.asking import Graph

T = TypeVar("T")


class Models:
    """The classes of the SDK for what Graph has, imported when they are first asked for: ``Event``."""

    def __getattr__(self, name: str) -> Any:
        module = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
        return getattr(importlib.import_module(f"msgraph.generated.models.{module}"), name)


class _Token:
    """A credential of azure-core with a token that is there."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def get_token(self, *_scopes: str, **_options: Any) -> Any:
        """Return it, as if it were good for an hour."""
        from azure.core.credentials import AccessToken

        return AccessToken(self._token, int((datetime.now(UTC) + timedelta(hours=1)).timestamp()))

    async def close(self) -> None:
        """Close nothing."""


async def _asked(graph: Graph, token: str, ask: Callable[[Any], Awaitable[T]]) -> T:
    from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
    from msgraph.graph_request_adapter import GraphRequestAdapter, options
    from msgraph.graph_service_client import GraphServiceClient
    from msgraph_core import GraphClientFactory  # type: ignore[import-untyped,unused-ignore]

    verify: ssl.SSLContext | bool = False
    if graph.server.ca_file is not None:
        verify = ssl.create_default_context(cafile=graph.server.ca_file)
    # What the library puts around the transport does not close it.
    async with httpx.AsyncHTTPTransport(verify=verify, trust_env=False) as transport:
        plain = httpx.AsyncClient(base_url=graph.root, transport=transport, trust_env=False)
        http = GraphClientFactory.create_with_default_middleware(client=plain, options=options)
        host = httpx.URL(graph.root).host
        credential: Any = _Token(token)
        adapter = GraphRequestAdapter(
            AzureIdentityAuthenticationProvider(credential, allowed_hosts=[host]), client=http
        )
        adapter.base_url = graph.root
        return await ask(GraphServiceClient(request_adapter=adapter))


def ask(graph: Graph, question: Callable[[Any], Awaitable[T]], user: str = "alice") -> T:
    """Return what a client, which is signed in as a user, is answered.

    Args:
        question: gets the client.
    """
    import asyncio

    with warnings.catch_warnings():  # the libraries below it warn of themselves where they are imported, at a call
        warnings.simplefilter("ignore", DeprecationWarning)
        return asyncio.run(_asked(graph, graph.token(user), question))
