"""The fake of a run: one that is started for it, or the client of one that already runs (``--m365-url``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from fakeserver.signals import before_the_end
from pytest_m365 import own_environment, own_line
from pytest_m365.concealing import Concealing
from pytest_m365.options import SETTINGS
from pytest_m365.stash import CONCEALING, SERVER

if TYPE_CHECKING:
    from fakeserver.server import FakeServer


@contextmanager
def serving(config: pytest.Config) -> Iterator[FakeServer]:
    """Give the fake of a run, until its end."""
    server = _fake(config)
    config.stash[SERVER] = server
    # Registered to the end of the run: the warnings of the last test come after this block.
    concealing = config.stash[CONCEALING] = Concealing(server.cloud)
    for plugin in (concealing, own_environment, own_line):
        if not config.pluginmanager.is_registered(plugin):
            config.pluginmanager.register(plugin)
    with before_the_end(server.remove_files), server:
        yield server
        concealing.close()
    del config.stash[SERVER]


def _fake(config: pytest.Config) -> FakeServer:
    settings = config.stash[SETTINGS]
    if settings.url:
        from pytest_m365.remote import remote_fake

        return remote_fake(settings)
    from fakeserver.server import FakeServer

    return FakeServer()
