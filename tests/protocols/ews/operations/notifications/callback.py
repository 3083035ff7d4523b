"""A client's service that push subscriptions call, without sockets."""

from collections.abc import Callable, Sequence

from lxml import etree

from fakeserver.wire import Posted
from tests.protocols.ews.client import NAMESPACES, as_the_schema_has_it, schema
from tests.protocols.ews.operations.notifications.subscriber import kind

URL = "http://127.0.0.1:9/callback"
HALF_AN_HOUR = f"<t:StatusFrequency>30</t:StatusFrequency><t:URL>{URL}</t:URL>"


def result(status: str) -> Posted:
    return Posted(
        200,
        f'<s:Envelope xmlns:s="{NAMESPACES["s"]}"><s:Body><SendNotificationResult xmlns="{NAMESPACES["m"]}">'
        f"<SubscriptionStatus>{status}</SubscriptionStatus></SendNotificationResult></s:Body></s:Envelope>".encode(),
    )


class Callback:
    """A client's service: keeps what is sent, and answers when the test says so."""

    def __init__(self) -> None:
        self.sent: list[list[etree._Element]] = []
        self.waiting: list[Callable[[Posted], None]] = []

    def __call__(
        self, url: str, headers: Sequence[tuple[str, str]], body: bytes, answered: Callable[[Posted], None]
    ) -> None:
        assert url == URL
        assert ("Content-Type", "text/xml; charset=utf-8") in headers
        document = etree.fromstring(body)
        sent = document.find("s:Body/*", NAMESPACES)
        assert sent is not None
        known = schema()
        assert known is None or known.validate(as_the_schema_has_it(sent)), known.error_log
        found = sent.find(".//m:Notification", NAMESPACES)
        assert found is not None
        self.sent.append(list(found)[3:])
        self.waiting.append(answered)

    @property
    def told(self) -> list[list[str]]:
        """What was sent since the last time: the kinds of events."""
        told = [[kind(event) for event in events] for events in self.sent]
        self.sent.clear()
        return told

    def answer(self, answer: Posted) -> None:
        self.waiting.pop(0)(answer)
