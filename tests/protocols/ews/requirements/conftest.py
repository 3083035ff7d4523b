"""What these tests have in common: EWS over a socket."""

from collections.abc import Iterator

import pytest

from pytest_m365 import Target
from tests.protocols.ews.requirements.wire import EwsOverTls, connected


@pytest.fixture
def ews(m365: Target) -> Iterator[EwsOverTls]:
    """Alice's client, with a tenant of its own behind it."""
    with connected(m365) as client:
        yield client
