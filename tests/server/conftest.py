"""A server that runs during the test, and has no bug to report after it."""

from collections.abc import Iterator

import pytest

from fakeserver.server import FakeServer


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer() as server:
        yield server
        assert server.errors == []
