"""A fake and its client, for all tests of a module; each test has a tenant of its own there."""

from collections.abc import Iterator

import pytest

from fakeserver.client import Client
from fakeserver.client.tenant import RemoteTenant
from fakeserver.server import FakeServer
from fakeserver.tenant.tenant import Tenant


@pytest.fixture(scope="session")
def server() -> Iterator[FakeServer]:
    with FakeServer() as server:
        yield server
        assert server.errors == []


@pytest.fixture(scope="session")
def client(server: FakeServer) -> Iterator[Client]:
    with Client(server.base_url, ca_file=server.ca_file, environment={}) as client:
        yield client


@pytest.fixture
def remote(client: Client) -> Iterator[RemoteTenant]:
    tenant = client.new_tenant(label="of a test")
    yield tenant
    client.drop_tenant(tenant)


@pytest.fixture
def local(server: FakeServer, remote: RemoteTenant) -> Tenant:
    """The same tenant, where it runs."""
    tenant = server.cloud.by_id(remote.tenant_id)
    assert tenant is not None
    return tenant
