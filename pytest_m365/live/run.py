"""The live part of a run of pytest: what is known once for all of its tests, in this process."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cached_property
from importlib.util import find_spec
from itertools import count
from typing import TYPE_CHECKING

import pytest

from pytest_m365.live.environment import SECRETS, SettingsWrong
from pytest_m365.live.guard import Guard, NotAllowed
from pytest_m365.live.hooks import RUN, LiveHooks
from pytest_m365.live.ini import IniWrong, guard_of
from pytest_m365.live.paces import Paces, paces_of
from pytest_m365.live.refusals import login_command
from pytest_m365.live.settings import LiveSettings, read_settings
from pytest_m365.live.sign_in import SignIn
from pytest_m365.live.tags import Tag, new_run
from pytest_m365.options import Settings
from pytest_m365.secrecy import secrets_of

if TYPE_CHECKING:
    from pytest_m365.live.mailboxes import LiveMailboxes
    from pytest_m365.live.target import LiveTarget


#: what the extra ``live`` brings
NEEDED = ("filelock", "msal_extensions")


class LiveRun:
    """One tenant, one mailbox for this process, and who signs in."""

    def __init__(
        self, config: pytest.Config, options: Settings, settings: LiveSettings, guard: Guard, paces: Paces
    ) -> None:
        worker: dict[str, str] = getattr(config, "workerinput", {})
        self.options = options
        self.settings = settings
        self.guard = guard
        self.paces = paces
        self._secrets = secrets_of(config)
        #: the name of the run, which all of its processes share
        self.run = worker.get(RUN) or new_run(datetime.now(UTC))
        self._worker = _number(worker.get("workerid", ""))
        #: the mailbox of this process: its sign-in name
        self.user = settings.usernames[self._worker % len(settings.usernames)]
        #: whether other processes of the run use the same mailbox
        self.is_shared = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > len(settings.usernames)
        #: ids of the nodes that were given a target
        self.used: set[str] = set()
        self._numbers = count(1)
        self._open = ExitStack()
        #: by protocol, what a sign-in said: nothing, or why not
        self._lost: dict[str, str] = {}

    @cached_property
    def sign_in(self) -> SignIn:
        """Who signs in, and how."""
        from pytest_m365.live.cache import SignInCache

        cache = SignInCache.of(self.settings).open() if self.settings.client_id else None
        return self._open.enter_context(SignIn(self.settings, self.guard, learn=self.learn, cache=cache))

    @cached_property
    def mailboxes(self) -> LiveMailboxes:
        """The ways to the mailboxes."""
        from pytest_m365.live.mailboxes import LiveMailboxes
        from pytest_m365.live.rhythm import Rhythm

        return LiveMailboxes(self, Rhythm(timeout=self.paces.timeout, pace=self.paces.pace))

    @property
    def header(self) -> list[str]:
        """What the run's header says: where it goes, and who it acts as."""
        settings = self.settings
        return [
            f"m365 live: tenant {settings.tenant_id} ({settings.cloud.name} cloud), {', '.join(settings.usernames)}",
            f"m365 live: acts as {self.sign_in.acts_as}; run {self.run}",
        ]

    @property
    def login_command(self) -> str:
        """The command by which this process's user signs in."""
        return login_command(self.user)

    @property
    def domains(self) -> frozenset[str]:
        """Where our own clients send mail."""
        return frozenset(address.rpartition("@")[2] for address in self.guard.mailboxes)

    def learn(self, secret: str) -> None:
        """Let nothing that the run writes show a value."""
        self._secrets.add(secret)

    def token(self, scope: str, user: str | None = None) -> str:
        """Return a token of whom the run acts as.

        Args:
            scope: a user's; an application has its roles.
            user: whose mailbox it is for; this process's by default.
        """
        sign_in = self.sign_in
        return sign_in.app_token() if sign_in.identity == "app" else sign_in.user_token([scope], user or self.user)

    def new_tag(self) -> Tag:
        """Return the tag of the next test; no other of the run has it, in whichever process."""
        return Tag(self.run, next(self._numbers) * 1000 + self._worker)

    def lost(self, protocol: str) -> str:
        """Return why a protocol is not to be had for this process's mailbox; empty if it is. Asked once."""
        if protocol not in self._lost:
            from pytest_m365.live.probe import probe

            self._lost[protocol] = probe(self, protocol, ssl.create_default_context())
        return self._lost[protocol]

    def check_switches(self, switches: dict[str, object]) -> None:
        """Skip a test whose marker asks for a tenant that this one is not, or is not known to be."""
        from pytest_m365.live.switches import unmet

        if reason := unmet(self, switches):
            pytest.skip(reason)

    @contextmanager
    def target(self, node: pytest.Item | pytest.Collector) -> Iterator[LiveTarget]:
        """Give a target of its own to a test, or to several, and remove after what it has made."""
        from pytest_m365.live.target import LiveTarget

        self.used.add(node.nodeid)
        with self.mailboxes.of_test(self.new_tag()) as mailbox:
            yield LiveTarget(self, mailbox)

    def sweep(self) -> list[str]:
        """Remove what this run and earlier ones have left; return what there is to say of it."""
        lines = [line for swept in self.mailboxes.sweep() for line in swept.lines()]
        return [*lines, *self.mailboxes.notes]

    def close(self) -> None:
        """End what is open to the service."""
        if "mailboxes" in self.__dict__:
            self.mailboxes.close()
        self._open.close()


def begin(config: pytest.Config, options: Settings) -> LiveRun:
    """Return the live part of a run, whose settings are complete and allowed.

    Raises:
        pytest.UsageError: the environment lacks something, or names what the ini file does not allow.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise pytest.UsageError(
            f"--m365={options.target} needs {' and '.join(missing)}: pip install 'pytest-m365[live]'"
        )
    # Before anything is collected: a test's parameters may show the environment.
    secrets_of(config).add(*(value for name in SECRETS if (value := os.environ.get(name, "").strip())))
    try:
        settings = read_settings()
        guard = guard_of(config, settings.cloud)
        check(guard, settings)
        run = LiveRun(config, options, settings, guard, paces_of(config))
    except (SettingsWrong, IniWrong, NotAllowed) as wrong:
        lines = [f"--m365={options.target} needs a tenant that is set up for it:", *str(wrong).splitlines()]
        raise pytest.UsageError("\n  ".join(lines)) from None
    config.pluginmanager.register(LiveHooks(run), "m365-live")
    return run


def check(guard: Guard, settings: LiveSettings) -> None:
    """Refuse settings that lead where live runs may not go, before anything is asked of anybody.

    Raises:
        NotAllowed: says all of it, a line each.
    """
    wrong = []
    checks = [(guard.check_tenant, settings.tenant_id), (guard.check_url, settings.authority)]
    checks += [(guard.check_url, settings.ews_url)]
    checks += [(guard.check_host, where.host) for where in (settings.imap, settings.pop3, settings.smtp)]
    checks += [(guard.check_mailbox, user) for user in settings.usernames]
    for ask, value in checks:
        try:
            ask(value)
        except NotAllowed as refused:
            wrong.append(str(refused))
    if wrong:
        raise NotAllowed("\n".join(dict.fromkeys(wrong)))


def _number(worker: str) -> int:
    digits = worker.removeprefix("gw")
    return int(digits) if digits.isdigit() else 0
