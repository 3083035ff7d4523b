"""Services over HTTP, and the octets of HTTP itself."""

import asyncio
from random import Random
from typing import Any
from urllib.parse import quote

from lxml import etree

from fakeserver.server.hosts import Protocols
from fakeserver.steps import finish
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.fuzz import rules
from tests.fuzz.grammar import changed, drawn
from tests.fuzz.target import Target
from tests.listeners.http_peer import mocked
from tests.protocols.ews.client import envelope
from tests.protocols.ews.operations.example_requests import REQUESTS


class Service(Target):
    """A service of HTTP that is asked one whole request at a time."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.protocols = Protocols(self.world.cloud, plain=True)

    def ask(self, request: HttpRequest) -> HttpResponse:
        answer = self.protocols.answer(request)
        answer = answer if isinstance(answer, HttpResponse) else finish(answer)
        assert answer.status < 501, answer.status
        if answer.stream is not None:
            answer.stream.close()
        return answer


class Ews(Service):
    """Requests of every operation whose elements, attributes and texts are changed, and then their octets."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        token = self.world.tenant.token(self.world.tenant.public_app, "alice")
        self.headers = Headers(
            [("Host", "x"), ("Authorization", "Bearer " + token), ("Content-Type", "text/xml; charset=utf-8")]
        )
        self.ids = [item.item_id for item in self.world.mailbox().messages()]

    def input(self) -> bytes:
        request = self.random.choice(list(REQUESTS.values())).replace('Id="x"', f'Id="{self.random.choice(self.ids)}"')
        root = etree.fromstring(envelope(request))
        nodes = list(root.iter())
        while self.random.random() < 0.6:
            self.change(self.random.choice(nodes), self.random.choice(nodes))
        return changed(etree.tostring(root), self.random, 0.1)

    def change(self, one: Any, other: Any) -> None:
        """Change an element: its text, an attribute, its place, its name."""
        value = self.random.choice(rules.SOAP_VALUES)
        parent = one.getparent()
        change = self.random.randrange(6)
        if change == 0:
            one.text = value
        elif change == 1 and one.attrib:
            one.set(self.random.choice(list(one.attrib)), value)
        elif change == 2 and parent is not None:
            parent.append(etree.fromstring(etree.tostring(one)))
        elif change == 3 and parent is not None and len(parent) > 1:
            parent.remove(one)
        elif change == 4:
            one.append(etree.fromstring(etree.tostring(other)))
        elif change == 5:
            one.tag = other.tag

    def take(self, octets: bytes) -> None:
        self.ask(HttpRequest("POST", "/EWS/Exchange.asmx", "", self.headers, octets))


class OAuth(Service):
    """Requests to the token service."""

    def input(self) -> bytes:
        octets = drawn(rules.FORM, "request", self.random)
        app = self.world.tenant.daemon_app
        for name, value in (
            (b"CLIENT", self.world.tenant.public_app.client_id),
            (b"DAEMON", app.client_id),
            (b"SECRET", quote(str(app.client_secret))),
        ):
            octets = octets.replace(name, value.encode())
        return changed(octets, self.random, 0.2)

    def take(self, octets: bytes) -> None:
        line, _, body = octets.partition(b"\n")
        method, _, target = line.decode("utf-8", "surrogateescape").partition(" ")
        path, _, query = target.partition("?")
        form = Headers([("Host", "x"), ("Content-Type", "application/x-www-form-urlencoded")])
        self.ask(HttpRequest(method, path, query, form, body))


class Http(Target):
    """Octets that come to a connection of HTTP in pieces."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.loop = asyncio.new_event_loop()
        self.errors: list[BaseException] = []

    def input(self) -> bytes:
        return changed(drawn(rules.HTTP, "requests", self.random), self.random)

    def take(self, octets: bytes) -> None:
        self.loop.run_until_complete(self.converse(octets))
        if self.errors:
            raise self.errors.pop()

    async def converse(self, octets: bytes) -> None:
        connection, _ = mocked(lambda asked: HttpResponse(200, [], asked.body), self.errors)
        middle = self.random.randrange(len(octets) + 1)
        for piece in (octets[:middle], octets[middle:]):
            connection.data_received(piece)
            for _ in range(4):
                await asyncio.sleep(0)
        connection.connection_lost(None)

    def close(self) -> None:
        self.loop.close()
