"""What tests of the live mailbox have in common: the fake as a tenant that is reached by its protocols alone."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import Message
from pytest_m365 import Target, Tenant
from pytest_m365.live.by_ews import ByEws
from pytest_m365.live.by_graph import ByGraph
from pytest_m365.live.by_imap import ByImap
from pytest_m365.live.tags import Tag
from pytest_m365.live.way import Way

#: the run whose tests these are
RUN = "2611300800abcd"
TAG = Tag(RUN, 1)
#: all that is consented of Microsoft Graph
GRAPH = "https://graph.microsoft.com/.default"
#: of the day on which it began
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@dataclass
class Twin:
    """A tenant and the mailbox of its user, as a live run finds it."""

    target: Target
    tenant: Tenant
    #: how often a token was asked for
    tokens: int = 0

    @property
    def user(self) -> str:
        """The mailbox's address."""
        return self.target.username

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox as only the fake shows it."""
        return self.tenant.mailbox(self.user)

    def token(self) -> str:
        """Return a user's token for everything."""
        self.tokens += 1
        return self.target.token()

    def app_token(self) -> str:
        """Return a daemon's."""
        return self.target.app_token()

    def send(self, mime: bytes) -> bool:
        """Send a message by SMTP, to the addresses in its To."""
        with self.target.open_smtp() as client:
            client.sendmail(self.user, [each.address for each in Message(mime).to_recipients], mime)
        return True

    def imap(self, **more: object) -> ByImap:
        """Return the way by IMAP."""
        return ByImap(self.target.imap, self.target.ssl_context(), self.user, self.token, **more)  # type: ignore[arg-type]

    def ews(self) -> ByEws:
        """Return the way by EWS, as an application by itself."""
        return ByEws(self.target.ews_url, self.user, self.app_token, impersonate=True)

    def graph(self) -> ByGraph:
        """Return the way by Microsoft Graph, as the user."""
        return ByGraph(self.target.graph_url, self.user, lambda: self.target.token(GRAPH))

    def way(self, name: str) -> Way:
        """Return a way by name."""
        ways: dict[str, Callable[[], Way]] = {"imap": self.imap, "ews": self.ews, "graph": self.graph}
        return ways[name]()

    def asked(self) -> Counter[str]:
        """Return how often each operation was asked for."""
        return Counter(each.operation for each in self.tenant.journal.entries)

    def asked_since(self, before: Counter[str]) -> Counter[str]:
        """Return what was asked for since."""
        return self.asked() - before


def message(
    subject: str,
    *,
    to: str = "",
    sender: str = "Robin <robin@example.com>",
    tag: Tag | None = TAG,
    message_id: str = "",
    more: str = "",
) -> bytes:
    """Return a message; without a tag it is somebody else's."""
    lines = [f"Subject: {subject}", f"From: {sender}", f"To: {to or 'somebody@example.com'}"]
    lines += [f"X-Pytest-M365: {tag.run}/{tag.number}/2026-11-30T08:00:00Z"] if tag else []
    lines += [f"Message-ID: {message_id}"] if message_id else []
    lines += [more] if more else []
    return ("\r\n".join(lines) + "\r\n\r\nBody.\r\n").encode()


class Time:
    """Time that passes only where somebody sleeps, for a live helper and its tenant alike."""

    def __init__(self, tenant: Tenant | None = None) -> None:
        if tenant is not None:
            tenant.clock.freeze()
        self._tenant = tenant
        self._at = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        """Seconds."""
        return self._at

    def now(self) -> datetime:
        """The time, aware."""
        if self._tenant is not None:
            return self._tenant.clock.now()
        return NOON + timedelta(seconds=self._at)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self._at += seconds
        if self._tenant is not None:
            self._tenant.clock.advance(seconds)
