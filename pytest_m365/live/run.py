"""The live part of a run of pytest: what is known once for all of its tests, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count

import pytest

from pytest_m365.live.access import Access
from pytest_m365.live.mailboxes import LiveMailboxes
from pytest_m365.live.probe import Probes
from pytest_m365.live.rhythm import Rhythm
from pytest_m365.live.switches import unmet
from pytest_m365.live.tags import Tag
from pytest_m365.live.target import LiveTarget
from pytest_m365.live.turn import Turns

#: processes that a run may have; the end of a test's number is its process
_PROCESSES = 1000


class LiveRun:
    """One tenant, one mailbox for this process, and who signs in."""

    def __init__(self, access: Access, turns: Turns, *, require: tuple[str, ...] = (), sweep: str = "yes") -> None:
        """Take what to run with.

        Args:
            require: protocols whose loss fails tests.
            sweep: what becomes of what earlier runs have left: "yes", "dry" or "all".
        """
        self.access = access
        self._turns = turns
        self._sweep = sweep
        self.probes = Probes(access, require)
        #: ids of the nodes that were given a target
        self.used: set[str] = set()
        self._numbers = count(1)

    @property
    def name(self) -> str:
        """The run's name, which all of its processes share."""
        return self.access.process.run

    @cached_property
    def mailboxes(self) -> LiveMailboxes:
        """The ways to the mailboxes."""
        paces = self.access.paces
        rhythm = Rhythm(timeout=paces.timeout, pace=paces.pace)
        return LiveMailboxes(self.access, self.probes, rhythm, self._turns)

    @property
    def header(self) -> list[str]:
        """What the run's header says: where it goes, and who it acts as."""
        settings = self.access.settings
        return [
            f"m365 live: tenant {settings.tenant_id} ({settings.cloud.name} cloud), {', '.join(settings.usernames)}",
            f"m365 live: acts as {self.access.sign_in.acts_as}; run {self.name}",
            *([f"m365 live: not read: {', '.join(settings.unread)}"] if settings.unread else []),
        ]

    @contextmanager
    def target(self, node: pytest.Item | pytest.Collector, switches: dict[str, object]) -> Iterator[LiveTarget]:
        """Give a target of its own to a test, or to several, and remove after what it has made.

        Args:
            switches: what the marker asks of the tenant; where it is otherwise, the test is skipped.
        """
        with self.mailboxes.own_turn.use():
            if reason := unmet(self.access, self.probes, switches):
                pytest.skip(reason)
            self.used.add(node.nodeid)
            with self.mailboxes.of_test(self._new_tag(), node.nodeid) as mailbox:
                yield LiveTarget(self.access, self.probes, mailbox)

    def give_way(self) -> None:
        """Let another process have the mailbox that waits for it, between two tests."""
        if "mailboxes" in self.__dict__:
            self.mailboxes.own_turn.give_way()

    def finish(self, *, sweeps: bool, hurries: bool = False) -> list[str]:
        """End what is open to the service; return what there is to say at the end of the run.

        Args:
            sweeps: remove what this run has left in all mailboxes, and what earlier ones left; one process does it.
            hurries: leave what is in a mailbox that another process keeps; the next run removes it.
        """
        lines: list[str] = []
        if sweeps or "mailboxes" in self.__dict__:
            # All tests have ended, also after Ctrl-C, and nothing else tells why the run has not.
            self._turns.tell_anew()
            if hurries:
                self.mailboxes.hurry()
            self.mailboxes.release()
            lines += self.mailboxes.notes
            lines += self.mailboxes.sweep(self._sweep) if sweeps else []
            self.mailboxes.close()
        self.access.close()
        return lines

    def _new_tag(self) -> Tag:
        """Return the tag of the next test; no other of the run has it, in whichever process."""
        return Tag(self.name, next(self._numbers) * _PROCESSES + self.access.process.number)
