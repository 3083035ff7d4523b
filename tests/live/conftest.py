"""A twin for a test, and a project with live tests that are run against it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.project import Project
from tests.live.twin import Twin


@pytest.fixture
def twin() -> Iterator[Twin]:
    """A fake in a process of its own, which the test's live runs take for the real service."""
    with Twin() as twin:
        yield twin


@pytest.fixture(scope="module")
def started() -> Iterator[Twin]:
    """A twin for all tests of a module, which knows by ``before`` how it was."""
    with Twin() as twin:
        twin.do("before = tenant.snapshot()")
        yield twin


@pytest.fixture
def restored(started: Twin) -> Iterator[Twin]:
    """That twin, which after the test is in no mood, and as it was."""
    yield started
    started.do("tenant.faults.clear()\ntenant.restore(before)\ntenant.clock.advance(-tenant.clock.ahead)")


@pytest.fixture
def project(twin: Twin, tmp_path: Path) -> Project:
    """A folder for live tests."""
    return Project(tmp_path, twin)
