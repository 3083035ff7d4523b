"""Asks each promise about Mailbox."""

from __future__ import annotations

import pytest

from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.promise import Promise
from pytest_m365.contract.promises.everything import of
from pytest_m365.contract.verdict import ask


@pytest.mark.parametrize("promise", of("Mailbox"), ids=lambda promise: promise.id)
def test_promise(promise: Promise, asker: Asker, request: pytest.FixtureRequest) -> None:
    """Hold, or fail with both literals; skip where it cannot be asked."""
    ask(promise, asker, request.node)
