import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from fakeserver.tenant.faults.faults import Faults
from tests.world import World

START = """
import sys
from fakeserver.server import FakeServer
with FakeServer() as server:
    server.new_tenant().add_user("alice")
    print(*sys.modules)
"""


def test_what_only_a_test_asks_for_is_no_part_of_a_servers_start() -> None:
    run = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    late = ("faults.faults", "journal.journal", "journal.judging", "snapshot", "exchange.waiting", "exchange.loading")
    assert [name for name in late if f"fakeserver.tenant.{name}" in run.stdout.split()] == []


def test_nothing_is_in_force_before_an_order_and_after_its_end() -> None:
    tenant = World.of("alice").tenant
    seen = [tenant.trouble.in_force]
    fault = tenant.faults.drop("imap")
    seen.append(tenant.trouble.in_force)
    fault.cancel()
    seen.append(tenant.trouble.in_force)
    tenant.faults.drop("imap")
    tenant.trouble.clear()
    seen.append(tenant.trouble.in_force)
    assert seen == [None, tenant.faults, None, None]


def test_only_one_thread_makes_what_takes_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    tenant = World.of().tenant
    let_in: list[bool] = []

    def of_another_thread(*given: Any) -> Faults:
        # Whoever came now would make another one, and one of the two would take an order that nobody meets.
        with ThreadPoolExecutor() as threads:
            let_in.append(threads.submit(tenant.lock.acquire, blocking=False).result())
        return Faults(*given)

    monkeypatch.setattr("fakeserver.tenant.faults.faults.Faults", of_another_thread)
    assert tenant.faults is tenant.faults
    assert let_in == [False]


def test_a_snapshot_taken_before_an_order_does_not_take_it_back() -> None:
    tenant = World.of("alice", "bob").tenant
    snapshot = tenant.snapshot()
    tenant.faults.junk()
    tenant.restore(snapshot)
    mishap = tenant.transport.mishap("arrive", tenant.user("bob").address)
    assert mishap is not None
    assert mishap.kind == "junk"
