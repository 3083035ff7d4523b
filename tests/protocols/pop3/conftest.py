"""Alice's connection, signed in or not."""

from functools import partial

import pytest

from fakeserver.tenant.directory.users import User
from tests.protocols.pop3.client import Connect, Pop3Client
from tests.world import World


@pytest.fixture
def connect(world: World, alice: User) -> Connect:
    return partial(Pop3Client, world, alice)


@pytest.fixture
def stranger(connect: Connect) -> Pop3Client:
    """A connection before sign-in."""
    return connect()


@pytest.fixture
def pop3(world: World, stranger: Pop3Client) -> Pop3Client:
    """A connection of alice, signed in, with two messages."""
    mailbox = world.mailbox()
    mailbox.items.add_mime(mailbox.folders.distinguished(), b"Subject: one\r\n\r\n.dot\r\nplain\r\n")
    mailbox.items.add_mime(mailbox.folders.distinguished(), b"Subject: two\r\n\r\nno end")
    return stranger.sign_in()
