"""Who the fixtures act as."""

from typing import Any

import msal
import pytest

from pytest_m365.live.identity import identity_of
from pytest_m365.live.settings import read_settings
from tests.plugin.live.conftest import Make

ALICE, BOB = "alice@contoso.example", "bob@contoso.example"
USER = {"M365_CLIENT_ID": "8b2f0000-0000-4000-8000-000000000002"}
APP = {"M365_DAEMON_CLIENT_ID": "8b2f0000-0000-4000-8000-000000000003", "M365_CLIENT_SECRET": "S8Q~maple"}
DAEMON = APP["M365_DAEMON_CLIENT_ID"]
PASSWORD = {"M365_PASSWORD": "Heron-Maple-4821", "M365_ALLOW_PASSWORD": "1"}


def environment(*parts: dict[str, str], **more: str) -> dict[str, str]:
    base = {"M365_TENANT_ID": "8b2f0000-0000-4000-8000-000000000001", "M365_USERNAME": ALICE}
    for part in parts:
        base |= part
    return base | more


@pytest.mark.parametrize(
    ("given", "signed_in", "kind", "line"),
    [
        (environment(USER, APP), {ALICE}, "user",
         f"user {ALICE} by cached sign-in, since that user has signed in on this machine"),
        (environment(USER, APP), set(), "app",
         f"application {DAEMON} by secret, since nobody has signed in as {ALICE} on this machine"),
        (environment(USER, APP, PASSWORD), set(), "user",
         f"user {ALICE} by password, since M365_ALLOW_PASSWORD is set"),
        (environment(USER), set(), "user",
         f"user {ALICE} by no sign-in yet, since no application is set (M365_DAEMON_CLIENT_ID)"),
        (environment(APP), set(), "app",
         f"application {DAEMON} by secret, since no application for users is set "
         "(M365_CLIENT_ID)"),
        (environment(USER, APP, M365_SIGN_IN="app"), {ALICE}, "app",
         f"application {DAEMON} by secret, since M365_SIGN_IN is app"),
        (environment(USER, APP, M365_SIGN_IN="user"), set(), "user",
         f"user {ALICE} by no sign-in yet, since M365_SIGN_IN is user"),
        # A run's workers are one or the other, all of them.
        (environment(USER, APP, M365_USERNAMES=f"{ALICE},{BOB}"), {ALICE}, "app",
         f"application {DAEMON} by secret, since nobody has signed in as {BOB} on this machine"),
    ],
)  # fmt: skip
def test_who(given: dict[str, str], signed_in: set[str], kind: str, line: str) -> None:
    identity = identity_of(read_settings(given), signed_in)
    assert (identity.kind, str(identity)) == (kind, line)


def test_a_cached_sign_in_is_seen_without_a_request(
    sign_in: Make, kept: msal.TokenCache, m365_fake: Any, learned: list[str]
) -> None:
    before = len(m365_fake.journal)
    assert sign_in(kept).identity == "user"
    assert sign_in().identity == "app"
    assert len(m365_fake.journal) == before
    (refresh_token,) = kept.search(msal.TokenCache.CredentialType.REFRESH_TOKEN)
    assert refresh_token["secret"] in learned
