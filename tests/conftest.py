"""What all tests share: the plugin itself brings the fixtures; ``pytester`` tests the plugin."""

import pytest
from hypothesis import settings

from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.world import World

pytest_plugins = ["pytester"]

# An example may take long where the machine has other things to do; growth is tested by counting steps.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


@pytest.fixture
def world() -> World:
    """A cloud with one tenant, and alice in it; tests that need others have a fixture of this name."""
    return World.of("alice")


@pytest.fixture
def cloud(world: World) -> Cloud:
    """The cloud of `world`."""
    return world.cloud


@pytest.fixture
def tenant(world: World) -> Tenant:
    """The tenant of `world`."""
    return world.tenant


@pytest.fixture
def alice(world: World) -> User:
    """The first user of `world`."""
    return world.user()
