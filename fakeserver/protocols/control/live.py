"""What happens in a tenant, told as server-sent events while it happens."""

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any, Final

from fakeserver.protocols.control.exchange_view import exchange_view
from fakeserver.protocols.control.ids import for_url
from fakeserver.protocols.control.json_form import encoded
from fakeserver.protocols.control.message_view import summary
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.changes import Change
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant

#: Seconds between two signs of life, so that both sides learn of a connection that is gone.
_PULSE: Final = 15.0
#: Arrivals that are told one by one; of more, only the mailbox is named.
_MOST: Final = 100
_ALIVE: Final = b": alive\n\n"


class Live:
    """A stream of events (a `wire.Stream`): exchanges, messages that arrive, and mailboxes that have changed.

    Args:
        since: the number after which exchanges are told.
    """

    def __init__(self, cloud: Cloud, tenant: Tenant, since: int) -> None:
        self.on_wake: Callable[[], None] | None = None
        self._cloud = cloud
        self._tenant = tenant
        self._since = since
        self._beside_since = max(since, tenant.notes.beside_since)
        #: how far each mailbox's log was told, and what ends the watch of it
        self._told: dict[Mailbox, int] = {}
        self._box_ends: dict[Mailbox, Callable[[], None]] = {}
        self._ends: list[Callable[[], None]] = [
            tenant.notes.watch(self._wake),
            cloud.notes.watch(self._wake),
            tenant.mailboxes.watch(self._wake),
        ]
        self._watch_mailboxes()
        self._next_pulse = 0.0

    def next_chunk(self) -> bytes | None:
        """Return the events since the last call; a comment where it is time for a sign of life."""
        if self._cloud.by_id(self._tenant.tenant_id) is not self._tenant:
            return None
        chunk = b"".join(self._events())
        now = monotonic()
        if not chunk and now >= self._next_pulse:
            chunk = _ALIVE
        if chunk:
            self._next_pulse = now + _PULSE
        return chunk

    def wake_in(self) -> float | None:
        """Return the seconds until the next sign of life."""
        return max(self._next_pulse - monotonic(), 0.0)

    def close(self) -> None:
        """Watch no longer."""
        for end in (*self._ends, *self._box_ends.values()):
            end()
        self._ends.clear()
        self._box_ends.clear()
        self._told.clear()

    def _wake(self, news: object = None) -> None:
        if (on_wake := self.on_wake) is not None:
            on_wake()

    def _watch_mailboxes(self) -> bool:
        """Watch those that are new; return whether there were any, or some are gone."""
        with self._tenant.lock:
            boxes = dict.fromkeys(self._tenant.mailboxes.all)
            new = [box for box in boxes if box not in self._told]
            gone = [box for box in self._told if box not in boxes]
            for box in new:
                self._told[box] = box.changes.position
                self._box_ends[box] = box.watch(self._wake)
            for box in gone:
                del self._told[box]
                self._box_ends.pop(box)()
        return bool(new or gone)

    def _events(self) -> Iterator[bytes]:
        notes, beside = self._tenant.notes, self._cloud.notes
        secrets = self._tenant.secrets
        found = [*notes.since(self._since), *beside.since(self._beside_since)]
        for exchange in sorted(found, key=lambda each: each.number):
            self._since = self._beside_since = max(self._since, self._beside_since, exchange.number)
            yield _event("exchange", exchange_view(exchange, secrets), exchange.number)
        if self._watch_mailboxes():
            yield _event("mailboxes", {})
        for box, position in list(self._told.items()):
            if box.changes.position != position:
                with self._tenant.lock:
                    changes, self._told[box] = box.changes.since(position), box.changes.position
                    yield from _changes(box, changes)


def _changes(box: Mailbox, changes: list[Change]) -> Iterator[bytes]:
    arrivals = [change for change in changes if change.arrives and not change.associated]
    for change in arrivals if len(arrivals) <= _MOST else ():
        item = change.folder.items.get(change.uid)
        if item is not None:
            shown = {"mailbox": box.address, "folder": for_url(change.folder.folder_id), "summary": summary(item)}
            yield _event("message", shown)
    folders = sorted({for_url(change.folder.folder_id) for change in changes})
    yield _event("change", {"mailbox": box.address, "folders": folders})


def _event(name: str, data: Any, number: int | None = None) -> bytes:
    mark = b"" if number is None else b"id: %d\n" % number
    return b"event: %b\n%bdata: %b\n\n" % (name.encode("ascii"), mark, encoded(data))
