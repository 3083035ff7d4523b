"""One subscription: who is told of which changes in one mailbox, until when, and what they have not been told yet."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from fakeserver.steps import Steps, in_batches
from fakeserver.tenant.exchange.changes import Change
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox


class ChangeType(StrEnum):
    """What one can ask to be told of."""

    CREATED = "created"
    UPDATED = "updated"
    DELETED = "deleted"


class LifecycleEvent(StrEnum):
    """What a subscriber is told of the subscription itself."""

    REAUTHORIZATION_REQUIRED = "reauthorizationRequired"
    SUBSCRIPTION_REMOVED = "subscriptionRemoved"
    MISSED = "missed"


class Notice(NamedTuple):
    """One thing to tell: a change of one message, as those see it who watch these folders."""

    type: ChangeType
    change: Change
    #: None: it is gone from there
    item: Item | None


class Reporter(Protocol):
    """Tells a client's service. Each method is called with the tenant's lock held, and returns at once."""

    def tell(self) -> None:
        """Tell of what waits."""

    def signal(self, event: LifecycleEvent) -> None:
        """Tell of what became of the subscription, which may be gone already."""

    def begin_anew(self) -> None:
        """Let an answer to what is on its way count for nothing, and tell of what waits: the tenant was restored."""

    def end(self) -> None:
        """Tell nothing more of changes: the subscription is gone."""


@dataclass(frozen=True, eq=False)
class Scope:
    """Which messages of a mailbox somebody watches."""

    #: of these folders
    covers: Callable[[Folder], bool]
    #: and of these those that are like this now
    shows: Callable[[Item], bool]
    #: whether that depends on what changes: then who begins to be shown is created, and who ceases to is deleted
    is_filtered: bool = False


@dataclass(eq=False)
class WebhookSubscription:
    """What somebody's service is told of."""

    #: a GUID
    id: str
    mailbox: Mailbox = field(repr=False)
    #: the application that has subscribed
    application_id: str
    #: the user as whom it has; empty: it was the application by itself
    user_id: str
    types: frozenset[ChangeType]
    scope: Scope = field(repr=False)
    #: seconds since the epoch
    expires_at: float
    #: what its owner has said of it, and the protocol shows: never changed, but replaced
    properties: Mapping[str, Any] = field(repr=False)
    #: numbers of the items that its filter lets through
    shown: set[int] = field(default_factory=set, repr=False)
    #: what is to be told, oldest first
    waiting: list[Notice] = field(default_factory=list, repr=False)
    #: changes are told of no more, and are lost, until its owner has shown a token again
    is_paused: bool = False
    reporter: Reporter | None = field(default=None, repr=False)
    _losing: int = field(default=0, repr=False)

    def look_through(self) -> Steps[None]:
        """Learn which items the filter lets through now; to be done before it is added, with no step in between."""
        if not self.scope.is_filtered:
            return
        changes = self.mailbox.changes
        begun_at = changes.position
        *_, root = self.mailbox.folders.distinguished().lineage()
        items = [item for folder in filter(self.scope.covers, root.descendants()) for item in folder.items.values()]
        shows = self.scope.shows
        yield from in_batches(items, lambda some: self.shown.update(item.number for item in some if shows(item)))
        if not changes.knows(begun_at):
            # The tenant was restored meanwhile.
            self.shown.clear()
            yield from self.look_through()
            return
        with self.losing():
            for change in changes.since(begun_at):
                self.observe(change)

    def observe(self, change: Change) -> None:
        """Learn of a change in the mailbox, and tell of it."""
        if change.associated or not change.number or not self.scope.covers(change.folder):
            return
        item = None if change.departs else change.folder.items.get(change.uid)
        kind = self._meaning(change, item)
        if kind is None or kind not in self.types or self.is_paused or self._losing:
            return
        self.waiting.append(Notice(kind, change, item))
        if self.reporter is not None:
            self.reporter.tell()

    def _meaning(self, change: Change, item: Item | None) -> ChangeType | None:
        """Return what a change means to who watches; None: nothing."""
        is_shown = item is not None and self.scope.shows(item)
        if not self.scope.is_filtered:
            # Of what is gone nobody knows any more what it was; in folders of mail that is mail.
            if change.departs:
                return ChangeType.DELETED
            return None if not is_shown else ChangeType.CREATED if change.arrives else ChangeType.UPDATED
        was_shown = change.number in self.shown
        if not is_shown:
            self.shown.discard(change.number)
            return ChangeType.DELETED if was_shown else None
        self.shown.add(change.number)
        return ChangeType.UPDATED if was_shown else ChangeType.CREATED

    def signal(self, event: LifecycleEvent) -> None:
        """Tell of what became of the subscription."""
        if self.reporter is not None:
            self.reporter.signal(event)

    @contextmanager
    def losing(self) -> Iterator[None]:
        """Let what happens within the block be told to nobody."""
        self._losing += 1
        try:
            yield
        finally:
            self._losing -= 1

    def remember(self) -> Callable[[], None]:
        """Return what makes it again what it is now."""
        expires_at, properties, is_paused = self.expires_at, self.properties, self.is_paused
        shown, waiting = set(self.shown), list(self.waiting)

        def restore() -> None:
            self.expires_at, self.properties, self.is_paused = expires_at, properties, is_paused
            self.shown, self.waiting = set(shown), list(waiting)

        return restore
