"""What all tests share: the plugin itself brings the fixtures; ``pytester`` tests the plugin."""

import gc
import signal
import warnings
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from fakeserver.signals import ENDING
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.world import World

pytest_plugins = ["pytester"]

# An example may take long where the machine has other things to do, and so may drawing it; growth is tested by counting
# steps.
settings.register_profile("no deadline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no deadline")


@pytest.fixture
def world() -> World:
    """A cloud with one tenant, and alice in it; tests that need others have a fixture of this name."""
    return World.of("alice")


@pytest.fixture
def ending_signals() -> Iterator[None]:
    """Signals end the processes that the test starts, also where this run was started with some ignored (nohup, &)."""
    numbers = [signal.Signals[name] for name in ENDING if name in signal.Signals.__members__]
    ignored = [number for number in numbers if signal.getsignal(number) is signal.SIG_IGN]
    for number in ignored:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)


@pytest.fixture
def collected() -> Iterator[None]:
    """What clients leave open is collected after this test, not in a later one.

    Older versions of aiohttp do not wait until TLS has ended, and msgraph leaves its connection.
    """
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


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
