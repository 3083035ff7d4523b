"""The control API: what its questions take, and what a started server pays for it before the first."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

import urllib3

from benchmarks.table import Figure
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
    loaded = int(subprocess.run([sys.executable, "-c", _STARTED], capture_output=True, text=True, check=True).stdout)
    # `host` names what the API needs, `control_key` is the server's own.
    yield Figure("modules of the control API in a started server", f"{loaded}", "4: two names, a package, a type")
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

        def milliseconds(*question: Any) -> float:
            ask(*question)
            taken = []
            for _ in range(_ROUNDS):
                began = time.perf_counter()
                ask(*question)
                taken.append(time.perf_counter() - began)
            return median(taken) * 1000

        message = {"subject": "Invoice 4711", "body": "Please pay."}
        bare = milliseconds("GET", "/clock")
        yield Figure("control: the clock, asked over a kept connection", f"{bare:.2f} ms", "")
        yield Figure(
            "control: a message delivered", f"{milliseconds('POST', '/mailboxes/alice/messages', message):.2f} ms", ""
        )
        yield Figure("control: reset, with 100 messages behind it", f"{milliseconds('POST', '/reset'):.2f} ms", "5 ms")
        pool.clear()
