"""A subscription at work: its client's service is told of changes, and of what becomes of the subscription."""

from collections.abc import Callable
from typing import Final

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.operations.subscriptions.channel import Channel, Parcel
from fakeserver.protocols.graph.operations.subscriptions.notifications import Writer
from fakeserver.tenant.access.admission import examine, principals
from fakeserver.tenant.access.checks.revocation import check_not_revoked
from fakeserver.tenant.access.visit import Visitor
from fakeserver.tenant.alarm import Alarm
from fakeserver.tenant.exchange.webhooks.subscription import LifecycleEvent, WebhookSubscription
from fakeserver.tenant.refusals import Refusal

#: Changes that are told of in one call at most. Assumption: no page has a number.
MOST: Final = 50
#: Seconds before a subscription expires in which its client is asked to renew it. Assumption: no page has a number, and
#: listeners have seen them more often.
ASKED_BEFORE: Final = 900.0


class Delivery:
    """Tells one client's service (a `Reporter`). Use it with the tenant's lock held.

    Args:
        writer: makes the bodies; asked each time, since a subscription changes when it is renewed.
    """

    def __init__(self, call: Call, subscription: WebhookSubscription, writer: Callable[[], Writer]) -> None:
        self._door = call.cloud.door
        self._tenant = call.tenant
        self._visitor = call.visitor
        self._owner = call.visit.owner
        self._subscription = subscription
        self._writer = writer
        self._events: list[LifecycleEvent] = []
        tenant = call.tenant
        self._changes = Channel(tenant, call.post, self._packed_changes, self._lost, self._note)
        self._lifecycle = Channel(tenant, call.post, self._packed_events, self._events.clear, self._note)
        self._expiry = Alarm(tenant.clock, tenant.later, self._ask_to_renew)
        self._await_expiry()

    # --- a reporter ----------------------------------------------------------------------------------------------

    def tell(self) -> None:
        """Tell of what waits."""
        self._changes.send()

    def signal(self, event: LifecycleEvent) -> None:
        """Tell of what became of the subscription, where its client wants to know."""
        if self._lifecycle_url is not None:
            self._events.append(event)
            self._lifecycle.send()

    def begin_anew(self) -> None:
        """Go on after a restore: what waits is sent a second later, by the tenant's clock."""
        self._events.clear()
        self._lifecycle.stop()
        self._changes.begin_anew()
        self._expiry.cancel()
        self._await_expiry()

    def end(self) -> None:
        """Tell of changes no more."""
        self._changes.stop()
        self._expiry.cancel()

    # --- for operations ------------------------------------------------------------------------------------------

    def renewed(self, visitor: Visitor) -> None:
        """Go on in the name of who has shown a token now."""
        self._visitor = visitor
        self._await_expiry()
        self._changes.send()

    # --- inside --------------------------------------------------------------------------------------------------

    @property
    def _lifecycle_url(self) -> str | None:
        url: str | None = self._subscription.properties.get("lifecycleNotificationUrl")
        return url

    def _packed_changes(self) -> Parcel | None:
        subscription = self._subscription
        if not subscription.waiting or not self._tenant.webhooks.is_there(subscription):
            return None
        try:
            self._check_access()
        except Refusal as refused:
            self._note(subscription.properties["notificationUrl"], f"not sent: {refused}")
            self._tenant.webhooks.remove(subscription)
            return None
        notices = subscription.waiting[:MOST]
        body = self._writer().changes(notices)

        def delivered() -> None:
            del subscription.waiting[: len(notices)]

        return Parcel(subscription.properties["notificationUrl"], body, delivered)

    def _check_access(self) -> None:
        """Refuse who may not read the messages any more; their token may have expired, since it was shown.

        Source: learn.microsoft.com/graph/webhooks-lifecycle: a subscription is removed when the user's password is
        reset, or their sessions are revoked. Assumption: that is noticed when there is something to tell.

        Raises:
            AuthenticationRefused, PermissionRefused, MailboxRefused.
        """
        visitor = self._visitor
        assert visitor.claims is not None, "Graph takes tokens alone"
        user, _ = principals(self._tenant, visitor.claims)
        examine(visitor)
        if user is not None:
            check_not_revoked(True, visitor.claims, user, self._tenant.clock.time())
        self._door.open(visitor, self._owner.address)

    def _packed_events(self) -> Parcel | None:
        url, events = self._lifecycle_url, tuple(self._events)
        if url is None or not events:
            return None

        def delivered() -> None:
            del self._events[: len(events)]

        return Parcel(url, self._writer().lifecycle(events), delivered)

    def _lost(self) -> None:
        """Drop what nobody has taken for hours."""
        self._subscription.waiting.clear()
        self.signal(LifecycleEvent.MISSED)

    def _await_expiry(self) -> None:
        left = self._subscription.expires_at - ASKED_BEFORE - self._tenant.clock.time()
        if left > 0 and self._lifecycle_url is not None:
            self._expiry.set(left)

    def _ask_to_renew(self) -> None:
        left = self._subscription.expires_at - self._tenant.clock.time()
        if self._tenant.webhooks.is_there(self._subscription) and left <= ASKED_BEFORE:
            self.signal(LifecycleEvent.REAUTHORIZATION_REQUIRED)

    def _note(self, url: str, answer: str) -> None:
        self._tenant.notes.add(
            self._visitor.protocol.value,
            f"POST {url}",
            answer,
            by=self._visitor.name,
            operation="ChangeNotification",
        )
