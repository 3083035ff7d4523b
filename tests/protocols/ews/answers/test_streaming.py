"""Streamed answers, over real sockets: no operation has one yet, so the tests register theirs."""

import socket
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import IO, Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.answers.streaming import HEARTBEAT, EnvelopeStream, Feed, Streamed
from fakeserver.protocols.ews.errors import INVALID_VALUE, EwsError
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.names import MESSAGES, SOAP, TYPES, m
from fakeserver.protocols.ews.soap.reading import required
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, date_time, element, joined, text
from fakeserver.server import FakeServer
from fakeserver.steps import Steps
from fakeserver.tenant.exchange.changes import Change
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import MailboxNotFound
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import Stream
from tests.protocols.ews.client import schema
from tests.world import World

#: seconds until a test that would hang fails
GUARD = 20
#: seconds that the answers of these tests last
LIFETIME = 600.0

NAMESPACES = {"s": SOAP, "m": MESSAGES, "t": TYPES}
OK, CLOSED = ["OK"], ["Closed"]


class Arrivals:
    """What is new in a mailbox since the last time: the feed of the operation that these tests register."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.position = mailbox.changes.position
        self.refused: Exception | None = None
        self.times_asked = 0

    def feed(self) -> Feed:
        return Feed(LIFETIME, [self.mailbox], self.news)

    def news(self) -> Xml:
        self.times_asked += 1
        if self.refused is not None:
            raise self.refused
        changes = self.mailbox.changes.since(self.position)
        self.position = self.mailbox.changes.position
        events = joined(_event(change) for change in changes if change.delivered)
        if not events:
            return NOTHING
        notification = element("t:Notification", text("t:SubscriptionId", "one"), events)
        return element("m:Notifications", notification)


def _event(change: Change) -> Xml:
    return element(
        "t:NewMailEvent",
        date_time("t:TimeStamp", change.at),
        element("t:ItemId", Id=change.item_id),
        element("t:ParentFolderId", Id=change.folder.folder_id),
    )


class Peer:
    """A client that reads an answer chunk by chunk."""

    def __init__(self, port: int, tenant: Tenant, body: str) -> None:
        token = tenant.token(tenant.public_app, "alice", "EWS.AccessAsUser.All")
        declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
        header = "<s:Header><t:RequestServerVersion Version='Exchange2016'/></s:Header>"
        request = f"<s:Envelope {declared}>{header}<s:Body>{body}</s:Body></s:Envelope>".encode()
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=GUARD)
        self._file: IO[bytes] = self.socket.makefile("rb")
        self.socket.sendall(
            f"POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Length: {len(request)}\r\n\r\n".encode()
            + request
        )
        self.status = int(self._file.readline().split()[1])
        self.headers: dict[str, str] = {}
        while line := self._file.readline().strip().decode():
            name, _, value = line.partition(": ")
            self.headers[name] = value

    def chunk(self) -> bytes:
        """Return the next chunk; empty at the end of the body."""
        size = int(self._file.readline(), 16)
        octets = self._file.read(size)
        assert self._file.read(2) == b"\r\n"
        return octets

    def message(self) -> etree._Element:
        """Return the response message of the next chunk, which is a whole document."""
        return response_message(self.chunk())

    def state(self) -> list[str]:
        """Return what the next message says of the connection."""
        return texts(self.message(), "m:ConnectionStatus")

    def whole(self) -> bytes:
        """Return the body of an ordinary answer, which is one chunk."""
        body = self.chunk()
        assert self.chunk() == b""
        return body

    def close(self) -> None:
        self._file.close()
        self.socket.close()


def response_message(document: bytes) -> etree._Element:
    assert document.startswith(b"<?xml")
    found = etree.fromstring(document).find("s:Body/*", NAMESPACES)
    assert found is not None
    known = schema()
    assert known is None or known.validate(found), known.error_log
    messages = found.findall("m:ResponseMessages/*", NAMESPACES)
    assert len(messages) == 1
    return messages[0]


def texts(message: etree._Element, path: str) -> list[str]:
    return [one.text or "" for one in message.iterfind(path, NAMESPACES)]


def item_ids(message: etree._Element) -> list[str]:
    return [str(one.get("Id")) for one in message.iterfind(".//t:ItemId", NAMESPACES)]


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


def performed_with(arrivals: Arrivals) -> Arrivals:
    """Register an operation that streams what is new."""

    @operation(
        "GetStreamingEvents",
        answer=Streamed(),
        since="Exchange2010_SP1",
        request=complex_type(
            elements={
                "m:SubscriptionIds": complex_type(elements={"t:SubscriptionId": TEXT}),
                "m:ConnectionTimeout": TEXT,
            }
        ),
    )
    def get_streaming_events(call: Call) -> Feed:
        required(call.body, m("ConnectionTimeout"))
        if arrivals.refused is not None:
            raise arrivals.refused
        return arrivals.feed()

    return arrivals


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


# --- with a client that nobody here wrote --------------------------------------------------------------------------


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


# --- without a socket ----------------------------------------------------------------------------------------------


class Listener:
    """Takes chunks as a listener does, when it is asked to."""

    def __init__(self, news: Callable[[], Any] | None = None) -> None:
        world = World.of("alice")
        self.tenant, self.mailbox = world.tenant, world.mailbox()
        self.tenant.clock.freeze()
        self.arrivals = Arrivals(self.mailbox)
        feed = Feed(LIFETIME, [self.mailbox], news or self.arrivals.news)
        call: Any = SimpleNamespace(operation="GetStreamingEvents", tenant=self.tenant)
        self.stream: Stream = EnvelopeStream(call, feed)
        self.wakes = 0
        self.stream.on_wake = self.wake

    def wake(self) -> None:
        self.wakes += 1


def test_nothing_is_asked_until_a_change_or_the_clock_wakes_the_listener() -> None:
    listener = Listener()
    assert listener.stream.next_chunk()
    assert listener.stream.next_chunk() == b""
    assert (listener.wakes, listener.arrivals.times_asked) == (0, 1)
    assert listener.stream.wake_in() is None, "a clock that stands still reports its moves"
    listener.tenant.clock.unfreeze()
    wake_in = listener.stream.wake_in()
    assert wake_in is not None
    assert HEARTBEAT - GUARD < wake_in <= HEARTBEAT
    assert listener.wakes == 1
    listener.mailbox.deliver(subject="x")
    assert listener.wakes >= 2
    listener.stream.close()
    wakes = listener.wakes
    listener.mailbox.deliver(subject="y")
    assert listener.wakes == wakes


def test_a_message_that_takes_long_is_made_in_steps() -> None:
    def slowly() -> Steps[Xml]:
        yield
        yield
        return Xml("<m:Notifications/>")

    listener = Listener(slowly)
    assert listener.stream.next_chunk()
    for _ in range(2):
        assert listener.stream.next_chunk() == b""
        assert listener.stream.wake_in() == 0.0, "others run, and the next step follows"
    assert b"<m:Notifications/>" in (listener.stream.next_chunk() or b"")
    listener.stream.close()
    assert listener.stream.next_chunk() is None
