"""A push subscription at work: its callback is told of what happens, one call at a time, and again where it fails.

Source: web-service-reference/statusfrequency: the first retry comes after 30 seconds, each further one after twice the
time, until that would be longer than StatusFrequency; then the subscription ends. While nothing happens, the callback
is told so each time that StatusFrequency is over.

Assumption: an answer other than 200 with a SubscriptionStatus is as good as none.
"""

from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.notifications.event_xml import MAX_EVENTS
from fakeserver.protocols.ews.operations.notifications.send_notification import HEADERS, Status, request, status_of
from fakeserver.protocols.ews.operations.notifications.subscribers import Subscribed, opened_for
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.http.calls import Calls
from fakeserver.tenant.alarm import Alarm
from fakeserver.tenant.exchange.notifications.subscription import News
from fakeserver.tenant.refusals import Refusal
from fakeserver.wire import Posted

#: Seconds.
FIRST_RETRY: Final = 30.0


class Pushing:
    """Calls one subscription's callback. Use it with the tenant's lock held; it holds it itself where it is called.

    Args:
        every: StatusFrequency, in seconds.
    """

    def __init__(self, call: Call, subscribed: Subscribed, url: str, every: float) -> None:
        self._door = call.door
        self._visitor = call.visitor
        self._tenant = call.tenant
        self._subscribed = subscribed
        self._url = url
        self._every = every
        self._calls = Calls(call.tenant, call.post, status_of)
        #: when to call next though nothing has happened
        self._alarm = Alarm(call.tenant.clock, call.tenant.later, self._due)
        #: seconds until the next retry would come; None: the last call went well
        self._retry_in: float | None = None
        self._restores = subscribed.mailbox.changes.restores

    def start(self) -> None:
        """Begin: the callback is told first that nothing has happened.

        Assumption: OfficeDev/ews-managed-api's samples count on it; no page says it.
        """
        self._subscribed.mailbox.notifications.listen(self._subscribed.subscription, self._on_news)
        self._send()

    def _on_news(self) -> None:
        if not self._subscribed.is_there:
            return
        self._notice_restore()
        if not self._calls.is_calling and self._retry_in is None and self._news().told:
            self._send()

    def _notice_restore(self) -> bool:
        """Begin anew after a restore: what was on its way, and what waited, is of a time that has not been."""
        restores = self._subscribed.mailbox.changes.restores
        if restores == self._restores:
            return False
        self._restores, self._retry_in = restores, None
        self._calls.forget()
        self._alarm.cancel()
        self._alarm.set(self._every)
        return True

    def _news(self) -> News:
        mailbox, subscription = self._subscribed
        return mailbox.notifications.news(subscription, subscription.place, MAX_EVENTS)

    def _send(self) -> None:
        mailbox, subscription = self._subscribed
        try:
            opened_for(self._door, self._visitor, self._subscribed)
        except (Refusal, EwsError) as refused:
            self._note(f"not sent: {refused}")
            mailbox.notifications.remove(subscription)
            return
        news = self._news()
        body = request(self._subscribed, subscription.place, news)
        self._calls.call(self._url, HEADERS, body, lambda answer, status: self._answered(news, answer, status))

    def _answered(self, news: News, answer: Posted, status: Status | None) -> None:
        """Take what the callback says."""
        if not self._subscribed.is_there or self._notice_restore():
            return
        if status == "Unsubscribe":
            self._note(status)
            self._subscribed.mailbox.notifications.remove(self._subscribed.subscription)
        elif status == "OK":
            self._note(status)
            self._retry_in = None
            self._subscribed.subscription.place = news.place
            if self._news().told:
                self._send()
            else:
                self._alarm.set(self._every)
        else:
            self._failed(answer.problem or f"HTTP {answer.status} without a SubscriptionStatus")

    def _failed(self, problem: str) -> None:
        self._retry_in = FIRST_RETRY if self._retry_in is None else self._retry_in * 2
        if self._retry_in > self._every:
            self._note(f"{problem}; the subscription ends")
            self._subscribed.mailbox.notifications.remove(self._subscribed.subscription)
            return
        self._note(f"{problem}; again in {self._retry_in:.0f} seconds")
        self._alarm.set(self._retry_in)

    def _due(self) -> None:
        """Call though nothing may have happened: the alarm rings."""
        if self._subscribed.is_there and not self._calls.is_calling:
            self._send()

    def _note(self, answer: str) -> None:
        self._tenant.notes.add(
            self._visitor.protocol.value,
            f"SendNotification to {self._url}",
            answer,
            by=self._visitor.name,
            operation="SendNotification",
        )
