"""Who a live run is towards its tenant, in this process: settings, what is allowed, who signs in, and which mailbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property

from fakeserver.jws import readable_claims
from pytest_m365.live.guard import Guard
from pytest_m365.live.paces import Paces
from pytest_m365.live.refusals import login_command
from pytest_m365.live.settings import LiveSettings
from pytest_m365.live.sign_in import SignIn


@dataclass(frozen=True)
class Process:
    """This process among those of the run."""

    #: the name of the run, which all of its processes share
    run: str
    #: of a worker of xdist, from 0; 0 without xdist
    number: int = 0
    #: how many share the work
    count: int = 1


@dataclass
class Access:
    """What everything that talks to the tenant starts from. Nothing is asked of the service before a token is."""

    settings: LiveSettings
    guard: Guard
    paces: Paces
    process: Process
    #: lets nothing that the run writes show a value
    learn: Callable[[str], None] = field(repr=False)
    #: user and scope -> claims of the last token; an application has one for each resource
    _shown: dict[tuple[str, str], Mapping[str, object]] = field(default_factory=dict, init=False, repr=False)
    _opened: ExitStack = field(default_factory=ExitStack, init=False, repr=False)

    @property
    def user(self) -> str:
        """The mailbox of this process: its sign-in name."""
        names = self.settings.usernames
        return names[self.process.number % len(names)]

    @property
    def is_shared(self) -> bool:
        """Whether other processes of the run use the same mailbox."""
        return self.process.count > len(self.settings.usernames)

    @cached_property
    def sign_in(self) -> SignIn:
        """Who signs in, and how."""
        from pytest_m365.live.cache import open_cache

        cache = open_cache(self.settings)
        budget = self.paces.timeout
        return self._opened.enter_context(
            SignIn(self.settings, self.guard, learn=self.learn, cache=cache, budget=budget)
        )

    @property
    def is_app(self) -> bool:
        """Whether the run acts as the application by itself."""
        return self.sign_in.identity == "app"

    @property
    def login_command(self) -> str:
        """The command by which this process's user signs in."""
        return login_command(self.user)

    @property
    def graph_scope(self) -> str:
        """What a token for Microsoft Graph is asked for by: all that is consented there."""
        return f"{self.settings.cloud.graph_resource}/.default"

    @property
    def domains(self) -> frozenset[str]:
        """Where our own clients send mail."""
        return frozenset(address.rpartition("@")[2] for address in self.guard.mailboxes)

    def token(self, scope: str, user: str | None = None) -> str:
        """Return a token of whom the run acts as.

        Args:
            scope: a user's; an application has its roles, of the resource that the scope names.
            user: whose mailbox it is for; this process's by default.

        Raises:
            NotAllowed, SignInRefused, Unavailable
        """
        user = user or self.user
        if self.is_app:
            token = self.sign_in.app_token([scope] if scope == self.graph_scope else ())
        else:
            token = self.sign_in.user_token([scope], user)
        self._shown[self._key(scope, user)] = readable_claims(token)
        return token

    def claims(self, scope: str) -> Mapping[str, object] | None:
        """Return what the last token said with which this process's mailbox was asked for; None: there was none."""
        return self._shown.get(self._key(scope, self.user))

    def _key(self, scope: str, user: str) -> tuple[str, str]:
        return ("", scope if scope == self.graph_scope else "") if self.is_app else (user, scope)

    def close(self) -> None:
        """End what is open to the sign-in service."""
        self._opened.close()
