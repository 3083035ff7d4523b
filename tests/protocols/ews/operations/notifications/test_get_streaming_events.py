"""Streaming subscriptions over real sockets: nothing is lost, nothing comes twice, and how a connection ends."""

from collections.abc import Iterator

import jwt
import pytest

from fakeserver.server import FakeServer
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant
from tests.protocols.ews.answers.stream_peer import GUARD, Peer, texts
from tests.protocols.ews.client import NAMESPACES
from tests.protocols.ews.operations.notifications.stream_client import Client
from tests.protocols.ews.operations.notifications.subscriber import (
    get_streaming_events,
    id_in,
    kind,
    request,
    unsubscribe,
)

OK, CLOSED = ["OK"], ["Closed"]


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer(plain=True) as server:
        yield server
        assert server.errors == []


@pytest.fixture
def tenant(server: FakeServer) -> Tenant:
    tenant = server.new_tenant()
    tenant.add_user("alice")
    tenant.add_user("bob")
    return tenant


@pytest.fixture
def mailbox(tenant: Tenant) -> Mailbox:
    return tenant.mailbox("alice")


@pytest.fixture
def client(server: FakeServer, tenant: Tenant) -> Iterator[Client]:
    client = Client(server, tenant)
    yield client
    for peer in client.peers:
        peer.close()


def told(peer: Peer, *kinds: str) -> list[str]:
    """Return the ids in events of these kinds in the next message, which holds events and nothing else."""
    message = peer.message()
    assert texts(message, "m:ConnectionStatus") == []
    found = [event for one in message.iterfind("m:Notifications/m:Notification", NAMESPACES) for event in list(one)[1:]]
    return [id_in(event, "ItemId") for event in found if kind(event) in (kinds or ("NewMail",))]


def test_what_happens_is_told_at_once(client: Client, mailbox: Mailbox) -> None:
    peer = client.stream(client.subscribed())
    for number in range(3):
        item = mailbox.deliver(subject=str(number))
        assert told(peer) == [item.item_id]


def test_what_happens_while_nobody_listens_waits(client: Client, mailbox: Mailbox) -> None:
    subscription = client.subscribed()
    items = [mailbox.deliver(subject=str(number)).item_id for number in range(2)]
    peer = client.stream(subscription)
    assert told(peer) == items
    peer.close()
    later = mailbox.deliver(subject="later").item_id
    assert told(client.stream(subscription)) == [later]


def test_a_connection_that_is_closed_takes_nothing_with_it(client: Client, mailbox: Mailbox) -> None:
    """Again and again, since it is about which of two things a server notices first."""
    subscription = client.subscribed()
    for number in range(50):
        peer = client.stream(subscription)
        item = mailbox.deliver(subject=str(number))
        assert told(peer) == [item.item_id], number
        peer.close()
        # Nobody has told the server yet that the client is gone.
        lost = mailbox.deliver(subject=f"{number}, after that")
        peer = client.stream(subscription)
        assert told(peer) == [lost.item_id], number
        peer.close()


def test_what_a_client_has_not_read_is_told_to_the_next(client: Client, mailbox: Mailbox) -> None:
    subscription = client.subscribed()
    for number in range(20):
        peer = client.stream(subscription)
        item = mailbox.deliver(subject=str(number))
        # It is in the client's own system by now, or soon: closing resets the connection.
        peer.socket.recv(1, 2)
        peer.close()
        assert told(client.stream(subscription)) == [item.item_id], number
        client.peers.pop().close()


def test_many_events_come_in_several_messages(client: Client, tenant: Tenant, mailbox: Mailbox) -> None:
    peer = client.stream(client.subscribed())
    with tenant.lock:
        items = [mailbox.deliver(subject=str(number)).item_id for number in range(100)]
    received: list[str] = []
    while len(received) < len(items):
        received += told(peer)
    assert received == items


def test_several_subscriptions_on_a_connection(client: Client, tenant: Tenant, mailbox: Mailbox) -> None:
    tenant.rights.add_mailbox_permission("bob", "alice")
    bob = '<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>'
    bob += f"{tenant.user('bob').address}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>"
    ids = [client.subscribed(), client(request("Streaming", bob)).findtext("m:SubscriptionId", "", NAMESPACES)]
    peer = client.stream(*ids, ids[0])
    with tenant.lock:
        items = [mailbox.deliver(subject="x").item_id, tenant.mailbox("bob").deliver(subject="y").item_id]
    message = peer.message()
    assert texts(message, "m:Notifications/m:Notification/t:SubscriptionId") == ids
    assert [id_in(one, "ItemId") for one in message.iterfind(".//t:NewMailEvent", NAMESPACES)] == items
    assert texts(message, ".//t:Watermark") == texts(message, ".//t:MoreEvents") == []


def ended(peer: Peer, code: str) -> None:
    """See a stream end by an error."""
    message = peer.message()
    assert texts(message, "m:ResponseCode") == [code]
    assert texts(message, "m:ConnectionStatus") == CLOSED
    assert peer.chunk() == b""


def test_a_second_connection_ends_the_first(client: Client, mailbox: Mailbox) -> None:
    subscription = client.subscribed()
    first, second = client.stream(subscription), client.stream(subscription)
    ended(first, "ErrorNewEventStreamConnectionOpened")
    item = mailbox.deliver(subject="x")
    assert told(second) == [item.item_id]


def test_unsubscribing_ends_the_connection(client: Client) -> None:
    subscription = client.subscribed()
    peer = client.stream(subscription)
    assert texts(client(unsubscribe(subscription)), "m:ResponseCode") == ["NoError"]
    ended(peer, "ErrorSubscriptionUnsubscribed")


def test_a_removed_mailbox_ends_the_connection(client: Client, tenant: Tenant) -> None:
    peer = client.stream(client.subscribed())
    tenant.people.remove_user("alice")
    ended(peer, "ErrorNonExistentMailbox")


def test_rights_that_are_taken_away_end_the_connection(client: Client, tenant: Tenant) -> None:
    tenant.rights.add_mailbox_permission("alice", "bob")
    token = tenant.token(tenant.public_app, "bob", "EWS.AccessAsUser.All")
    alice = '<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>'
    alice += f"{tenant.user('alice').address}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>"
    body = client(request("Streaming", alice), token)
    peer = client.stream(body.findtext("m:SubscriptionId", "", NAMESPACES), token=token)
    tenant.rights.remove_mailbox_permission("alice", "bob")
    tenant.mailbox("alice").deliver(subject="not for bob")
    ended(peer, "ErrorAccessDenied")


def test_a_token_that_runs_out_closes_the_connection(client: Client, tenant: Tenant) -> None:
    tenant.clock.freeze()
    token = tenant.token(tenant.public_app, "alice", "EWS.AccessAsUser.All")
    # Tokens live from 60 to 90 minutes.
    expires_at = jwt.decode(token, options={"verify_signature": False})["exp"]
    tenant.clock.advance(expires_at - tenant.clock.time() - 60)
    peer = client.stream(client.subscribed(), token=token, minutes=30)
    tenant.clock.advance(60)
    assert (peer.state(), peer.chunk()) == (CLOSED, b"")
    assert "TokenExpired" in {refused.name for one in tenant.journal.entries for refused in one.refusals}


def test_the_time_of_a_connection_is_the_tenants(client: Client, tenant: Tenant, mailbox: Mailbox) -> None:
    tenant.clock.freeze()
    subscription = client.subscribed()
    peer = client.stream(subscription, minutes=1)
    tenant.clock.advance(45)
    assert peer.state() == OK
    tenant.clock.advance(15)
    assert (peer.state(), peer.chunk()) == (CLOSED, b"")
    tenant.clock.advance(minutes=29)
    item = mailbox.deliver(subject="x")
    assert told(client.stream(subscription)) == [item.item_id]
    client.peers.pop().close()
    # It is answered once the server has learnt that the stream's client is gone.
    client.subscribed()
    tenant.clock.advance(minutes=31)
    message = client(get_streaming_events(subscription))
    assert texts(message, "m:ResponseCode") == ["ErrorInvalidSubscription"]


def test_a_stream_goes_on_over_a_restore_where_its_subscription_does(
    client: Client, tenant: Tenant, mailbox: Mailbox
) -> None:
    older = client.subscribed()
    stays = client.stream(older)
    snapshot = tenant.snapshot()
    goes = client.stream(client.subscribed())
    mailbox.deliver(subject="taken back")
    assert len(told(stays)) == len(told(goes)) == 1
    tenant.restore(snapshot)
    ended(goes, "ErrorSubscriptionUnsubscribed")
    item = mailbox.deliver(subject="new")
    assert told(stays) == [item.item_id]


def test_what_is_missed_by_order_is_said_and_the_stream_goes_on(
    client: Client, tenant: Tenant, mailbox: Mailbox
) -> None:
    subscription = client.subscribed()
    mailbox.deliver(subject="lost")
    with tenant.faults.refuse("ews", "GetStreamingEvents", reason="EventsMissed"):
        peer = client.stream(subscription)
    message = peer.message()
    assert texts(message, "m:ResponseCode") == ["ErrorMissedNotificationEvents"]
    assert texts(message, "m:ErrorSubscriptionIds/m:SubscriptionId") == [subscription]
    assert texts(message, "m:ConnectionStatus") == []
    item = mailbox.deliver(subject="new")
    assert told(peer) == [item.item_id]


def test_an_application_listens_for_several_people(client: Client, tenant: Tenant, mailbox: Mailbox) -> None:
    token = tenant.app_token(tenant.daemon_app)

    def acting_as(name: str) -> str:
        address = tenant.user(name).address
        return (
            "<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>"
            f"{address}</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>"
        )

    ids = [client.subscribed(token, acting_as(name)) for name in ("alice", "bob")]
    peer = client.stream(*ids, token=token, header=acting_as("alice"))
    for name in ("alice", "bob"):
        item = tenant.mailbox(name).deliver(subject="x")
        assert told(peer) == [item.item_id]
    message = client(get_streaming_events(ids[1]))
    assert texts(message, "m:ResponseCode") == ["ErrorSubscriptionAccessDenied"], "alice herself did not subscribe"


@pytest.mark.parametrize("minutes", [0, 31, -1, "x", ""])
def test_the_time_is_from_one_to_thirty_minutes(client: Client, tenant: Tenant, minutes: object) -> None:
    peer = Peer(client.port, tenant, get_streaming_events("x", minutes=minutes))
    assert peer.status == 500
    assert b"ErrorSchemaValidation" in peer.whole()
    peer.close()


def test_errors_say_that_the_connection_is_closed(client: Client) -> None:
    pull = client(request("Pull")).findtext("m:SubscriptionId", "", NAMESPACES)
    good = client.subscribed()
    message = client(get_streaming_events("AAA-", good, pull))
    assert texts(message, "m:ResponseCode") == ["ErrorInvalidSubscription"]
    assert texts(message, "m:MessageText") == ["Subscription is invalid."]
    assert texts(message, "m:ErrorSubscriptionIds/m:SubscriptionId") == ["AAA-", pull]
    assert texts(message, "m:ConnectionStatus") == CLOSED
    message = client(get_streaming_events(*(str(number) for number in range(201))))
    assert texts(message, "m:ResponseCode") == ["ErrorExceededSubscriptionCount"]


def test_hanging_connections_have_a_limit_where_the_switch_says_so(client: Client, tenant: Tenant) -> None:
    tenant.policies.ews_hanging_connections = 2
    ids = [client.subscribed() for _ in range(3)]
    peers = [client.stream(each) for each in ids[:2]]
    assert texts(client(get_streaming_events(ids[2])), "m:ResponseCode") == ["ErrorExceededConnectionCount"]
    assert texts(client(unsubscribe(ids[0])), "m:ResponseCode") == ["NoError"]
    ended(peers[0], "ErrorSubscriptionUnsubscribed")
    client.stream(ids[2])


def test_two_hundred_streams(client: Client, mailbox: Mailbox) -> None:
    ids = [client.subscribed() for _ in range(200)]
    peers = [client.stream(each) for each in ids]
    item = mailbox.deliver(subject="x")
    for peer in peers:
        assert told(peer) == [item.item_id]


def test_nothing_is_left_of_streams(server: FakeServer, client: Client, tenant: Tenant, mailbox: Mailbox) -> None:
    subscription = client.subscribed()
    peer = client.stream(subscription)
    assert len(mailbox.changes._watchers) == 1
    assert texts(client(unsubscribe(subscription)), "m:ResponseCode") == ["NoError"]
    ended(peer, "ErrorSubscriptionUnsubscribed")
    # It was answered behind the end of the stream.
    client(request("Pull"))
    assert mailbox.changes._watchers == []
    assert tenant.clock._watchers == []
    peer = client.stream(client.subscribed())
    server.drop_tenant(tenant)
    assert (peer.state(), peer.chunk()) == (CLOSED, b"")


def test_others_are_served_meanwhile(client: Client) -> None:
    client.stream(client.subscribed())
    assert texts(client(request("Pull")), "m:ResponseCode") == ["NoError"]


def test_a_client_that_leaves_after_one_message_finds_the_rest_at_its_next(
    client: Client, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came right behind that message would be in its buffers, and lost with them."""
    monkeypatch.setattr("fakeserver.protocols.ews.answers.streaming.PAUSE", float(GUARD))
    subscription = client.subscribed()
    for number in range(10):
        peer = client.stream(subscription)
        items = [mailbox.deliver(subject=f"{number}, {part}").item_id for part in range(4)]
        received = told(peer)
        peer.close()
        if received != items:
            received += told(client.stream(subscription))
        assert received == items, number


def test_what_happens_soon_after_a_message_is_told_soon(client: Client, mailbox: Mailbox) -> None:
    peer = client.stream(client.subscribed())
    received: list[str] = []
    items = [mailbox.deliver(subject=str(number)).item_id for number in range(20)]
    while len(received) < len(items):
        received += told(peer)
    assert received == items
