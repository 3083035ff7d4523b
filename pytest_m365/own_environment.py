"""What a test has changed of our variables goes with it, also where its ``monkeypatch`` is undone behind our blocks.

A plugin of its own, registered when the fake is started.
"""

from __future__ import annotations

from collections.abc import Generator

import pytest

from fakeserver.variables import put_back


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None, object, object]:
    """Look at the environment when all fixtures are down."""
    try:
        return (yield)
    finally:
        put_back()
