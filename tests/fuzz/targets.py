"""What is fuzzed: each target makes an input and takes one, and raises what must not be raised."""

import asyncio
import base64
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, ClassVar
from unittest.mock import Mock
from urllib.parse import quote

from lxml import etree

from fakeserver.listeners.dialogue import Session
from fakeserver.listeners.http_connection import HttpConnection
from fakeserver.protocols.imap.session import ImapSession
from fakeserver.protocols.pop3.session import Pop3Session
from fakeserver.protocols.smtp.session import SmtpSession
from fakeserver.server.hosts import Protocols
from fakeserver.steps import finish
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.refusals import Refusal
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.fuzz import rules
from tests.fuzz.grammar import Rules, changed, drawn
from tests.protocols.ews.operations.example_requests import REQUESTS
from tests.world import World

MESSAGE = b"From: bob@contoso.onmicrosoft.com\r\nSubject: hello\r\n\r\nhello\r\n"
_ENVELOPE = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="{0}messages" xmlns:t="{0}types">'
    "<s:Body>{1}</s:Body></s:Envelope>"
)
_EWS = "http://schemas.microsoft.com/exchange/services/2006/"


class Target(ABC):
    """One protocol over a world of its own."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.world = World.of("alice", "bob")
        for _ in range(3):
            self.world.mailbox().deliver(MESSAGE)

    @abstractmethod
    def input(self) -> bytes:
        """Make an input."""

    @abstractmethod
    def take(self, octets: bytes) -> None:
        """Let the fake have it; raises what the fake raised."""

    def close(self) -> None:  # noqa: B027  most have nothing to let go of
        """Let go of everything."""


class Conversation(Target):
    """A session of a line protocol, mostly signed in; a new one begins when it closes."""

    grammar: ClassVar[Rules]
    #: the address that the session is for, and its scope
    scope: ClassVar[str]

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.blob = self.world.xoauth2("alice", f"https://outlook.office.com/{self.scope}")
        self.session = self.begun()

    @abstractmethod
    def open(self) -> Session:
        """Begin a session."""

    @abstractmethod
    def opening(self) -> bytes:
        """Return what signs it in."""

    def begun(self) -> Session:
        session = self.open()
        session.greeting()
        if self.random.random() < 0.8:
            session.receive(self.opening())
        return session

    def input(self) -> bytes:
        return changed(drawn(self.grammar, "command", self.random), self.random)

    def take(self, octets: bytes) -> None:
        middle = self.random.randrange(len(octets) + 1) if self.random.random() < 0.1 else len(octets)
        for piece in (octets[:middle], octets[middle:]):
            self.session.receive(piece)
            while self.session.has_more and not self.session.closed:
                self.session.receive(b"")
        if self.session.closed or self.random.random() < 0.02:
            self.session.connection_lost()
            self.session = self.begun()

    def close(self) -> None:
        self.session.connection_lost()


class Imap(Conversation):
    grammar, scope = rules.IMAP, "IMAP.AccessAsUser.All"

    def open(self) -> Session:
        return ImapSession(self.world.cloud)

    def opening(self) -> bytes:
        return b"s AUTHENTICATE XOAUTH2 " + self.blob + b"\r\nt SELECT INBOX\r\n"


class Pop3(Conversation):
    grammar, scope = rules.POP3, "POP.AccessAsUser.All"

    def open(self) -> Session:
        return Pop3Session(self.world.cloud)

    def opening(self) -> bytes:
        return b"AUTH XOAUTH2\r\n" + self.blob + b"\r\n"


class Smtp(Conversation):
    grammar, scope = rules.SMTP, "SMTP.Send"

    def open(self) -> Session:
        return SmtpSession(self.world.cloud, tls="off")

    def opening(self) -> bytes:
        return b"EHLO x\r\nAUTH XOAUTH2 " + self.blob + b"\r\n"

    def take(self, octets: bytes) -> None:
        super().take(octets)
        session = self.session
        assert isinstance(session, SmtpSession)
        if session.wants_tls:
            session.secured()


class Mime(Target):
    """Messages that are delivered, and read by IMAP: structure, envelope, parts, a search."""

    reading = (
        b"a FETCH * (ENVELOPE BODYSTRUCTURE BODY.PEEK[1] BODY.PEEK[1.MIME] BODY.PEEK[HEADER.FIELDS (SUBJECT)])\r\n"
        b"b SEARCH * OR BODY hello TO a@b.c\r\nc FETCH * RFC822.SIZE\r\n"
    )

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.session = ImapSession(self.world.cloud)
        blob = self.world.xoauth2("alice", "https://outlook.office.com/IMAP.AccessAsUser.All")
        self.session.receive(b"s AUTHENTICATE XOAUTH2 " + blob + b"\r\nt SELECT INBOX\r\n")

    def input(self) -> bytes:
        return changed(drawn(rules.MIME, "message", self.random), self.random)

    def take(self, octets: bytes) -> None:
        item = self.world.mailbox().deliver(octets)
        assert item.mime().endswith(octets) or not octets
        self.session.receive(b"n NOOP\r\n")
        answer = self.session.receive(self.reading)
        while self.session.has_more:
            answer += self.session.receive(b"")
        assert b"c OK" in answer, answer[-300:]
        for name in ("subject", "sender", "body", "attachments"):
            getattr(item, name)
        self.world.mailbox().items.delete([item])


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
        request = self.random.choice(list(REQUESTS.values()))
        root = etree.fromstring(
            _ENVELOPE.format(_EWS, request).replace('Id="x"', f'Id="{self.random.choice(self.ids)}"')
        )
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


class Jwt(Target):
    """Tokens whose header, claims and octets are changed, shown at the door."""

    values: tuple[Any, ...] = (
        None, True, 0, -1, 1e308, 2**70, "", "x", [], [[]], {}, {"a": 1}, ["a", 1], "\u0663", "a" * 500, "\x00", [None],
        1e-9,
    )  # fmt: skip

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.token = self.world.tenant.token(self.world.tenant.public_app, "alice")

    def input(self) -> bytes:
        random, tenant = self.random, self.world.tenant
        token = self.token
        if random.random() < 0.3:
            names = ("exp", "nbf", "iat", "iss", "aud", "tid", "scp", "upn", "oid", "appid", "ver", "xms_cc", "kid")
            claims: dict[str, Any] = {random.choice(names): random.choice(self.values) for _ in range(2)}
            token = tenant.mint(user="alice", **claims)
        elif random.random() < 0.5:
            parts = token.split(".")
            place = random.randrange(2)
            value = json.loads(base64.urlsafe_b64decode(parts[place] + "=="))
            value[random.choice([*value, "crit", "jwk", "jku"])] = random.choice(self.values)
            octets = changed(json.dumps(value).encode(), random, 0.5)
            parts[place] = base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
            token = ".".join(parts)
        return changed(token.encode(), random, 0.3)

    def take(self, octets: bytes) -> None:
        protocol = self.random.choice(list(Protocol))
        credential = BearerToken(octets.decode("utf-8", "surrogateescape"), "alice@contoso.onmicrosoft.com")
        door = self.world.cloud.door
        try:
            door.open(door.admit(protocol, credential))
        except Refusal:
            door.tenant_of(credential)


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
        connection = HttpConnection(lambda asked: HttpResponse(200, [], asked.body), self.errors.append, "http", set())
        transport = Mock(asyncio.Transport)
        transport.get_extra_info.return_value = ("127.0.0.1", 1)
        transport.is_closing.return_value = False
        connection.connection_made(transport)
        middle = self.random.randrange(len(octets) + 1)
        for piece in (octets[:middle], octets[middle:]):
            connection.data_received(piece)
            for _ in range(4):
                await asyncio.sleep(0)
        connection.connection_lost(None)

    def close(self) -> None:
        self.loop.close()


TARGETS: Mapping[str, Callable[[Random], Target]] = {
    "imap": Imap, "pop3": Pop3, "smtp": Smtp, "mime": Mime, "ews": Ews, "oauth": OAuth, "jwt": Jwt, "http": Http,
}  # fmt: skip
