"""The fake of a run, and what is left of it."""

import pytest

from fakeserver.server import FakeServer
from pytest_m365.serving import serving
from pytest_m365.stash import CONCEALING, SERVER


def test_a_fake_is_started_for_the_run_and_stopped(pytestconfig: pytest.Config) -> None:
    server_before, concealing_before = pytestconfig.stash.get(SERVER, None), pytestconfig.stash.get(CONCEALING, None)
    try:
        with serving(pytestconfig) as server:
            assert isinstance(server, FakeServer)
            assert pytestconfig.stash[SERVER] is server
            assert server.base_url.startswith("https://localhost:")
        assert SERVER not in pytestconfig.stash
    finally:
        # This run has a fake of its own.
        if server_before is not None and concealing_before is not None:
            pytestconfig.stash[SERVER], pytestconfig.stash[CONCEALING] = server_before, concealing_before
