"""What the tests of the control API share: one server for a module, and a tenant for each test."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from fakeserver.server import FakeServer
from fakeserver.tenant.tenant import Tenant
from tests.protocols.control.api import Answer, Api


@pytest.fixture(scope="module")
def server() -> Iterator[FakeServer]:
    with FakeServer() as running:
        yield running


@pytest.fixture(scope="module")
def api(server: FakeServer) -> Iterator[Api]:
    asking = Api(server)
    yield asking
    asking.close()
    assert server.errors == []


@dataclass(frozen=True)
class Part:
    """The API of one tenant: paths are those below the tenant's."""

    api: Api
    tenant: Tenant

    def path(self, path: str) -> str:
        return f"/tenants/{self.tenant.tenant_id}{path}"

    def ask(self, method: str, path: str, body: object = None, **more: Any) -> Answer:
        return self.api.ask(method, self.path(path), body, **more)

    def get(self, path: str) -> Any:
        return self.api.get(self.path(path))

    def post(self, path: str, body: object = None) -> Any:
        return self.api.post(self.path(path), body)


@pytest.fixture
def part(api: Api, server: FakeServer) -> Iterator[Part]:
    made = api.post("/tenants", {"users": [{"name": "alice"}, {"name": "bob"}]})
    tenant = server.cloud.by_id(made["tenant_id"])
    assert tenant is not None
    yield Part(api, tenant)
    if server.cloud.by_id(tenant.tenant_id) is tenant:
        assert api.ask("DELETE", f"/tenants/{tenant.tenant_id}").status == 204
