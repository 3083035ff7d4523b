"""Fixtures of the tests of the live mailbox."""

from collections.abc import Iterator

import pytest

from pytest_m365 import Target, Tenant
from pytest_m365.live.way import Way
from tests.plugin.live.world import Twin


@pytest.fixture
def twin(m365: Target, m365_fake: Tenant) -> Twin:
    """The fake as a live tenant."""
    return Twin(m365, m365_fake)


@pytest.fixture(params=["imap", "ews"])
def way(request: pytest.FixtureRequest, twin: Twin) -> Iterator[Way]:
    """Each way to the mailbox."""
    way = twin.way(request.param)
    yield way
    way.close()
