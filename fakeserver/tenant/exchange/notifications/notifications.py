"""The subscriptions of one mailbox, and who is woken when something happens in it."""

from collections.abc import Callable, Iterable
from math import inf
from typing import Final, TypeAlias

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.changes import Change, ChangeLog
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.notifications.events import EventType
from fakeserver.tenant.exchange.notifications.subscription import News, Place, Subscription, Way

#: Seconds after its end in which a subscription is still known as one that has ended.
#: Assumption: the service takes them away once a minute.
REMOVED_AFTER: Final = 60.0
#: Different questions whose answers are kept; those who watch one mailbox ask few.
_MAX_KEPT: Final = 64

#: Which folders and kinds of events, behind which place, and how many.
_Asked: TypeAlias = tuple[frozenset[Folder] | None, frozenset[EventType], Place, int]


class Notifications:
    """The subscriptions of one mailbox. Use it with the tenant's lock held.

    The log is watched only while somebody listens.
    """

    def __init__(self, log: ChangeLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._subscriptions: dict[int, Subscription] = {}
        self._stop_watching: Callable[[], None] | None = None
        #: what was told since the newest change, by what was asked: hundreds of clients may watch one mailbox alike
        self._news: dict[_Asked, News] = {}
        self._news_of = -1

    def subscribe(
        self,
        number: int,
        way: Way,
        types: Iterable[EventType],
        folders: Iterable[Folder] | None,
        *,
        owner: str,
        acting_as: str = "",
        place: Place | None = None,
        lifetime: float = inf,
        sees: Callable[[Folder], bool] | None = None,
    ) -> Subscription:
        """Begin a subscription; arguments are its attributes.

        Args:
            number: one that no other has had.
            place: from where on its owner is told; None: from now on.
        """
        self._drop_expired()
        subscription = Subscription(
            number,
            way,
            owner,
            acting_as,
            None if folders is None else frozenset(folders),
            frozenset(types),
            Place(self._log.position) if place is None else place,
            lifetime,
            self._clock.time() + lifetime,
            sees,
        )
        self._subscriptions[number] = subscription
        return subscription

    def find(self, number: int) -> Subscription | None:
        """Return the subscription with a number, for a while also one that has expired; None where there is none."""
        self._drop_expired()
        return self._subscriptions.get(number)

    @property
    def count(self) -> int:
        """How many there are, expired ones not counted."""
        return sum(1 for subscription in self._subscriptions.values() if not self.has_expired(subscription))

    def is_there(self, subscription: Subscription) -> bool:
        """Say whether a subscription is, and has not expired."""
        return self._subscriptions.get(subscription.number) is subscription and not self.has_expired(subscription)

    def has_expired(self, subscription: Subscription) -> bool:
        """Say whether its owner has given no sign for too long; who listens is there."""
        return subscription.on_news is None and self._clock.time() >= subscription.expires_at

    def prolong(self, subscription: Subscription) -> None:
        """Note a sign of its owner."""
        subscription.expires_at = self._clock.time() + subscription.lifetime

    def remove(self, subscription: Subscription) -> None:
        """End a subscription; whoever listens for it is woken, and finds it gone."""
        if self._subscriptions.get(subscription.number) is subscription:
            del self._subscriptions[subscription.number]
        self._told(subscription)
        self._watch_or_not()

    def end(self) -> None:
        """End all of them: the mailbox is removed."""
        for subscription in list(self._subscriptions.values()):
            self.remove(subscription)

    def news(self, subscription: Subscription, place: Place, limit: int) -> News:
        """Return what has happened behind a place that the log knows, as many events as the limit at most."""
        if subscription.sees is not None:
            # Which folders its owner sees may change at any time.
            return subscription.since(self._log, place, limit)
        if self._news_of != self._log.position or len(self._news) >= _MAX_KEPT:
            self._news.clear()
            self._news_of = self._log.position
        asked = (subscription.folders, subscription.types, place, limit)
        news = self._news.get(asked)
        if news is None:
            news = self._news[asked] = subscription.since(self._log, place, limit)
        return news

    # --- listening -----------------------------------------------------------------------------------------------

    def listen(self, subscription: Subscription, on_news: Callable[[], None]) -> Callable[[], None]:
        """Call back when there may be news, in the thread that has made them; returns what ends it.

        One listens at a time: who did before is woken, and finds somebody else in their place.
        """
        former, subscription.on_news = subscription.on_news, on_news
        if former is not None:
            former()
        self._watch_or_not()

        def stop() -> None:
            if subscription.on_news is on_news:
                subscription.on_news = None
                self.prolong(subscription)
                self._watch_or_not()

        return stop

    def remember(self) -> Callable[[], None]:
        """Return what puts back the subscriptions that there are now; whoever listens is woken."""
        places = [(each, each.place, each.expires_at) for each in self._subscriptions.values()]

        def restore() -> None:
            self._news.clear()
            gone = list(self._subscriptions.values())
            self._subscriptions = {each.number: each for each, _, _ in places}
            for each, place, expires_at in places:
                each.place, each.expires_at = place, expires_at
            for each in {*gone, *self._subscriptions.values()}:
                self._told(each)
            self._watch_or_not()

        return restore

    # --- inside --------------------------------------------------------------------------------------------------

    def _drop_expired(self) -> None:
        limit = self._clock.time() - REMOVED_AFTER
        expired = filter(self.has_expired, list(self._subscriptions.values()))
        for subscription in expired:
            if subscription.expires_at <= limit:
                self.remove(subscription)

    def _changed(self, _change: Change) -> None:
        for subscription in list(self._subscriptions.values()):
            self._told(subscription)

    @staticmethod
    def _told(subscription: Subscription) -> None:
        if subscription.on_news is not None:
            subscription.on_news()

    def _watch_or_not(self) -> None:
        """Watch the log while somebody listens."""
        wanted = any(subscription.on_news is not None for subscription in self._subscriptions.values())
        if wanted and self._stop_watching is None:
            self._stop_watching = self._log.watch(self._changed)
        elif not wanted and self._stop_watching is not None:
            self._stop_watching()
            self._stop_watching = None
