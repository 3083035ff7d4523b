"""Alice's connection, signed in or not."""

from functools import partial

import pytest

from fakeserver.tenant.directory.users import User
from tests.protocols.imap.client import Connect, ImapClient
from tests.world import World


@pytest.fixture
def connect(world: World, alice: User) -> Connect:
    return partial(ImapClient, world, alice)


@pytest.fixture
def stranger(connect: Connect) -> ImapClient:
    """A connection before sign-in."""
    return connect()


@pytest.fixture
def imap(stranger: ImapClient) -> ImapClient:
    """A connection of alice, signed in."""
    return stranger.sign_in()


@pytest.fixture
def inbox(imap: ImapClient) -> ImapClient:
    """A client whose inbox holds three messages, selected."""
    for subject in ("one", "two", "three"):
        imap.mailbox.deliver(b"Subject: %b\r\n\r\nbody\r\n" % subject.encode())
    return imap.select()
