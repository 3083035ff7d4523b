"""Tokens of the real service: of a user who has signed in on this machine, or of an application by itself."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any, Self

import msal

from pytest_m365.live.credentials import client_credential
from pytest_m365.live.errors import SignInNeeded, SignInRefused
from pytest_m365.live.guard import Guard
from pytest_m365.live.guarded_session import GuardedSession
from pytest_m365.live.identity import Identity, identity_of
from pytest_m365.live.refusals import TRANSIENT, asking, login_command, refused
from pytest_m365.live.settings import Daemon, LiveSettings
from pytest_m365.live.wait_budget import BUDGET, WaitBudget


class SignIn:
    """The sign-ins of a run. Nothing is asked of the service before the first token is."""

    def __init__(
        self,
        settings: LiveSettings,
        guard: Guard,
        *,
        learn: Callable[[str], None],
        cache: msal.TokenCache | None = None,
        budget: float = BUDGET,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take what the environment names and what the ini file allows.

        Args:
            learn: is told each secret, before anything can show it.
            cache: what ``login`` has stored (`pytest_m365.live.cache.open_cache`); none by default.
            budget: seconds to wait, between two successes, for what may mend itself; 0 fails at once.
            sleep: waits.

        Raises:
            NotAllowed: the tenant or the authority is not one that live runs may touch.
        """
        guard.check_tenant(settings.tenant_id)
        guard.check_url(settings.authority)
        self._settings = settings
        self._guard = guard
        self._learned: set[str] = set()
        self._tell = learn
        self._cache = cache if cache is not None else msal.TokenCache()
        self.wait_budget = WaitBudget(budget, sleep)
        self._session = GuardedSession(guard, self._learn, self.wait_budget)
        self._sessions = [self._session]
        #: msal keeps refusals for a minute; a further try must not be answered from there
        self._http_cache: dict[str, Any] = {}
        for secret in settings.secrets:
            self._learn(secret)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, those of the applications that were handed out too."""
        for session in self._sessions:
            session.close()

    @property
    def identity(self) -> str:
        """Who the fixtures act as: "user" or "app"."""
        return self.acts_as.kind

    @cached_property
    def acts_as(self) -> Identity:
        """Who the fixtures act as, by what and why; as text it is for the run's header."""
        return identity_of(self._settings, self._signed_in())

    def user_token(self, scopes: Collection[str] = (), user: str = "") -> str:
        """Return an access token of a user, from the cache, renewed, or by password where that is allowed.

        Args:
            scopes: short names are Exchange Online's; none means all that are consented.
            user: sign-in name; the first of M365_USERNAMES by default.

        Raises:
            NotAllowed: the mailbox is not the tests' own, or the token is not what was asked for.
            SignInNeeded: nobody has signed in, or that sign-in is dead.
            SignInRefused, Unavailable
        """
        user = (user or self._settings.usernames[0]).lower()
        self._guard.check_mailbox(user)
        doing = f"signing in as {user}"
        client_id = self._settings.client_id
        if client_id is None:
            why = "M365_CLIENT_ID is not set, so that nobody can sign in; only the application can"
            raise SignInNeeded(doing, why, user=user)
        with asking(doing):
            app = self._public
        wanted = self._scopes(scopes)
        account = next(iter(app.get_accounts(user)), None)
        result = self._ask(doing, lambda: app.acquire_token_silent_with_error(wanted, account), user)
        if result is None and self._settings.password is not None:
            result = self._ask(doing, lambda: self._by_password(app, user, wanted), user)
        if result is None:
            why = f"nobody has signed in as {user} on this machine: {login_command(user)}"
            raise SignInNeeded(doing, why, user=user)
        return self._checked(result, client_id, user)

    def app_token(self, scopes: Collection[str] = ()) -> str:
        """Return an access token of the daemon application, with the roles it has.

        Args:
            scopes: as client credentials take them; Exchange Online's ``/.default`` by default.

        Raises:
            NotAllowed: the token is not what was asked for.
            SettingsWrong: the certificate's file cannot be used.
            SignInRefused, Unavailable
        """
        daemon = self._needed_daemon()
        doing = f"signing in as the application {daemon.client_id} by {daemon.way}"
        with asking(doing):
            app = self._daemon
        result = self._ask(doing, lambda: app.acquire_token_for_client(self._scopes(scopes)))
        if result is None:
            raise SignInRefused(doing, "no token and no reason")
        return self._checked(result, daemon.client_id, None)

    def public_app(self, **options: Any) -> msal.PublicClientApplication:
        """Return an ``msal.PublicClientApplication`` of the test's own, with a cache of its own."""
        return msal.PublicClientApplication(self._settings.client_id, **self._of_a_test(options))

    def daemon_app(self, **options: Any) -> msal.ConfidentialClientApplication:
        """Return an ``msal.ConfidentialClientApplication`` of the test's own, with the environment's credential."""
        daemon = self._needed_daemon()
        if "client_credential" not in options:
            options["client_credential"] = client_credential(daemon, self._learn)
        return msal.ConfidentialClientApplication(daemon.client_id, **self._of_a_test(options))

    def _of_a_test(self, options: dict[str, Any]) -> dict[str, Any]:
        # Without patience: what a test asks for itself it is answered itself.
        if "http_client" not in options:
            options["http_client"] = GuardedSession(self._guard, self._learn)
            self._sessions.append(options["http_client"])
        return {**self._at_authority, **options}

    @property
    def _at_authority(self) -> dict[str, Any]:
        # The guard knows the hosts; discovery would ask the public cloud's about them, also for tenants of other
        # clouds. No client_capabilities: IMAP, POP3 and SMTP have no way to carry a claims challenge.
        return {"authority": self._settings.authority, "instance_discovery": False}

    @cached_property
    def _public(self) -> msal.PublicClientApplication:
        return msal.PublicClientApplication(
            self._settings.client_id,
            token_cache=self._cache,
            http_client=self._session,
            http_cache=self._http_cache,
            **self._at_authority,
        )

    @cached_property
    def _daemon(self) -> msal.ConfidentialClientApplication:
        daemon = self._needed_daemon()
        return msal.ConfidentialClientApplication(
            daemon.client_id,
            client_credential=client_credential(daemon, self._learn),
            http_client=self._session,
            http_cache=self._http_cache,
            **self._at_authority,
        )

    def _needed_daemon(self) -> Daemon:
        if self._settings.daemon is None:
            doing = "signing in as an application"
            raise SignInRefused(doing, "M365_DAEMON_CLIENT_ID and its credential are not set")
        return self._settings.daemon

    def _signed_in(self) -> set[str]:
        """Return the users whose sign-ins are cached, in small letters; nothing is asked of the service."""
        kind = msal.TokenCache.CredentialType
        entries = self._cache.search(kind.ACCOUNT)
        for secret in self._cache.search(kind.REFRESH_TOKEN):
            self._learn(secret["secret"])
        return {str(entry.get("username", "")).lower() for entry in entries}

    def _scopes(self, names: Collection[str]) -> list[str]:
        resource = self._settings.cloud.resource
        return [name if "://" in name else f"{resource}/{name}" for name in names or (".default",)]

    def _by_password(self, app: msal.PublicClientApplication, user: str, scopes: list[str]) -> dict[str, Any]:
        with warnings.catch_warnings():
            # Whoever sets M365_ALLOW_PASSWORD has been told.
            warnings.simplefilter("ignore", DeprecationWarning)
            result: dict[str, Any] = app.acquire_token_by_username_password(user, self._settings.password, scopes)
        return result

    def _ask(self, doing: str, request: Callable[[], dict[str, Any] | None], user: str = "") -> dict[str, Any] | None:
        """Ask msal until there is a token, a refusal that stays, or no patience left."""
        while True:
            with asking(doing):
                result = request()
            if result is None or "access_token" in result:
                self.wait_budget.renew()
                return result
            refusal = refused(result, doing, user)
            if refusal.code not in TRANSIENT or not self.wait_budget.wait():
                raise refusal
            self._http_cache.clear()

    def _checked(self, result: dict[str, Any], client_id: str, user: str | None) -> str:
        """Return the token of an answer, if it is the one that was asked for."""
        token: str = result["access_token"]
        self._learn(token)
        self._guard.check_token(token, client_id=client_id, user=user)
        return token

    def _learn(self, secret: str) -> None:
        if secret and secret not in self._learned:
            self._learned.add(secret)
            self._tell(secret)
