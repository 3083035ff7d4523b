"""Alice's tenant at a moment that stays, so that what is dated can be compared."""

import pytest

from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", frozen=True)
