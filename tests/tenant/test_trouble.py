import subprocess
import sys
import threading

from fakeserver.tenant.trouble import Trouble
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


def test_threads_that_order_first_at_the_same_time_order_from_the_same() -> None:
    tenant = World.of().tenant
    trouble = Trouble(
        tenant.people,
        tenant.applications,
        tenant.notes,
        clock=tenant.clock,
        random=tenant.random,
        lock=(lock := threading.RLock()),
    )
    got = []
    threads = [threading.Thread(target=lambda: got.append(trouble.faults)) for _ in range(2)]
    with lock:
        for thread in threads:
            thread.start()
        # Whoever is let in by now would make one, and whoever waits another.
        mine = trouble.faults
    for thread in threads:
        thread.join()
    assert got == [mine, mine]


def test_a_snapshot_taken_before_an_order_does_not_take_it_back() -> None:
    tenant = World.of("alice", "bob").tenant
    snapshot = tenant.snapshot()
    tenant.faults.junk()
    tenant.restore(snapshot)
    mishap = tenant.transport.mishap("arrive", tenant.user("bob").address)
    assert mishap is not None
    assert mishap.kind == "junk"
