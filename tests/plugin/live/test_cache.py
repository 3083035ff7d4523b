"""Sign-ins kept on this machine: where, encrypted or plain, and by several processes."""

import codecs
import os
import stat
import sys
from pathlib import Path
from typing import Any

import msal
import pytest
from msal_extensions import FilePersistence

from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Redirect, Target
from pytest_m365.live import cache
from pytest_m365.live.cache import NoEncryption, SignInCache, open_cache, state_folder
from pytest_m365.live.errors import SignInNeeded
from pytest_m365.live.settings import read_settings
from tests.plugin.live.conftest import Make, sign_in_by_password

TENANT, CLIENT = "8b2f0000-0000-4000-8000-000000000001", "8b2f0000-0000-4000-8000-000000000002"


@pytest.fixture
def kept_in(tmp_path: Path, environment: dict[str, str]) -> SignInCache:
    """The cache of the environment's tenant, in a folder of the test's own."""
    return SignInCache.of(read_settings(environment), tmp_path / "state")


@pytest.fixture
def here(tmp_path: Path) -> SignInCache:
    """The cache of a tenant that nobody asks for anything."""
    return SignInCache(tmp_path / "state", TENANT, CLIENT)


class Scrambled(FilePersistence):  # type: ignore[misc]  # msal-extensions has no types
    """Stands in for a platform's encryption."""

    is_encrypted = True

    def save(self, content: str) -> None:
        super().save(codecs.encode(content, "rot13"))

    def load(self) -> str:
        return codecs.decode(super().load(), "rot13")


@pytest.fixture
def encrypting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine has encryption."""
    monkeypatch.setattr(cache, "build_encrypted_persistence", Scrambled)


@pytest.fixture
def headless(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine has none, in the words of msal-extensions on a Linux without a desktop."""

    def build(location: str) -> None:
        raise ImportError("Unable to import module 'gi'\nRuntime dependency of PyGObject is missing.")

    monkeypatch.setattr(cache, "build_encrypted_persistence", build)


def account(name: str) -> dict[str, Any]:
    """Return what msal adds to a cache when somebody signs in."""
    return {
        "client_id": CLIENT,
        "scope": ["s"],
        "token_endpoint": f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token",
        "environment": "login.microsoftonline.com",
        "response": {"access_token": f"access-{name}", "refresh_token": f"refresh-{name}", "expires_in": 3600},
    }


def secrets_in(opened: msal.TokenCache | None) -> set[str]:
    assert opened is not None
    return {entry["secret"] for entry in opened.search(msal.TokenCache.CredentialType.REFRESH_TOKEN)}


class TestTheFolder:
    @pytest.mark.parametrize(
        ("platform", "environment", "ending"),
        [
            ("linux", {"XDG_STATE_HOME": "/var/state"}, "/var/state/pytest-m365"),
            ("linux", {"XDG_STATE_HOME": "relative"}, ".local/state/pytest-m365"),
            ("linux", {}, ".local/state/pytest-m365"),
            ("darwin", {}, "Library/Application Support/pytest-m365"),
            ("win32", {"LOCALAPPDATA": "/users/me/Local"}, "/users/me/Local/pytest-m365"),
            ("win32", {}, "AppData/Local/pytest-m365"),
        ],
    )
    def test_it_is_the_platforms(self, platform: str, environment: dict[str, str], ending: str) -> None:
        folder = state_folder(environment, platform)
        assert folder.as_posix().endswith(ending)
        assert folder.is_absolute()

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
    def test_nobody_else_looks_into_it(self, here: SignInCache) -> None:
        here.folder.mkdir(mode=0o755)
        here.create(plain=True).add(account("alice"))
        assert here.path is not None
        assert stat.S_IMODE(here.folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(here.path.stat().st_mode) == 0o600


class TestPlain:
    def test_its_name_says_so(self, here: SignInCache) -> None:
        assert (here.path, here.open(), here.is_plain) == (None, None, False)
        here.create(plain=True).add(account("alice"))
        assert here.path == here.folder / f"{TENANT}.{CLIENT}.plain.json"
        assert here.is_plain
        assert secrets_in(here.open()) == {"refresh-alice"}

    def test_damaged(self, here: SignInCache) -> None:
        here.create(plain=True).add(account("alice"))
        here.plain_path.write_text('{"RefreshToken": {')
        with pytest.raises(SignInNeeded, match=r"python -m pytest_m365 logout, then python -m pytest_m365 login"):
            here.open()

    def test_it_takes_the_place_of_the_encrypted(self, here: SignInCache, encrypting: None) -> None:
        here.create(plain=False).add(account("alice"))
        here.create(plain=True).add(account("bob"))
        here.settle(plain=True)
        assert not here.encrypted_path.exists()
        assert secrets_in(here.open()) == {"refresh-bob"}


class TestEncrypted:
    def test_it_is_read_back(self, here: SignInCache, encrypting: None) -> None:
        here.create(plain=False).add(account("alice"))
        assert here.path == here.encrypted_path
        assert not here.is_plain
        assert "refresh-alice" not in here.encrypted_path.read_text()
        assert secrets_in(here.open()) == {"refresh-alice"}

    def test_it_takes_the_place_of_the_plain(self, here: SignInCache, encrypting: None) -> None:
        here.create(plain=True).add(account("alice"))
        here.create(plain=False).add(account("bob"))
        here.settle(plain=False)
        assert not here.plain_path.exists()
        assert secrets_in(here.open()) == {"refresh-bob"}

    def test_not_on_this_machine(self, here: SignInCache, headless: None) -> None:
        with pytest.raises(
            NoEncryption, match=r"this machine: Unable to import module 'gi'\n.*login --plaintext\n.*python3-gi"
        ):
            here.create(plain=False)
        assert here.path is None

    def test_not_any_more(self, here: SignInCache, encrypting: None, request: pytest.FixtureRequest) -> None:
        """As in a cron job, without the desktop session that it was made in."""
        here.create(plain=False).add(account("alice"))
        request.getfixturevalue("headless")
        with pytest.raises(SignInNeeded, match="reading the cached sign-in"):
            here.open()
        assert here.remove()
        assert here.path is None


class TestForgetting:
    @pytest.mark.parametrize("plain", [True, False])
    def test_it_is_gone(self, here: SignInCache, encrypting: None, plain: bool) -> None:
        here.create(plain=plain).add(account("alice"))
        assert here.remove()
        assert here.open() is None
        assert not here.remove()

    def test_what_a_keyring_has_is_overwritten(
        self, here: SignInCache, encrypting: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here.create(plain=False).add(account("alice"))
        saved: list[str] = []
        monkeypatch.setattr(Scrambled, "save", lambda self, content: saved.append(content))
        here.remove()
        assert saved == ["{}"]


def test_without_an_application_for_users_there_is_none(environment: dict[str, str], tmp_path: Path) -> None:
    del environment["M365_CLIENT_ID"]
    assert open_cache(read_settings(environment), tmp_path) is None


#: asks for a token of a scope with the cache in a folder, and prints it
CHILD = """
import os
import sys
from pathlib import Path
from pytest_m365.live.cache import open_cache
from pytest_m365.live.guard import Guard
from pytest_m365.live.settings import read_settings
from pytest_m365.live.sign_in import SignIn

# The redirect's environment has the password as well.
settings = read_settings({**os.environ, "M365_PASSWORD": ""})
guard = Guard(frozenset({settings.tenant_id}), frozenset(settings.usernames), settings.cloud.hosts)
cache = open_cache(settings, Path(sys.argv[1]))
with SignIn(settings, guard, learn=lambda secret: None, cache=cache) as signed_in:
    print(signed_in.user_token([sys.argv[2]]))
"""
OTHERS = ("https://outlook.office.com/SMTP.Send", "https://ps.outlook.com/POP.AccessAsUser.All")


def test_processes_share_it(
    kept_in: SignInCache,
    m365: Target,
    m365_fake: Tenant,
    m365_redirect: Redirect,
    environment: dict[str, str],
    sign_in: Make,
) -> None:
    """Several at once get in each other's way in nothing, and what one renews the others have."""
    sign_in_by_password(m365, kept_in.create(plain=True))
    signed_in = sign_in(kept_in.open())
    assert signed_in.user_token()
    child = [sys.executable, "-c", CHILD, str(kept_in.folder)]
    env = {**os.environ, **environment}
    with (
        m365_redirect.popen([*child, OTHERS[0]], env=env, stdout=-1) as one,
        m365_redirect.popen([*child, OTHERS[1]], env=env, stdout=-1) as two,
    ):
        tokens = [process.communicate(timeout=60)[0].strip() for process in (one, two)]
    assert all(tokens), "a process has failed"
    assert [entry.name for entry in kept_in.folder.iterdir()] == [kept_in.plain_path.name]
    graph = "https://graph.microsoft.com/.default"
    token = m365_redirect.run([*child, graph], env=env).stdout.strip()
    asked = len(m365_fake.journal)
    assert signed_in.user_token([graph]) == token
    assert len(m365_fake.journal) == asked
