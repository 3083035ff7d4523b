"""Snapshots: what it takes to remember a tenant with 10,000 messages, and to go back after each kind of change."""

from collections.abc import Iterator

from benchmarks.mail import MESSAGES, OCTETS
from benchmarks.table import Figure, milliseconds
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant

#: milliseconds
BAR = 20.0
TIMES = 9


def figures() -> Iterator[Figure]:
    """Yield the figures of this group."""
    tenant = Tenant()
    box = tenant.add_user("alice").mailbox
    for number in range(MESSAGES):
        box.deliver(subject=f"message {number}", body="x" * OCTETS)
    size = f"{MESSAGES:,} messages"
    yield Figure(f"a snapshot of {size}", milliseconds(tenant.snapshot, TIMES), "ms", BAR)
    snapshot = tenant.snapshot()
    for changed in (100, MESSAGES):

        def restore(changed: int = changed) -> float:
            _change(box, changed)
            return milliseconds(lambda: tenant.restore(snapshot), 1)

        taken = sorted(restore() for _ in range(TIMES))[TIMES // 2]
        yield Figure(f"going back to it after {changed:,} changes of flags", taken, "ms", BAR)


def _change(box: Mailbox, count: int) -> None:
    for item in box.messages()[:count]:
        box.items.set_flags(item, item.flags._replace(seen=True))
