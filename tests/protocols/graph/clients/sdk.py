"""msgraph-sdk as a program has it: signed in by azure-identity, asked with options, closed at the end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Target

SCOPES = ["https://graph.microsoft.com/.default"]


@asynccontextmanager
async def for_user(m365: Target, app: Application) -> AsyncIterator[Any]:
    """Open a client for which the test's user signs in by the browser."""
    identity = pytest.importorskip("azure.identity")
    with identity.InteractiveBrowserCredential(client_id=app.client_id, tenant_id=m365.tenant_id) as credential:
        async with opened(credential) as graph:
            yield graph


@asynccontextmanager
async def by_itself(m365: Target, app: Application) -> AsyncIterator[Any]:
    """Open a client of an application with a secret."""
    identity = pytest.importorskip("azure.identity.aio")
    async with (
        identity.ClientSecretCredential(m365.tenant_id, app.client_id, app.client_secret) as credential,
        opened(credential) as graph,
    ):
        yield graph


@asynccontextmanager
async def opened(credential: Any) -> AsyncIterator[Any]:
    """Open a client with a credential of azure-identity, which the SDK would leave open by itself."""
    msgraph = pytest.importorskip("msgraph")
    adapter = pytest.importorskip("msgraph.graph_request_adapter")
    core = pytest.importorskip("msgraph_core")
    provider = pytest.importorskip("kiota_authentication_azure.azure_identity_authentication_provider")
    async with core.GraphClientFactory.create_with_default_middleware(options=adapter.options) as http:
        tokens = provider.AzureIdentityAuthenticationProvider(credential, scopes=SCOPES)
        yield msgraph.GraphServiceClient(request_adapter=msgraph.GraphRequestAdapter(tokens, http))


def asked(builder: Any, prefer: str = "", **query: Any) -> Any:
    """Return a GET's configuration: ``$top=2`` is ``top=2``; the class of its options is the builder's own."""
    request = pytest.importorskip("kiota_abstractions.base_request_configuration")
    parameters = getattr(builder, f"{type(builder).__name__}GetQueryParameters")
    configured = request.RequestConfiguration(query_parameters=parameters(**query))
    if prefer:
        configured.headers.add("Prefer", prefer)
    return configured
