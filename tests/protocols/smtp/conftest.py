"""A tenant with alice and bob, and a conversation with no socket under it."""

import pytest

from tests.protocols.smtp.client import ALICE, BOB, SmtpClient
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob")


@pytest.fixture
def client(world: World) -> SmtpClient:
    return SmtpClient(world)


@pytest.fixture
def alice(client: SmtpClient) -> SmtpClient:
    client.signs_in()
    return client


@pytest.fixture
def message() -> bytes:
    return f"From: Alice <{ALICE}>\r\nTo: {BOB}\r\nMessage-ID: <1@me.example>\r\nSubject: hi\r\n\r\nbody\r\n".encode()
