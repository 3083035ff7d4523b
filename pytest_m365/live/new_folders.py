"""The folders that have come to a mailbox while a test had it, and that nobody has noted: the report names them.

A program under test may have made them, and so may somebody else: they are left where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from pytest_m365.live.errors import LiveError
from pytest_m365.live.folder_names import lies_in
from pytest_m365.live.folder_notes import OWN_FOLDER, noted
from pytest_m365.live.way import Way


class NewFolders:
    """Those of one mailbox; it lists the folders once at the end of each test, and before the first."""

    def __init__(self) -> None:
        #: None: others may have been at work there since
        self._known: frozenset[str] | None = None

    def begin(self, way: Way) -> None:
        """Take notice of what is there, where that is not known from the test before."""
        if self._known is None:
            self._known = frozenset(way.folders())

    def forget(self) -> None:
        """Take it that others make folders from now on."""
        self._known = None

    def found(self, way: Way) -> Sequence[str]:
        """Return the folders that are new since then, each once, without those that tests have noted.

        Nothing where the service doesn't say: a test doesn't fail for that.
        """
        known, self._known = self._known, None
        with suppress(LiveError):
            there = frozenset(way.folders())
            new = there - known - {OWN_FOLDER} if known is not None else frozenset[str]()
            # What stays of these is told by whoever could not remove it.
            of_tests = noted(way) if new else []
            self._known = there
            return sorted(path for path in new if not lies_in(path, of_tests))
        return []
