"""What tests of subscriptions share: a listener of the program under test."""

from collections.abc import Iterator

import pytest

from tests.protocols.graph.operations.subscriptions.listener import Listener


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()
