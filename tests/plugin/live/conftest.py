"""The fake in the place of a live tenant: for sign-ins by the real host names, for the mailbox by its addresses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msal
import pytest
from urllib3.util import Retry

from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Target, Tenant
from pytest_m365.live.guard import Guard
from pytest_m365.live.settings import LiveSettings, read_settings
from pytest_m365.live.sign_in import SignIn
from pytest_m365.live.way import Way
from tests.certificates import KeyAndCertificate
from tests.live.github import GitHub
from tests.plugin.live.world import Twin


@dataclass
class Waits:
    """Stands in for `time.sleep`: keeps the seconds that were to be waited."""

    seconds: list[float] = field(default_factory=list)
    #: called after each wait, for what an admin or the service does meanwhile
    meanwhile: Callable[[], object] = lambda: None

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.meanwhile()


@pytest.fixture(scope="session")
def certificate() -> KeyAndCertificate:
    return KeyAndCertificate.new()


@pytest.fixture
def environment(m365: Target, m365_redirect: object) -> dict[str, str]:
    """What leads to the test's tenant, as user and as application; the real names lead to the fake."""
    return {
        "M365_TENANT_ID": m365.tenant_id,
        "M365_CLIENT_ID": m365.public_app.client_id,
        "M365_DAEMON_CLIENT_ID": m365.daemon_app.client_id,
        "M365_CLIENT_SECRET": m365.daemon_app.client_secret or "",
        "M365_USERNAME": m365.username,
    }


@pytest.fixture
def learned() -> list[str]:
    """What the sign-ins have told to be secret."""
    return []


@pytest.fixture
def waits() -> Waits:
    return Waits()


Make = Callable[..., SignIn]


@pytest.fixture
def sign_in(environment: dict[str, str], m365: Target, learned: list[str], waits: Waits) -> Iterator[Make]:
    """Makes the sign-ins of the environment, with changes to it; a None takes a variable out."""
    made: list[SignIn] = []

    def make(cache: Any = None, guard: Guard | None = None, budget: float = 120, **changes: str | None) -> SignIn:
        changed = {**environment, **changes}
        settings = read_settings({name: value for name, value in changed.items() if value is not None})
        made.append(
            SignIn(
                settings,
                guard or guard_of(settings),
                learn=learned.append,
                cache=cache,
                budget=budget,
                sleep=waits,
            )
        )
        return made[-1]

    yield make
    for each in made:
        each.close()


def unheard(secret: str) -> None:
    """Stands in for the registry of secrets."""


def guard_of(settings: LiveSettings, **changes: Any) -> Guard:
    """Return the guard of an ini file that names just what the settings name."""
    allowed = {
        "tenants": frozenset({settings.tenant_id}),
        "mailboxes": frozenset(settings.usernames),
        "hosts": settings.cloud.hosts,
    }
    return Guard(**{**allowed, **changes})


@pytest.fixture
def federated(m365_fake: Tenant) -> Application:
    """An application without a secret."""
    return m365_fake.register_app("Federated", application=["IMAP.AccessAsApp"])


@pytest.fixture
def twin(m365: Target, m365_fake: Tenant) -> Twin:
    """The fake as a live tenant."""
    return Twin(m365, m365_fake)


@pytest.fixture(params=["imap", "ews", "graph"])
def way(request: pytest.FixtureRequest, twin: Twin) -> Iterator[Way]:
    """Each way to the mailbox."""
    way = twin.way(request.param)
    yield way
    way.close()


@pytest.fixture
def kept(m365: Target, environment: dict[str, str]) -> msal.TokenCache:
    """A cache in which alice has signed in, as `login` leaves it."""
    cache = msal.TokenCache()
    sign_in_by_password(m365, cache)
    return cache


def sign_in_by_password(m365: Target, cache: msal.TokenCache) -> None:
    """Sign the test's user in, by the real name, as a person would have."""
    app = msal.PublicClientApplication(
        m365.public_app.client_id,
        authority=f"https://login.microsoftonline.com/{m365.tenant_id}",
        token_cache=cache,
    )
    result = app.acquire_token_by_username_password(
        m365.username, m365.password, ["https://outlook.office365.com/.default"]
    )
    assert "access_token" in result, result


@pytest.fixture
def github(
    certificate: KeyAndCertificate, m365: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[GitHub]:
    """GitHub Actions' token endpoint; its certificate and the fake's are trusted."""
    bundle = tmp_path / "bundle.pem"
    bundle.write_text(Path(m365.ca_file).read_text())
    github = GitHub(certificate, bundle)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    # The pauses between its tries.
    monkeypatch.setattr(Retry, "sleep", lambda *_: None)
    with github.serving():
        yield github
