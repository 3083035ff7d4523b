"""A client for sans-IO sessions: ``says`` a line, returns the answer's lines."""

from collections.abc import Callable
from typing import Any

import pytest

from fakeserver.protocols.pop3 import Pop3Session
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant
from tests.world import World

SCOPE = "https://outlook.office.com/POP.AccessAsUser.All"


class Pop3Client:
    """Speaks to a session of its own."""

    def __init__(self, cloud: Cloud, tenant: Tenant, user: User, **options: Any) -> None:
        self.cloud = cloud
        self.tenant = tenant
        self.user = user
        self.session = Pop3Session(cloud, host="server", **options)
        self.session.greeting()

    @property
    def mailbox(self) -> Mailbox:
        return self.tenant.mailbox(self.user)

    def blob(self, token: str | None = None, address: str | None = None) -> bytes:
        return World(self.cloud, self.tenant).xoauth2(self.user, SCOPE, token=token, address=address)

    def sign_in(self) -> "Pop3Client":
        assert self.says("AUTH XOAUTH2") == ["+ "]
        assert self.says(self.blob()) == ["+OK User successfully authenticated."]
        return self

    def says(self, line: str | bytes) -> list[str]:
        octets = line.encode() if isinstance(line, str) else line
        return self.session.receive(octets + b"\r\n").decode().split("\r\n")[:-1]


@pytest.fixture
def connect(cloud: Cloud, tenant: Tenant, alice: User) -> Callable[..., Pop3Client]:
    def connect(**options: bool) -> Pop3Client:
        return Pop3Client(cloud, tenant, alice, **options)

    return connect


@pytest.fixture
def stranger(connect: Callable[..., Pop3Client]) -> Pop3Client:
    """A connection before sign-in."""
    return connect()


@pytest.fixture
def pop3(stranger: Pop3Client, tenant: Tenant, alice: User) -> Pop3Client:
    """A connection of alice, signed in, with two messages."""
    mailbox = tenant.mailbox(alice)
    mailbox.items.add_mime(mailbox.folders.distinguished(), b"Subject: one\r\n\r\n.dot\r\nplain\r\n")
    mailbox.items.add_mime(mailbox.folders.distinguished(), b"Subject: two\r\n\r\nno end")
    return stranger.sign_in()
