"""The token service of the world."""

import pytest

from fakeserver.protocols.oauth.service import OAuthService
from tests.protocols.oauth.client import Entra
from tests.world import World


@pytest.fixture
def entra(world: World) -> Entra:
    return Entra(world.cloud, world.tenant, OAuthService(world.cloud))
