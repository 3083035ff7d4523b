"""How a live run begins: environment and ini file are read and compared, and what is wrong ends the run at once."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

import pytest

from fakeserver.digits import number_in
from pytest_m365.live.access import Access, Process
from pytest_m365.live.environment import SECRETS, SHORTEST, SettingsWrong
from pytest_m365.live.errors import SignInNeeded
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.hooks import RUN, LiveHooks
from pytest_m365.live.ini import IniWrong, guard_of
from pytest_m365.live.locks import LocksNotOurs, locks_folder
from pytest_m365.live.paces import paces_of
from pytest_m365.live.run import LiveRun
from pytest_m365.live.settings import read_settings
from pytest_m365.live.tags import new_run
from pytest_m365.live.telling import teller
from pytest_m365.live.turn import Occupant, Turns
from pytest_m365.live.variantless import Variantless
from pytest_m365.options import Settings
from pytest_m365.secrecy import secrets_of
from pytest_m365.secrecy.msal_tokens import msal_watched

#: what the extra ``live`` brings
NEEDED = ("filelock", "msal_extensions")


def begin(config: pytest.Config, options: Settings) -> LiveRun:
    """Return the live part of a run, whose settings are complete and allowed.

    Raises:
        pytest.UsageError: the environment lacks something, or names what the ini file does not allow; or the cached
            sign-in cannot be read; or others can write to the folder of the lock files.
    """
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        needed = " and ".join(missing)
        raise pytest.UsageError(f"--m365={options.target} needs {needed}: pip install 'pytest-m365[live]'")
    # Before anything is collected: a test's parameters may show the environment.
    secrets = secrets_of(config)
    secrets.add(*(value for name in SECRETS if len(value := os.environ.get(name, "").strip()) >= SHORTEST))
    watching = ExitStack()
    watching.enter_context(msal_watched(secrets))
    config.add_cleanup(watching.close)
    try:
        settings = read_settings()
        guard = guard_of(config, settings.cloud)
        settings.check(guard)
        access = Access(settings, guard, paces_of(config), _process(config), secrets.add)
        # The run's header says who it acts as, and a cache that cannot be read would break it off there.
        _ = access.sign_in
    except (SettingsWrong, IniWrong, NotAllowed, SignInNeeded) as wrong:
        lines = [f"--m365={options.target} needs a tenant that is set up for it:", *str(wrong).splitlines()]
        raise pytest.UsageError("\n  ".join(lines)) from None
    try:
        occupant = Occupant(os.getpid(), access.process.run, str(config.rootpath))
        turns = Turns(locks_folder(), occupant, teller(config))
    except LocksNotOurs as wrong:
        raise pytest.UsageError(str(wrong)) from None
    run = LiveRun(access, turns, require=options.require, sweep=options.sweep)
    config.pluginmanager.register(LiveHooks(run), "m365-live")
    if len(options.kinds) > 1:
        config.pluginmanager.register(Variantless(), "m365-variantless")
    return run


def _process(config: pytest.Config) -> Process:
    """Return which process of the run this is, as xdist says it."""
    # Not as its variables say it, which a run inherits that a test of a worker starts.
    worker: dict[str, Any] = getattr(config, "workerinput", {})
    number = number_in(worker.get("workerid", "").removeprefix("gw"))
    return Process(worker.get(RUN) or new_run(datetime.now(UTC)), number or 0, worker.get("workercount", 1))
