"""Subscriptions by exchangelib, over TLS: each way of its own tests, as programs use them."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox
from pytest_m365 import Tenant

exchangelib = pytest.importorskip("exchangelib")
errors = pytest.importorskip("exchangelib.errors")
properties = pytest.importorskip("exchangelib.properties")
services = pytest.importorskip("exchangelib.services")


def events(notifications: Any, kind: str, item_id: str | None = None) -> list[Any]:
    """Return the events of a kind, those of one item where it is named."""
    found = [event for one in notifications for event in one.events if kind == event.ELEMENT_NAME]
    if item_id is None:
        return found
    return [each for each in found if each.item_id is not None and each.item_id.id == item_id]


def test_pull(m365_ews: Any) -> None:
    folder = m365_ews.drafts
    with folder.pull_subscription() as (subscription_id, watermark):

        def told() -> Any:
            nonlocal watermark
            notifications = list(folder.get_events(subscription_id, watermark))
            watermark = notifications[-1].events[-1].watermark
            return notifications

        assert len(events(told(), "StatusEvent")) == 1
        item = exchangelib.Message(account=m365_ews, folder=folder, subject="one").save()
        assert len(events(told(), "CreatedEvent", item.id)) == 1
        item.subject = "two"
        item.save(update_fields=["subject"])
        assert len(events(told(), "ModifiedEvent", item.id)) == 1
        item_id = item.id
        item.delete()
        assert len(events(told(), "DeletedEvent", item_id)) == 1
        assert len(events(told(), "StatusEvent")) == 1
    with pytest.raises(errors.ErrorSubscriptionNotFound):
        folder.unsubscribe(subscription_id)
    with folder.pull_subscription(watermark=watermark) as (_, again):
        assert again == watermark


def test_one_notification_to_each_connection(m365_ews: Any) -> None:
    folder = m365_ews.drafts

    def told() -> Any:
        stream = folder.get_streaming_events(subscription_id, connection_timeout=1, max_notifications_returned=1)
        return list(stream)

    with folder.streaming_subscription() as subscription_id:
        assert m365_ews.affinity_cookie
        for _ in range(5):
            item = exchangelib.Message(account=m365_ews, folder=folder, subject="one").save()
            assert len(events(told(), "CreatedEvent", item.id)) == 1
            item.subject = "two"
            item.save(update_fields=["subject"])
            assert len(events(told(), "ModifiedEvent", item.id)) == 1
            item_id = item.id
            item.delete()
            assert len(events(told(), "DeletedEvent", item_id)) == 1


def test_a_generator_that_is_dropped_has_taken_what_it_gave(m365_ews: Any, m365_mailbox: Mailbox) -> None:
    account = m365_ews
    with account.inbox.streaming_subscription() as subscription_id:
        for number in range(10):
            item: Any = m365_mailbox.deliver(subject=str(number))
            stream = account.inbox.get_streaming_events(subscription_id, connection_timeout=1)
            assert [each.item_id.id for each in events([next(stream)], "NewMailEvent")] == [item.item_id]
            del stream


def test_all_folders_of_the_account(m365_ews: Any, m365_mailbox: Mailbox) -> None:
    with m365_ews.pull_subscription() as (subscription_id, watermark):
        item = m365_mailbox.deliver(subject="x")
        notifications = list(m365_ews.root.get_events(subscription_id, watermark))
        assert len(events(notifications, "NewMailEvent", item.item_id)) == 1


def test_ids_that_are_invalid_are_named(m365_ews: Any) -> None:
    folder = m365_ews.inbox
    with folder.streaming_subscription() as subscription_id:
        for ids in ("AAA-", ("AAA-", subscription_id)):
            with pytest.raises(errors.ErrorInvalidSubscription) as refused:
                list(folder.get_streaming_events(ids, connection_timeout=1, max_notifications_returned=1))
            assert refused.value.value == "Subscription is invalid. (subscription IDs: ['AAA-'])"


class Listener:
    """A program's own service, with exchangelib's reader and writer."""

    def __init__(self) -> None:
        self.status = services.SendNotification.OK
        self.told = threading.Condition()
        self.notifications: list[Any] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service = services.SendNotification(protocol=None)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                found = list(service.parse(body))
                payload = service.ok_payload() if outer.status == service.OK else service.unsubscribe_payload()
                self.send_response(200)
                self.send_header("Content-Type", "text/xml; charset=utf-8")
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)
                with outer.told:
                    outer.notifications += found
                    outer.told.notify_all()

            def log_message(self, format: str, *args: object) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/callback"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def wait_for(self, kind: str) -> Any:
        with self.told:
            assert self.told.wait_for(lambda: events(self.notifications, kind), 60), self.notifications
            return events(self.notifications, kind)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


def test_push(m365_ews: Any, m365_fake: Tenant, m365_mailbox: Mailbox, listener: Listener) -> None:
    inbox = m365_ews.inbox
    with inbox.push_subscription(callback_url=listener.url, status_frequency=1) as (subscription_id, watermark):
        assert listener.wait_for("StatusEvent")[0].watermark == watermark
    with pytest.raises(errors.ErrorInvalidSubscription):
        m365_ews.inbox.unsubscribe(subscription_id)
    item = m365_mailbox.deliver(subject="x")
    (event,) = listener.wait_for("NewMailEvent")
    assert event.item_id.id == item.item_id
    listener.status = services.SendNotification.UNSUBSCRIBE
    m365_mailbox.deliver(subject="y")
    with listener.told:
        assert listener.told.wait_for(lambda: len(events(listener.notifications, "NewMailEvent")) == 2, 60)
    answers = [one.answered for one in m365_fake.journal.entries if one.operation == "SendNotification"]
    assert answers[:2] == ["OK", "OK"]


def test_a_callback_for_an_example_is_never_called(m365_ews: Any, m365_fake: Tenant) -> None:
    with m365_ews.inbox.push_subscription(callback_url="https://example.com/foo") as (subscription_id, watermark):
        assert subscription_id
        assert watermark
    noted = [one.answered for one in m365_fake.journal.entries if one.operation == "Subscribe"]
    assert "loopback addresses only" in noted[0]
