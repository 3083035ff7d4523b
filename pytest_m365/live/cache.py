"""Where ``python -m pytest_m365 login`` keeps sign-ins: a file in the user's state folder, for each tenant and client.

Encrypted by what the platform has (DPAPI, Keychain, libsecret); plain only where that was asked for, and its name says
so. Processes share it: msal-extensions locks it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import msal
from msal_extensions import FilePersistence, PersistedTokenCache, build_encrypted_persistence
from msal_extensions.persistence import BasePersistence, PersistenceDecryptionError

from pytest_m365.live.errors import SignInNeeded
from pytest_m365.live.refusals import LOGIN, LOGOUT
from pytest_m365.live.settings import LiveSettings

#: days for which Entra ID keeps a refresh token that nobody uses; each use begins them anew
REFRESH_TOKEN_DAYS = 90
_FOLDER = "pytest-m365"

#: on one line each: what is wrong, and the ways out
_NO_ENCRYPTION = f"""the sign-in cannot be encrypted on this machine: {{reason}}
  - keep it in a plain file that only you can read: {LOGIN} --plaintext
  - or, on a Linux desktop with a keyring, install PyGObject and libsecret (Debian, Ubuntu: apt install python3-gi \
gir1.2-secret-1) and use an environment made with --system-site-packages"""

TokenCache: TypeAlias = msal.TokenCache


class _WholeFile(FilePersistence):  # type: ignore[misc]  # msal-extensions has no types
    """A plain file that no process ever reads half written."""

    def save(self, content: str) -> None:
        """Replace the file."""
        path = Path(self.get_location())
        new = path.with_name(f"{path.name}.{os.getpid()}.new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(content)
        # File systems note times in coarse steps, and by them the other processes see that there is something new.
        now = time.time_ns()
        os.utime(new, ns=(now, now))
        os.replace(new, path)


class NoEncryption(Exception):
    """This machine has nothing that encrypts the cache; says what would, and the way without."""


def state_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the folder of this user's state."""
    if platform == "win32":
        base = environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        # A relative one is to be ignored (XDG Base Directory Specification).
        given = environment.get("XDG_STATE_HOME", "")
        base = given if given.startswith("/") else Path.home() / ".local" / "state"
    return Path(base) / _FOLDER


@dataclass(frozen=True)
class SignInCache:
    """The sign-ins for one tenant and one application."""

    folder: Path
    tenant_id: str
    client_id: str

    @classmethod
    def of(cls, settings: LiveSettings, folder: Path | None = None) -> SignInCache:
        """Return that of a live run's tenant and public application, whether there is one or not."""
        return cls(folder or state_folder(), settings.tenant_id, (settings.client_id or "").lower())

    @property
    def plain_path(self) -> Path:
        """Where it is, if it is plain."""
        return self.folder / f"{self.tenant_id}.{self.client_id}.plain.json"

    @property
    def encrypted_path(self) -> Path:
        """Where it is, if it is encrypted; with Keychain and libsecret the file is there, and they have the content."""
        return self.folder / f"{self.tenant_id}.{self.client_id}.encrypted"

    @property
    def path(self) -> Path | None:
        """Where it is; None where nobody has signed in."""
        return next((path for path in (self.plain_path, self.encrypted_path) if path.is_file()), None)

    @property
    def is_plain(self) -> bool:
        """Whether tokens stand there for everyone to read who reads this user's files."""
        return self.path == self.plain_path

    def open(self) -> TokenCache | None:
        """Return the cache for msal, which keeps it up to date; None where nobody has signed in.

        Raises:
            SignInNeeded: it cannot be read.
        """
        path = self.path
        if path is None:
            return None
        try:
            persistence = self._persistence(plain=path == self.plain_path)
            cache = PersistedTokenCache(persistence)
            if self.is_plain:
                json.loads(persistence.load())
            else:
                # Looks again where another process is writing it.
                list(cache.search(msal.TokenCache.CredentialType.ACCOUNT))
            return cache
        except (NoEncryption, PersistenceDecryptionError, OSError, ValueError) as error:
            # ValueError: what was written is no JSON any more.
            reason = next(iter(str(error).splitlines()), "") or type(error).__name__
            raise SignInNeeded(
                f"reading the cached sign-in {path}",
                f"{reason}; renew it: {LOGOUT}, then {LOGIN}",
            ) from None

    def create(self, *, plain: bool) -> TokenCache:
        """Return the cache for msal, which writes it with the first sign-in.

        Raises:
            NoEncryption: it was to be encrypted, and can't be here.
            OSError: the folder cannot be written.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        return PersistedTokenCache(self._persistence(plain=plain))

    def settle(self, *, plain: bool) -> None:
        """Remove the cache of the other kind, once this one is written: there is one."""
        other = self.encrypted_path if plain else self.plain_path
        if other.is_file():
            self._remove(other)

    def remove(self) -> bool:
        """Forget all sign-ins; say whether there were any."""
        path = self.path
        if path is not None:
            self._remove(path)
        return path is not None

    def _remove(self, path: Path) -> None:
        if path == self.encrypted_path:
            try:
                # Keychain and libsecret have the content, and msal-extensions no call that removes it.
                self._persistence(plain=False).save("{}")
            except NoEncryption:
                # Then it cannot be read here either; the file is what says that there is one.
                path.unlink()
                return
        path.unlink()

    def _persistence(self, *, plain: bool) -> BasePersistence:
        if plain:
            return _WholeFile(str(self.plain_path))
        try:
            return build_encrypted_persistence(str(self.encrypted_path))
        except Exception as error:  # noqa: BLE001  (ImportError, GLib's errors, its own: each platform has others)
            reason = next(iter(str(error).splitlines()), "") or type(error).__name__
            raise NoEncryption(_NO_ENCRYPTION.format(reason=reason)) from None


def open_cache(settings: LiveSettings, folder: Path | None = None) -> TokenCache | None:
    """Return what somebody has signed in with on this machine; None where nobody has.

    Raises:
        SignInNeeded: it cannot be read.
    """
    return SignInCache.of(settings, folder).open() if settings.client_id else None
