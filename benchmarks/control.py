"""The control API: what its questions take, and what a started server pays for it before the first."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import urllib3

from benchmarks.table import Figure, milliseconds
from fakeserver.config import Config, build
from fakeserver.server import FakeServer

_ROUNDS = 100
#: What a program has imported once a server runs.
_STARTED = """
import sys
from fakeserver.server import FakeServer
with FakeServer() as server:
    server.new_tenant()
    print(sum("control" in name or "msgspec" in name for name in sys.modules))
"""


def figures() -> Iterator[Figure]:
    """Yield the figures of this group."""
    loaded = int(subprocess.run([sys.executable, "-c", _STARTED], capture_output=True, text=True, check=True).stdout)
    # Its package, what says what it needs of a server, and the server's key.
    yield Figure("modules of the control API in a server that was not asked", loaded, "modules", 3)
    with FakeServer() as server:
        tenant = build(Config(), server.cloud)
        server.adopt(tenant)
        pool = urllib3.PoolManager(ssl_context=server.ssl_context(), retries=False)
        root = f"{server.control_url}/tenants/{tenant.tenant_id}"

        def ask(method: str, path: str, body: Any = None) -> bytes:
            headers = {} if body is None else {"Content-Type": "application/json"}
            sent = None if body is None else json.dumps(body).encode()
            answer = pool.request(method, f"{root}{path}", body=sent, headers=headers)
            assert answer.status < 300, answer.data
            return answer.data

        message = {"subject": "Invoice 4711", "body": "Please pay."}
        ask("GET", "/clock")
        clock = milliseconds(lambda: ask("GET", "/clock"), _ROUNDS)
        yield Figure("control API: the clock, over a kept connection", clock, "ms")
        delivered = milliseconds(lambda: ask("POST", "/mailboxes/alice/messages", message), _ROUNDS)
        yield Figure("control API: a message delivered", delivered, "ms")
        yield Figure("control API: reset", milliseconds(lambda: ask("POST", "/reset"), _ROUNDS), "ms", 5.0)
        pool.clear()
