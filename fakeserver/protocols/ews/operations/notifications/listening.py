"""A connection that listens for several subscriptions."""

from collections.abc import Callable, Sequence

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.notifications.errors import OTHER_CONNECTION, UNSUBSCRIBED
from fakeserver.protocols.ews.operations.notifications.event_xml import MAX_EVENTS, streamed_notification
from fakeserver.protocols.ews.operations.notifications.subscribers import Subscribed, check_ownership, opened
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, text
from fakeserver.tenant.access.door import Visit
from fakeserver.tenant.exchange.notifications.subscription import Place
from fakeserver.tenant.refusals import MailboxNotFound


class Listening:
    """What one connection is told of, and how much of that its client has read. Use it with the tenant's lock held.

    Raises:
        Refusal, EwsError: the caller may not open one of the mailboxes any more, or has too many connections.
    """

    def __init__(self, call: Call, subscribed: Sequence[Subscribed]) -> None:
        self._call = call
        self._subscribed = subscribed
        self._ids = [text("t:SubscriptionId", each.id) for each in subscribed]
        self._visits: list[Visit] = [
            opened(call.door, call.visitor, acting_as, mailbox)
            for acting_as, mailbox in {(each.subscription.acting_as, each.mailbox) for each in subscribed}
        ]
        self._disconnected = call.tenant.budgets.listening(call.visitor.name)
        #: where each subscription was before the last message, and behind it
        self._last: list[tuple[Subscribed, Place, Place]] = []
        self._on_news: Callable[[], None] = lambda: None

    def begin(self, on_news: Callable[[], None]) -> Callable[[], None]:
        """Listen; returns what ends it."""
        # One that no other connection has, so that each finds out whether it is the one that listens.
        self._on_news = lambda: on_news()  # noqa: PLW0108
        ends = [each.mailbox.notifications.listen(each.subscription, self._on_news) for each in self._subscribed]

        def end() -> None:
            for stop in ends:
                stop()
            self._disconnected()

        return end

    def news(self) -> Xml:
        """Return the next message; empty where nothing has happened.

        Raises:
            Refusal, EwsError: the connection has to end.
        """
        self._check()
        written = NOTHING
        last: list[tuple[Subscribed, Place, Place]] = []
        for each, own_id in zip(self._subscribed, self._ids, strict=True):
            subscription = each.subscription
            news = each.mailbox.notifications.news(subscription, subscription.place, MAX_EVENTS)
            if news.told:
                written = Xml(written + streamed_notification(own_id, news))
                last.append((each, subscription.place, news.place))
            subscription.place = news.place
        if not written:
            return NOTHING
        self._last = last
        return Xml(f"<m:Notifications>{written}</m:Notifications>")

    def unread(self) -> None:
        """Take the last message back: its events wait for the next connection."""
        for each, before, behind in self._last:
            if each.subscription.place == behind:
                each.subscription.place = before
        self._last = []

    def _check(self) -> None:
        for visit in self._visits:
            if self._call.tenant.mailboxes.by_guid(visit.mailbox.guid) is None:
                raise MailboxNotFound(visit.mailbox.address)
            self._call.door.recheck(visit)
            check_ownership(visit)
        for each in self._subscribed:
            if not each.is_there:
                raise EwsError(UNSUBSCRIBED)
            if each.subscription.on_news is not self._on_news:
                raise EwsError(OTHER_CONNECTION, fix="keep one connection open for each subscription")
