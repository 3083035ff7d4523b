"""Asks each promise: a test for each, whose name begins with its protocol."""

from __future__ import annotations

import pytest

from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.promise import Promise
from pytest_m365.contract.promises.everything import PROMISES
from pytest_m365.contract.verdict import ask


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.id)
def test_promise(promise: Promise, asker: Asker, request: pytest.FixtureRequest) -> None:
    """Hold, or fail with both literals; skip where it cannot be asked."""
    ask(promise, asker, request.node)
