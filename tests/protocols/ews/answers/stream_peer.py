"""A feed of what arrives in a mailbox, in the place of the real one, and a client that reads chunk by chunk."""

import socket
from collections.abc import Callable
from typing import IO

from lxml import etree

from fakeserver.protocols.ews import registry
from fakeserver.protocols.ews.answers.streaming import Feed, Streamed
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import required
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, date_time, element, joined, text
from fakeserver.tenant.exchange.changes import Change
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant
from tests.protocols.ews.client import NAMESPACES, as_the_schema_has_it, described, envelope, schema

#: seconds until a test that would hang fails
GUARD = 60
#: seconds that the answers of these tests last
LIFETIME = 600.0


class Arrivals:
    """What is new in a mailbox since the last time: the feed of the operation that these tests register."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.position = mailbox.changes.position
        self.refused: Exception | None = None
        self.times_asked = 0

    def feed(self) -> Feed:
        return Feed(LIFETIME, self.watch, self.news)

    def watch(self, on_news: Callable[[], None]) -> Callable[[], None]:
        return self.mailbox.watch(lambda _: on_news())

    def news(self) -> Xml:
        self.times_asked += 1
        if self.refused is not None:
            raise self.refused
        changes = self.mailbox.changes.since(self.position)
        self.position = self.mailbox.changes.position
        events = joined(new_mail_event(change) for change in changes if change.delivered)
        if not events:
            return NOTHING
        notification = element("m:Notification", text("t:SubscriptionId", "one"), events)
        return element("m:Notifications", notification)


def new_mail_event(change: Change) -> Xml:
    return element(
        "t:NewMailEvent",
        date_time("t:TimeStamp", change.at),
        element("t:ItemId", Id=change.item_id),
        element("t:ParentFolderId", Id=change.folder.folder_id),
    )


class Peer:
    """A client that reads an answer chunk by chunk."""

    def __init__(self, port: int, tenant: Tenant, body: str, token: str = "", header: str = "") -> None:
        token = token or tenant.token(tenant.public_app, "alice", "EWS.AccessAsUser.All")
        request = envelope(body, header)
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
        chunk = self.chunk()
        assert chunk.startswith(b"<Envelope "), "where clients cut a streamed answer"
        return response_message(chunk)

    def state(self) -> list[str]:
        """Return what the next message says of the connection."""
        return texts(self.message(), "m:ConnectionStatus")

    def whole(self) -> bytes:
        """Return the body of an ordinary answer, which is one chunk."""
        body = self.chunk()
        assert self.chunk() == b""
        return body

    def close(self) -> None:
        """Leave. What has come and was not read makes the system reset the connection."""
        self._file.close()
        self.socket.close()


def response_message(document: bytes) -> etree._Element:
    found = etree.fromstring(document).find("s:Body/*", NAMESPACES)
    assert found is not None
    known = schema()
    assert known is None or known.validate(as_the_schema_has_it(found)), known.error_log
    assert described().validate(found), described().error_log
    messages = found.findall("m:ResponseMessages/*", NAMESPACES)
    assert len(messages) == 1
    return messages[0]


def texts(message: etree._Element, path: str) -> list[str]:
    return [one.text or "" for one in message.iterfind(path, NAMESPACES)]


def item_ids(message: etree._Element) -> list[str]:
    return [str(one.get("Id")) for one in message.iterfind(".//t:ItemId", NAMESPACES)]


def performed_with(arrivals: Arrivals) -> Arrivals:
    """Register an operation that streams what is new, in the place of the real one."""
    registry._OPERATIONS.pop("GetStreamingEvents", None)

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
