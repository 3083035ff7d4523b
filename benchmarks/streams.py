"""Open streams of EWS: how soon each of 200 clients is told of a message, and what a stream costs in memory.

Server and clients are in this process, without TLS.
"""

import socket
import statistics
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack
from selectors import EVENT_READ, DefaultSelector
from typing import Final

from benchmarks.table import Figure
from fakeserver.server import FakeServer
from fakeserver.tenant.tenant import Tenant

STREAMS = 200
ROUNDS = 20
#: milliseconds; kilobytes
SOON, MEMORY = 20.0, 60.0

_ENVELOPE = """<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
 xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
<s:Header><t:RequestServerVersion Version="Exchange2016"/></s:Header><s:Body>{}</s:Body></s:Envelope>"""
_SUBSCRIBE = """<m:Subscribe><m:StreamingSubscriptionRequest><t:FolderIds><t:DistinguishedFolderId Id="inbox"/>
</t:FolderIds><t:EventTypes><t:EventType>NewMailEvent</t:EventType></t:EventTypes></m:StreamingSubscriptionRequest>
</m:Subscribe>"""
_STREAM = """<m:GetStreamingEvents><m:SubscriptionIds><t:SubscriptionId>{}</t:SubscriptionId></m:SubscriptionIds>
<m:ConnectionTimeout>30</m:ConnectionTimeout></m:GetStreamingEvents>"""
#: of an envelope of a stream, and of its chunk
_END: Final = b"</Envelope>\r\n"


def figures() -> Iterator[Figure]:
    """Yield the figures of this group."""
    with FakeServer(plain=True) as server, ExitStack() as closing:
        tenant = server.new_tenant()
        others = [tenant.add_user(f"user{number}").upn for number in range(STREAMS - 1)]
        tenant.add_user("alice")
        clients = _Clients(server.http.port, tenant, closing)
        clients.open("alice")
        # A mailbox's folders are made at its first request.
        subscriptions = {name: clients.subscribed(name) for name in others}
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        for name, subscription in subscriptions.items():
            clients.open(name, subscription)
        taken, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        yield Figure("a stream's memory", (taken - before) / len(others) / 1000, "kB", MEMORY)
        alone = [clients.told("alice", 1)[0] for _ in range(ROUNDS)]
        yield Figure(f"a message is told, {STREAMS} streams open", statistics.median(alone), "ms", SOON)
        for _ in range(STREAMS - 1):
            clients.open("alice")
        every = [clients.told("alice", STREAMS)[-1] for _ in range(ROUNDS)]
        what = f"a message is told to the last of {STREAMS} streams on one mailbox"
        yield Figure(what, statistics.median(every), "ms")


class _Clients:
    """Clients that have read all that came."""

    def __init__(self, port: int, tenant: Tenant, closing: ExitStack) -> None:
        self._port, self._tenant, self._closing = port, tenant, closing
        self._selector = closing.enter_context(DefaultSelector())

    def subscribed(self, name: str) -> str:
        """Subscribe as somebody; return the subscription's id."""
        with self._connected(name, _SUBSCRIBE) as peer:
            answer = _read_until(peer, b"</s:Envelope>")
        return answer.partition(b"SubscriptionId>")[2].partition(b"<")[0].decode()

    def open(self, name: str, subscription: str = "") -> None:
        """Open a stream as somebody, for a subscription or a new one."""
        subscription = subscription or self.subscribed(name)
        peer = self._closing.enter_context(self._connected(name, _STREAM.format(subscription)))
        _read_until(peer, _END)
        self._selector.register(peer, EVENT_READ)

    def told(self, name: str, count: int) -> list[float]:
        """Deliver a message; return after how many milliseconds each of so many clients had it."""
        began = time.perf_counter()
        self._tenant.deliver(name, subject="x")
        heard: list[float] = []
        while len(heard) < count:
            for key, _ in self._selector.select():
                assert isinstance(key.fileobj, socket.socket)
                _read_until(key.fileobj, _END)
                heard.append((time.perf_counter() - began) * 1000)
        return heard

    def _connected(self, name: str, body: str) -> socket.socket:
        token = self._tenant.token(self._tenant.public_app, name, "EWS.AccessAsUser.All")
        request = _ENVELOPE.format(body).encode()
        peer = socket.create_connection(("127.0.0.1", self._port))
        peer.sendall(
            f"POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Length: {len(request)}\r\n\r\n".encode()
            + request
        )
        return peer


def _read_until(peer: socket.socket, end: bytes) -> bytes:
    octets = b""
    while end not in octets:
        octets += peer.recv(65536)
    return octets
