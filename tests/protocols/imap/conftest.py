"""A client for sans-IO sessions: ``says`` a line, ``hears`` the answer."""

from collections.abc import Callable

import pytest

from fakeserver.protocols.imap import ImapSession
from fakeserver.protocols.imap.style import ImapStyle
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant
from tests.world import World

SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All"


class ImapClient:
    """Speaks to a session of its own; ``octets`` at a time, so that any cut gives the same answers."""

    def __init__(self, cloud: Cloud, tenant: Tenant, user: User, style: ImapStyle | None = None) -> None:
        self.cloud = cloud
        self.tenant = tenant
        self.user = user
        self.session = ImapSession(cloud, host="server", style=style, new_id=lambda: "guid")
        self.session.greeting()

    @property
    def mailbox(self) -> Mailbox:
        return self.tenant.mailbox(self.user)

    def blob(self, token: str | None = None, address: str | None = None) -> bytes:
        return World(self.cloud, self.tenant).xoauth2(self.user, SCOPE, token=token, address=address)

    def sign_in(self) -> "ImapClient":
        assert self.says(b"A0 AUTHENTICATE XOAUTH2 " + self.blob()) == ["A0 OK AUTHENTICATE completed."]
        return self

    def select(self, name: str = "INBOX") -> "ImapClient":
        assert self.says(f"A0 SELECT {name}")[-1] == "A0 OK [READ-WRITE] SELECT completed."
        return self

    def sends_once(self, octets: bytes) -> bytes:
        """Send octets; return the answer as far as it is made in one go."""
        return self.session.receive(octets)

    def sends(self, octets: bytes) -> bytes:
        answer = self.session.receive(octets)
        while self.session.has_more:
            answer += self.session.receive(b"")
        return answer

    def says(self, line: str | bytes) -> list[str]:
        """Send a line; return the lines of the answer."""
        octets = line.encode() if isinstance(line, str) else line
        return self.sends(octets + b"\r\n").decode().split("\r\n")[:-1]


@pytest.fixture
def connect(cloud: Cloud, tenant: Tenant, alice: User) -> Callable[..., ImapClient]:
    """Open another connection, of alice or of somebody else."""

    def connect(user: User | None = None, style: ImapStyle | None = None) -> ImapClient:
        return ImapClient(cloud, tenant, user or alice, style)

    return connect


@pytest.fixture
def stranger(connect: Callable[..., ImapClient]) -> ImapClient:
    """A connection before sign-in."""
    return connect()


@pytest.fixture
def imap(stranger: ImapClient) -> ImapClient:
    """A connection of alice, signed in."""
    return stranger.sign_in()
