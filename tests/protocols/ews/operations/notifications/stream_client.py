"""A client that subscribes, and keeps streams open."""

from lxml import etree

from fakeserver.server import FakeServer
from fakeserver.tenant.tenant import Tenant
from tests.protocols.ews.answers.stream_peer import Peer, response_message
from tests.protocols.ews.client import NAMESPACES
from tests.protocols.ews.operations.notifications.subscriber import get_streaming_events, request


class Client:
    """Sends requests, as alice or with another token; those that stream stay open."""

    def __init__(self, server: FakeServer, tenant: Tenant) -> None:
        self.port, self.tenant = server.http.port, tenant
        self.peers: list[Peer] = []

    def __call__(self, body: str, token: str = "", header: str = "") -> etree._Element:
        """Return the response message of an ordinary answer."""
        peer = Peer(self.port, self.tenant, body, token, header)
        try:
            return response_message(peer.whole())
        finally:
            peer.close()

    def subscribed(self, token: str = "", header: str = "") -> str:
        """Subscribe to the inbox; return the id."""
        return self(request("Streaming"), token, header).findtext("m:SubscriptionId", "", NAMESPACES)

    def stream(self, *ids: str, token: str = "", header: str = "", minutes: int = 10) -> Peer:
        """Open a stream, and read that it is there."""
        peer = Peer(self.port, self.tenant, get_streaming_events(*ids, minutes=minutes), token, header)
        self.peers.append(peer)
        assert (peer.status, peer.state()) == (200, ["OK"])
        return peer
