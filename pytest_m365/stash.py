"""Where the plugin keeps what it knows of a run and of a test: keys of pytest's stashes.

PYTEST_DONT_REWRITE, as ``plugin.py`` says, which imports this in every run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fakeserver.server import FakeServer
    from pytest_m365.clock import ProgramClock
    from pytest_m365.concealing import Concealing
    from pytest_m365.live.run import LiveRun
    from pytest_m365.target import Target

# --- of a run ------------------------------------------------------------------------------------------------------

#: targets that outlive a test, by the names of their fixtures
SHARED: pytest.StashKey[dict[str, Target]] = pytest.StashKey()
#: the running fake, for the reports of tests that use it without a target
SERVER: pytest.StashKey[FakeServer] = pytest.StashKey()
#: takes secrets out of warnings and of subtests' names
CONCEALING: pytest.StashKey[Concealing] = pytest.StashKey()
#: the live tenant of the run; not there in runs of the fake alone
LIVE: pytest.StashKey[LiveRun] = pytest.StashKey()

# --- of a test -----------------------------------------------------------------------------------------------------

#: the target that a test uses, for its report and for the errors of its server
TARGET: pytest.StashKey[Target] = pytest.StashKey()
#: the number of the last exchange before a test that finds targets there
SINCE: pytest.StashKey[int] = pytest.StashKey()
#: the test's `m365_clock`, for its report
CLOCK: pytest.StashKey[ProgramClock] = pytest.StashKey()
