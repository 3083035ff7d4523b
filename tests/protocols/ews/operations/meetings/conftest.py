import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.meetings.meetings import Meetings
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob", "carol", frozen=True)


@pytest.fixture
def meetings(ews: Ews) -> Meetings:
    return Meetings(ews)
