"""Streamed answers, over real sockets, of a feed that the tests register."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from fakeserver.protocols.ews.answers.streaming import HEARTBEAT, EnvelopeStream
from fakeserver.protocols.ews.errors import INVALID_VALUE, EwsError
from fakeserver.server import FakeServer
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import MailboxNotFound
from fakeserver.tenant.tenant import Tenant
from tests.protocols.ews.answers.stream_peer import (
    GUARD,
    LIFETIME,
    Arrivals,
    Peer,
    item_ids,
    performed_with,
    response_message,
    texts,
)

#: what a message says of the connection
OK, CLOSED = ["OK"], ["Closed"]


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer(plain=True) as server:
        yield server
        assert server.errors == []


@pytest.fixture
def tenant(server: FakeServer) -> Tenant:
    tenant = Tenant()
    tenant.add_user("alice")
    # At a whole second, so that seconds add up exactly.
    tenant.clock.freeze(tenant.clock.now().replace(microsecond=0))
    server.cloud.add(tenant)
    return tenant


@pytest.fixture
def mailbox(tenant: Tenant) -> Mailbox:
    return tenant.mailbox("alice")


@pytest.fixture
def arrivals(mailbox: Mailbox, more_operations: None) -> Arrivals:
    return performed_with(Arrivals(mailbox))


@pytest.fixture
def connect(server: FakeServer, tenant: Tenant, arrivals: Arrivals) -> Iterator[Callable[..., Peer]]:
    """Ask for the stream."""
    port = server.http.port
    peers: list[Peer] = []

    def ask(body: str = "<m:ConnectionTimeout>10</m:ConnectionTimeout>") -> Peer:
        peers.append(Peer(port, tenant, f"<m:GetStreamingEvents>{body}</m:GetStreamingEvents>"))
        return peers[-1]

    yield ask
    for peer in peers:
        peer.close()


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set once a stream was closed."""
    event = threading.Event()
    close = EnvelopeStream.close

    def closed(stream: EnvelopeStream) -> None:
        close(stream)
        event.set()

    monkeypatch.setattr(EnvelopeStream, "close", closed)
    return event


def test_each_message_arrives_in_an_envelope_of_its_own(connect: Callable[..., Peer], mailbox: Mailbox) -> None:
    peer = connect()
    assert peer.status == 200
    assert peer.headers["Transfer-Encoding"] == "chunked"
    assert peer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert peer.headers["x-EwsHandler"] == "GetStreamingEvents"
    assert peer.state() == OK
    for subject in ("one", "two", "three"):
        item = mailbox.deliver(subject=subject)
        message = peer.message()
        assert item_ids(message) == [item.item_id]
        assert texts(message, "m:ResponseCode") == ["NoError"]
        assert texts(message, "m:ConnectionStatus") == []


def test_each_stream_has_all_the_news(connect: Callable[..., Peer], tenant: Tenant, mailbox: Mailbox) -> None:
    peer = connect()
    assert peer.state() == OK
    with tenant.lock:
        delivered = [mailbox.deliver(subject=str(number)).item_id for number in range(100)]
    received: list[str] = []
    while len(received) < len(delivered):
        received += item_ids(peer.message())
    assert received == delivered


def test_a_stream_ends_by_the_clock_of_the_tenant(
    connect: Callable[..., Peer], tenant: Tenant, mailbox: Mailbox, released: threading.Event
) -> None:
    peer = connect()
    assert peer.state() == OK
    tenant.clock.advance(LIFETIME - 1)
    assert peer.state() == OK, "a heartbeat"
    tenant.clock.advance(1)
    assert peer.state() == CLOSED
    assert peer.chunk() == b""
    assert released.wait(GUARD)
    assert mailbox.changes._watchers == []
    assert tenant.clock._watchers == []


def test_a_stream_ends_with_its_tenant(
    server: FakeServer, connect: Callable[..., Peer], tenant: Tenant, released: threading.Event
) -> None:
    peer = connect()
    assert peer.state() == OK
    server.drop_tenant(tenant)
    assert (peer.state(), peer.chunk()) == (CLOSED, b"")
    assert released.wait(GUARD)
    assert tenant.clock._watchers == []


def test_a_quiet_stream_says_that_it_is_there(connect: Callable[..., Peer], tenant: Tenant, mailbox: Mailbox) -> None:
    peer = connect()
    assert peer.state() == OK
    tenant.clock.advance(HEARTBEAT - 1)
    item = mailbox.deliver(subject="in between")
    assert item_ids(peer.message()) == [item.item_id]
    tenant.clock.advance(HEARTBEAT - 1)
    tenant.clock.advance(1)
    assert peer.state() == OK
    tenant.clock.advance(HEARTBEAT)
    assert peer.state() == OK


def test_what_came_before_the_end_is_still_sent(connect: Callable[..., Peer], tenant: Tenant, mailbox: Mailbox) -> None:
    peer = connect()
    assert peer.state() == OK
    with tenant.lock:
        item = mailbox.deliver(subject="at the last moment")
        tenant.clock.advance(LIFETIME)
    assert item_ids(peer.message()) == [item.item_id]
    assert peer.state() == CLOSED
    assert peer.chunk() == b""


def test_a_connection_serves_on_after_a_stream(connect: Callable[..., Peer], tenant: Tenant) -> None:
    peer = connect()
    assert peer.state() == OK
    tenant.clock.advance(LIFETIME)
    assert (peer.state(), peer.chunk()) == (CLOSED, b"")
    peer.socket.sendall(b"GET /EWS/Exchange.asmx HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert peer.socket.recv(12) == b"HTTP/1.1 401"


def test_a_stream_is_released_when_its_client_goes(
    connect: Callable[..., Peer], tenant: Tenant, mailbox: Mailbox, released: threading.Event
) -> None:
    peer = connect()
    assert peer.state() == OK
    assert len(mailbox.changes._watchers) == 1
    peer.close()
    assert released.wait(GUARD)
    assert mailbox.changes._watchers == []
    assert tenant.clock._watchers == []


def test_others_are_served_while_a_stream_is_quiet(connect: Callable[..., Peer]) -> None:
    streams = [connect() for _ in range(5)]
    assert [stream.state() for stream in streams] == [OK] * 5
    other = connect("")
    assert other.status == 500


@pytest.mark.parametrize(
    ("refused", "code"),
    [(EwsError(INVALID_VALUE), INVALID_VALUE.code), (MailboxNotFound("x@contoso.com"), "ErrorNonExistentMailbox")],
)
def test_a_refusal_before_the_first_message_is_an_ordinary_answer(
    connect: Callable[..., Peer], arrivals: Arrivals, tenant: Tenant, refused: Exception, code: str
) -> None:
    arrivals.refused = refused
    peer = connect()
    assert peer.status == 200
    message = response_message(peer.whole())
    assert message.get("ResponseClass") == "Error"
    assert texts(message, "m:ResponseCode") == [code]
    assert texts(message, "m:ConnectionStatus") == CLOSED
    assert [one.answered for one in tenant.journal.entries] == [code]
    assert arrivals.mailbox.changes._watchers == []


def test_a_request_that_is_not_as_the_schema_has_it_is_answered_by_a_fault(connect: Callable[..., Peer]) -> None:
    for body in ("", "<m:ConnectionTimeout>1</m:ConnectionTimeout><m:Nonsense/>"):
        peer = connect(body)
        assert peer.status == 500
        assert b"ErrorSchemaValidation" in peer.whole()


def test_a_refusal_later_ends_the_stream(
    connect: Callable[..., Peer], arrivals: Arrivals, tenant: Tenant, mailbox: Mailbox, released: threading.Event
) -> None:
    peer = connect()
    assert peer.state() == OK
    with tenant.lock:
        arrivals.refused = MailboxNotFound("alice@contoso.com")
        mailbox.deliver(subject="x")
    message = peer.message()
    assert message.get("ResponseClass") == "Error"
    assert texts(message, "m:ResponseCode") == ["ErrorNonExistentMailbox"]
    assert texts(message, "m:ConnectionStatus") == CLOSED
    assert peer.chunk() == b""
    assert released.wait(GUARD)
    assert [one.answered for one in tenant.journal.entries] == ["NoError", "ErrorNonExistentMailbox"]
    assert {one.asked for one in tenant.journal.entries[1:]} == {"GetStreamingEvents"}


@pytest.mark.usefixtures("more_operations")
def test_exchangelib_gets_each_message(m365_ews: Any, m365_fake: Tenant, m365_mailbox: Mailbox) -> None:
    services = pytest.importorskip("exchangelib.services")
    performed_with(Arrivals(m365_mailbox))
    service = services.GetStreamingEvents(account=m365_ews)
    notifications = service.call(subscription_ids=["one"], connection_timeout=10)
    for subject in ("before the client asks", "while it is connected"):
        item = m365_mailbox.deliver(subject=subject)
        (event,) = next(notifications).events
        assert (event.ELEMENT_NAME, event.item_id.id) == ("NewMailEvent", item.item_id)
    m365_fake.clock.advance(LIFETIME)
    assert list(notifications) == []
    assert service.connection_status == "Closed"
