"""The live part of a run of pytest: what is known once for all of its tests, in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

import pytest

from pytest_m365.live.environment import SettingsWrong
from pytest_m365.live.guard import Guard, NotAllowed
from pytest_m365.live.settings import LiveSettings, read_settings
from pytest_m365.live.tags import Tag, new_run
from pytest_m365.options import Settings

if TYPE_CHECKING:
    from pytest_m365.live.target import LiveTarget

#: what a controller of xdist tells its workers: the name of the run
RUN = "m365_live_run"


class LiveRun:
    """One tenant, one mailbox for this process, and who signs in."""

    def __init__(self, config: pytest.Config, options: Settings, settings: LiveSettings, guard: Guard) -> None:
        worker: dict[str, str] = getattr(config, "workerinput", {})
        self.config = config
        self.options = options
        self.settings = settings
        self.guard = guard
        #: the name of the run, which all of its processes share
        self.run = worker.get(RUN) or new_run(datetime.now(UTC))
        #: the mailbox of this process: its sign-in name
        self.user = settings.usernames[_number(worker.get("workerid", "gw0")) % len(settings.usernames)]
        #: whether other processes of the run use the same mailbox
        self.is_shared = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > len(settings.usernames)
        self._numbers = count(1)
        #: by protocol, what a sign-in said: nothing, or why not
        self._lost: dict[str, str] = {}

    @property
    def header(self) -> list[str]:
        """What the run's header says: where it goes, and who it acts as."""
        settings = self.settings
        return [
            f"m365 live: tenant {settings.tenant_id} ({settings.cloud.name} cloud), {', '.join(settings.usernames)}",
            f"m365 live: {self.sign_in.description}; run {self.run}",
        ]

    @cached_property
    def sign_in(self) -> SignIn:
        """Who signs in, and how."""
        return SignIn(self.settings, self.guard, learn=self.learn)

    def learn(self, secret: str) -> None:
        """Let no report show a value."""

    @property
    def domains(self) -> frozenset[str]:
        """Where our own clients send mail."""
        return frozenset(address.rpartition("@")[2] for address in self.guard.mailboxes)

    def new_tag(self) -> Tag:
        """Return the tag of the next test: of all of the run's processes no other has it."""
        worker = getattr(self.config, "workerinput", {}).get("workerid", "gw0")
        return Tag(self.run, next(self._numbers) * 1000 + _number(worker))

    @contextmanager
    def target(self, node: pytest.Item | pytest.Collector) -> Iterator[LiveTarget]:
        """Give a target of its own to a test, or to several, and remove after what it has made."""
        raise NotImplementedError


def begin(config: pytest.Config, options: Settings) -> LiveRun:
    """Return the live part of a run, whose settings are complete and allowed.

    Raises:
        pytest.UsageError: the environment lacks something, or names what the ini file does not allow.
    """
    try:
        settings = read_settings()
        guard = guard_of(config, settings)
    except (SettingsWrong, NotAllowed) as wrong:
        lines = str(wrong).splitlines()
        raise pytest.UsageError("\n  ".join([f"--m365={options.target} needs a tenant that is set up for it:", *lines])) from None
    return LiveRun(config, options, settings, guard)


def _number(worker: str) -> int:
    digits = worker.removeprefix("gw")
    return int(digits) if digits.isdigit() else 0
