"""The subscriptions of a tenant, and what a test can let happen to them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import RLock

from fakeserver.suggestion import no_new_names
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.webhooks.subscription import LifecycleEvent, WebhookSubscription


@no_new_names
class Webhooks:
    """Subscriptions to change notifications of Microsoft Graph, and their lifecycle.

    `subscriptions`, `require_reauthorization`, `remove`, `miss` and `losing` are for tests and take the lock
    themselves; the rest wants it held.

    Args:
        has: says whether a mailbox is still there.
    """

    def __init__(self, clock: Clock, lock: RLock, has: Callable[[Mailbox], bool]) -> None:
        self._clock = clock
        self._lock = lock
        self._has = has
        self._subscriptions: dict[str, WebhookSubscription] = {}
        #: by the subscription's id: what ends the watch of its mailbox
        self._watches: dict[str, Callable[[], None]] = {}

    # --- for people who write tests ------------------------------------------------------------------------------

    @property
    def subscriptions(self) -> list[WebhookSubscription]:
        """Those that there are and have not expired, oldest first."""
        with self._lock:
            self._drop_ended()
            return list(self._subscriptions.values())

    def require_reauthorization(self, subscription: WebhookSubscription | None = None, *, pause: bool = True) -> None:
        """Let Graph ask for a new token: `reauthorizationRequired` goes to the lifecycleNotificationUrl.

        Args:
            subscription: by default each that there is.
            pause: whether changes are told of no more, and are lost, until the program has answered by
                ``POST /subscriptions/{id}/reauthorize`` or by renewing the subscription.
        """
        with self._lock:
            for each in self._chosen(subscription):
                each.is_paused = pause
                each.signal(LifecycleEvent.REAUTHORIZATION_REQUIRED)

    def remove(self, subscription: WebhookSubscription | None = None) -> None:
        """Let Graph end subscriptions: each is gone, and `subscriptionRemoved` goes to its lifecycleNotificationUrl.

        Args:
            subscription: by default each that there is.
        """
        with self._lock:
            for each in self._chosen(subscription):
                self.drop(each)
                each.signal(LifecycleEvent.SUBSCRIPTION_REMOVED)

    def miss(self, subscription: WebhookSubscription | None = None) -> None:
        """Let Graph say that notifications were lost: what waits to be sent is, and `missed` comes.

        Args:
            subscription: by default each that there is.
        """
        with self._lock:
            for each in self._chosen(subscription):
                each.waiting.clear()
                each.signal(LifecycleEvent.MISSED)

    @contextmanager
    def losing(self, subscription: WebhookSubscription | None = None) -> Iterator[None]:
        """Let notifications be lost: of what happens within the block nobody is told, and `missed` comes at its end.

        Args:
            subscription: by default each that there is.
        """
        with self._lock:
            chosen = self._chosen(subscription)
        with ExitStack() as stack:
            for each in chosen:
                stack.enter_context(each.losing())
            yield
        with self._lock:
            for each in chosen:
                if self.is_there(each):
                    each.signal(LifecycleEvent.MISSED)

    # --- for protocols -------------------------------------------------------------------------------------------

    def add(self, subscription: WebhookSubscription) -> None:
        """Begin to tell of changes; what its filter lets through has to be known (`look_through`)."""
        self._subscriptions[subscription.id] = subscription
        self._watch(subscription)

    def find(self, subscription_id: str) -> WebhookSubscription | None:
        """Return the subscription with an id; None where there is none, or it has ended."""
        self._drop_ended()
        return self._subscriptions.get(subscription_id.lower())

    def is_there(self, subscription: WebhookSubscription) -> bool:
        """Say whether a subscription is, and has not ended."""
        return self._subscriptions.get(subscription.id) is subscription and not self._has_ended(subscription)

    def count_in(self, mailbox: Mailbox) -> int:
        """Return how many there are to a mailbox."""
        self._drop_ended()
        return sum(1 for each in self._subscriptions.values() if each.mailbox is mailbox)

    def drop(self, subscription: WebhookSubscription) -> None:
        """End a subscription."""
        if self._subscriptions.get(subscription.id) is subscription:
            del self._subscriptions[subscription.id]
            self._unwatch(subscription)
            subscription.waiting.clear()
            if subscription.reporter is not None:
                subscription.reporter.end()

    def clear(self) -> None:
        """End all of them."""
        for subscription in list(self._subscriptions.values()):
            self.drop(subscription)

    def remember(self) -> Callable[[], None]:
        """Return what puts back the subscriptions that there are now."""
        kept = [(each, each.remember()) for each in self._subscriptions.values()]

        def restore() -> None:
            for subscription in list(self._subscriptions.values()):
                self.drop(subscription)
            for subscription, put_back in kept:
                put_back()
                self._subscriptions[subscription.id] = subscription
                self._watch(subscription)
                if subscription.reporter is not None:
                    subscription.reporter.begin_anew()

        return restore

    # --- inside --------------------------------------------------------------------------------------------------

    def _chosen(self, subscription: WebhookSubscription | None) -> list[WebhookSubscription]:
        self._drop_ended()
        if subscription is None:
            return list(self._subscriptions.values())
        if not self.is_there(subscription):
            raise ValueError(f"{subscription!r} has ended; tenant.webhooks.subscriptions has those that there are")
        return [subscription]

    def _has_ended(self, subscription: WebhookSubscription) -> bool:
        return self._clock.time() >= subscription.expires_at or not self._has(subscription.mailbox)

    def _drop_ended(self) -> None:
        for subscription in list(self._subscriptions.values()):
            if self._has_ended(subscription):
                self.drop(subscription)

    def _watch(self, subscription: WebhookSubscription) -> None:
        changes = subscription.mailbox.changes
        self._watches[subscription.id] = changes.watch(
            lambda change: subscription.observe(change) if self.is_there(subscription) else None
        )

    def _unwatch(self, subscription: WebhookSubscription) -> None:
        self._watches.pop(subscription.id)()
