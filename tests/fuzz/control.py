"""The control API: any operation, with values that it takes and values that it does not, and then any octets."""

import json
from random import Random
from typing import Any

from fakeserver.protocols.control.openapi import document
from fakeserver.protocols.control.resources import operations
from fakeserver.protocols.control.routing import Operation
from fakeserver.protocols.control.service import ControlService
from fakeserver.steps import finish
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.fuzz.grammar import changed
from tests.fuzz.target import Target

#: What stands in the places of names and texts.
_WORDS = (
    "alice",
    "inbox",
    "",
    "x",
    "1",
    "0",
    "Contoso Mail",
    "2026-03-01T09:30:00Z",
    "é\u0000",
    "a" * 3000,
    "FullAccess",
    # {}, {"upn": "\\ud800", "exp": 1e999}
    "e30.eyJ1cG4iOiAiXHVkODAwIiwgImV4cCI6IDFlOTk5fQ.x",
)
_ODD: tuple[object, ...] = (None, True, -1, 0, 1e308, [], {}, [[]], "x")


class Host:
    """A server as the API sees it; waits take no time."""

    control_key = None
    names = ("localhost",)

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.errors: list[BaseException] = []

    @property
    def places(self) -> dict[str, Any]:
        names = ("ews_url", "graph_url", "autodiscover_url", "control_url", "inspector_url")
        urls = dict.fromkeys(names, "https://localhost")
        return {**urls, "ca_file": None} | {name: {"host": "localhost", "port": 1} for name in ("imap", "pop3", "smtp")}

    def adopt(self, tenant: Tenant) -> None:
        tenant.snapshots.begin()

    def drop_tenant(self, tenant: Tenant) -> None:
        self.cloud.remove(tenant)

    def endpoints(self, tenant: Tenant) -> dict[str, Any]:
        urls = dict.fromkeys(("authority", "token_url"), "https://localhost")
        return {**self.places, **urls, "tenant_id": tenant.tenant_id, "domain": tenant.domain}


class Control(Target):
    """Requests to the API."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.host = Host(self.world.cloud)
        self.service = ControlService(self.host)
        self.operations = operations()
        self.schemas = document(self.operations, "")["components"]["schemas"]
        self.tenant = self.world.tenant
        self.tenant.snapshots.begin()

    def input(self) -> bytes:
        """Return method, target, type and body, a line each but for the body."""
        one = self.random.choice(self.operations)
        path = one.path.replace("{tenant}", self.tenant.tenant_id if self.random.random() < 0.9 else "x")
        while "{" in path:
            name, _, rest = path.partition("{")[2].partition("}")
            path = f"{path.partition('{')[0]}{self._named(name)}{rest}"
        body = self._body(one)
        kind = "application/json" if self.random.random() < 0.9 else ""
        head = f"{one.method} /_fake/api{path}{self._query(one)}\n{kind}\n"
        octets = json.dumps(body).encode() if body is not None else b""
        return head.encode("utf-8", "surrogatepass") + (
            changed(octets, self.random) if octets and self.random.random() < 0.3 else octets
        )

    def take(self, octets: bytes) -> None:
        line, _, rest = octets.partition(b"\n")
        kind, _, body = rest.partition(b"\n")
        method, _, target = line.decode("utf-8", "surrogateescape").partition(" ")
        path, _, query = target.partition("?")
        headers = Headers([("Host", "localhost"), ("Content-Type", kind.decode("latin-1"))])
        request = HttpRequest(method, path, query, headers, body, base_url="https://localhost")
        answer = self.service.handle(request)
        answer = answer if isinstance(answer, HttpResponse) else finish(answer)
        assert answer.status < 500, answer.status
        if answer.stream is not None:
            answer.stream.next_chunk()
            answer.stream.close()
        if self.world.cloud.by_id(self.tenant.tenant_id) is None:
            self.world.cloud.add(self.tenant)
        for other in self.world.cloud.tenants:
            if other is not self.tenant:
                self.world.cloud.remove(other)

    def _named(self, name: str) -> str:
        known = {"user": "alice", "mailbox": "alice", "app": self.tenant.public_app.client_id}
        return known[name] if name in known and self.random.random() < 0.7 else self.random.choice(_WORDS)

    def _query(self, one: Operation) -> str:
        kind = one.kind_of("query")
        if kind is None or self.random.random() < 0.5:
            return ""
        names = [*kind.__dataclass_fields__, "x"]
        return "?" + "&".join(
            f"{self.random.choice(names)}={self.random.choice(_WORDS)}" for _ in range(self.random.randrange(3))
        )

    def _body(self, one: Operation) -> Any:
        kind = one.kind_of("body")
        if kind is None:
            return None
        name = "NewMessage" if kind is bytes else kind.__name__
        return self._value({"$ref": f"/{name}"}, 0)

    def _value(self, schema: dict[str, Any], depth: int) -> Any:
        """Return a value that mostly fits; no wait takes long."""
        if self.random.random() < 0.05:
            return self.random.choice(_ODD)
        schema = self.schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
        if "anyOf" in schema:
            return self._value(self.random.choice(schema["anyOf"]), depth)
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        match schema.get("type"):
            case "object":
                return {
                    name: 0 if name in ("timeout", "none_within") else self._value(part, depth + 1)
                    for name, part in schema.get("properties", {}).items()
                    if name in schema.get("required", ()) or self.random.random() < (0.3 if depth < 3 else 0)
                }
            case "array":
                return [self._value(schema.get("items", {}), depth + 1) for _ in range(self.random.randrange(2))]
            case "integer":
                return self.random.choice((0, 1, -1, 3, 2**70, 10**400))
            case "number":
                return self.random.choice((0, 1.5, -1, 1e12, 1e300, 10**400))
            case "boolean":
                return self.random.random() < 0.5
        return self.random.choice(_WORDS)
