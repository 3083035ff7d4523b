"""What tests of Graph share: one server for a module, and a tenant for each test."""

from collections.abc import Iterator

import pytest

from fakeserver.server import FakeServer
from tests.protocols.graph.asking import Graph


@pytest.fixture(scope="module")
def graph_server() -> Iterator[FakeServer]:
    with FakeServer() as running:
        yield running
        assert running.errors == []


@pytest.fixture
def graph(graph_server: FakeServer) -> Iterator[Graph]:
    """Asks Graph in a tenant with alice and bob."""
    tenant = graph_server.new_tenant()
    for name in ("alice", "bob"):
        if all(user.upn.partition("@")[0] != name for user in tenant.users):
            tenant.add_user(name)
    asking = Graph(graph_server, tenant)
    yield asking
    asking.close()
    graph_server.drop_tenant(tenant)
