"""One subscription: who is told of what, and how far they have been told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from fakeserver.tenant.exchange.changes import Change, ChangeLog
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.notifications.events import (
    Event,
    EventType,
    as_seen_by,
    as_seen_everywhere,
    events_of,
    in_search,
)

#: How one is told: when one asks, by a call of one's own service, or on a connection that stays open.
Way = Literal["pull", "push", "streaming"]


class Place(NamedTuple):
    """A place in a mailbox's log of changes."""

    #: everything up to this position is known
    position: int
    #: how many events of the change behind it are known too
    taken: int = 0

    def is_in(self, log: ChangeLog) -> bool:
        """Say whether a log has given it out, and what was there has not been taken back."""
        return log.knows(self.position) and (not self.taken or log.knows(self.position + 1))


class Told(NamedTuple):
    """An event, and the place behind it."""

    event: Event
    place: Place


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class News:
    """What has happened behind a place. Subscriptions that ask the same get the same object."""

    told: list[Told]
    #: the place behind all that was looked at
    place: Place
    #: whether there are more events behind it
    more: bool


@dataclass(slots=True, eq=False)
class Subscription:
    """What somebody wants to be told of in one mailbox."""

    #: its identity in the mailbox
    number: int
    way: Way
    #: the id of the user, or of the application by itself, who has subscribed: nobody else may use it
    owner: str
    #: the address of the user as whom an application has subscribed; empty where it was a user
    acting_as: str
    #: of these folders; None: of all
    folders: frozenset[Folder] | None
    types: frozenset[EventType]
    #: how far its owner has been told
    place: Place
    #: seconds without a sign of its owner after which it ends; infinite where it ends otherwise
    lifetime: float
    #: seconds since the epoch
    expires_at: float
    #: says which of the folders its owner sees now; None: all
    sees: Callable[[Folder], bool] | None = None
    #: called with the lock held when there may be news; None: nobody listens
    on_news: Callable[[], None] | None = field(default=None, repr=False)

    def since(self, log: ChangeLog, place: Place, limit: int) -> News:
        """Return what has happened behind a place that the log knows, as many events as the limit at most."""
        told: list[Told] = []
        for one in self._all_since(log, place):
            if len(told) == limit:
                return News(told, told[-1].place, more=True)
            told.append(one)
        return News(told, Place(log.position), more=False)

    def _all_since(self, log: ChangeLog, place: Place) -> Iterator[Told]:
        known = place.taken
        for change in log.since(place.position):
            events = self._events(change)
            for number, event in enumerate(events[known:], known + 1):
                behind = Place(change.position) if number == len(events) else Place(change.position - 1, number)
                yield Told(event, behind)
            known = 0

    def _events(self, change: Change) -> list[Event]:
        """Return what is told of one change."""
        events = events_of(change)
        if self.folders is None:
            events = [seen for event in events for seen in as_seen_everywhere(event)]
        else:
            events = [event for event in events if not self.folders.isdisjoint(event.folders)]
            events += [event for folder in self.folders for event in in_search(change, folder)]
        if self.sees is not None:
            events = [seen for event in events if (seen := as_seen_by(event, self.sees)) is not None]
        return [event for event in events if event.type in self.types]
