"""Access tokens without HTTP: right ones straight from the token service, and any other kind."""

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from fakeserver.tenant.administration.people import People
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.permissions import EXCHANGE_ADDRESS, RequestedScopes, parse_scopes, qualified
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tokens import forge
from fakeserver.tenant.tokens.authority import TokenAuthority
from fakeserver.tenant.tokens.keys import KeyRing, SigningKey


class Minting:
    """Makes the access tokens that tests ask for."""

    def __init__(
        self,
        people: People,
        directory: Directory,
        tokens: TokenAuthority,
        keys: KeyRing,
        domain: str,
        *,
        clock: Clock,
        lock: threading.RLock,
    ) -> None:
        self._people = people
        self._directory = directory
        self._tokens = tokens
        self._keys = keys
        self._domain = domain
        self._clock = clock
        self._lock = lock

    def token(self, app: Application, user: User | str, *scopes: str) -> str:
        """Return a delegated access token straight from the token service, without HTTP.

        Args:
            scopes: short names of Exchange Online's, or whole ones; by default all that were consented to.

        Raises:
            DirectoryRefused: the token service says no, e.g. ConsentMissing.
        """
        with self._lock:
            wanted = self._requested(scopes)
            return self._tokens.issuer.issue_for_user(app, self._people.user(user), wanted).access_token

    def app_token(self, app: Application, *scopes: str) -> str:
        """Return an app-only access token straight from the token service; ``scopes`` names a resource's `.default`.

        Raises:
            ScopeMustBeDefault: something else was named.
        """
        with self._lock:
            return self._tokens.client_credentials(app, self._requested(scopes)).access_token

    def mint(
        self,
        app: Application,
        user: User | str | None,
        scopes: Iterable[str] | None,
        roles: Iterable[str] | None,
        *,
        header: Mapping[str, Any] | None,
        key: SigningKey | bytes | Literal["current"] | None,
        raw: Callable[[bytes], bytes] | None,
        claim_overrides: Mapping[str, Any],
    ) -> str:
        """Make any access token, right or wrong; nothing is checked.

        Args:
            app: whom it is issued to; by default the tenant's `public_app`, or without a user its `daemon_app`.
            user: None makes an app-only token.
            scopes: short names; by default all of the mail scopes, an empty list is none. A user's token only.
            roles: by default all of the mail roles, an empty list is none. An app-only token only.
            header: fields that replace the header's; None removes one.
            key: "current", another `SigningKey`, octets (HS256 by them) or None (no signature).
            raw: changes the payload's octets before they are signed.
            claim_overrides: claims that replace the usual ones; None removes one.

        Raises:
            TypeError: the key is another text than "current".
            ValueError: no such user.
        """
        with self._lock:
            return forge.forged(
                self._tokens.issuer,
                int(self._clock.time()),
                app,
                None if user is None else self._people.user(user),
                scopes=None if scopes is None else tuple(scopes),
                roles=None if roles is None else tuple(roles),
                overrides=claim_overrides,
                header=header,
                key=forge.key_of(key, self._keys.current),
                raw=raw,
            )

    def _requested(self, scopes: Iterable[str]) -> RequestedScopes:
        words = [qualified(scope) for scope in scopes] or [f"{EXCHANGE_ADDRESS}/.default"]
        return parse_scopes(words, self._domain, find=self._directory.resource)
