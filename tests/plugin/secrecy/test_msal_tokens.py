"""Tokens that msal gets are secrets, whoever asked for them."""

from pytest_m365 import Target
from pytest_m365.secrecy.msal_tokens import msal_watched
from pytest_m365.secrecy.registry import Secrets

SCOPES = ["https://outlook.office.com/IMAP.AccessAsUser.All"]


def is_secret(secrets: Secrets, value: str) -> bool:
    return secrets.scrub_known(value[30:-30]) == "<redacted>"


def test_they_are_known_when_they_are_there(m365: Target) -> None:
    secrets, client = Secrets(), m365.msal_public()
    with msal_watched(secrets):
        answer = client.acquire_token_by_username_password(m365.username, m365.password, SCOPES)
        assert is_secret(secrets, answer["access_token"])
        refresh_tokens = [entry["secret"] for entry in client.token_cache.search("RefreshToken")]
        assert [is_secret(secrets, token) for token in refresh_tokens] == [True]
        assert secrets.scrub(m365.password) == "<redacted>"
        daemon = m365.msal_daemon().acquire_token_for_client(["https://outlook.office365.com/.default"])
        assert is_secret(secrets, daemon["access_token"])
        again = client.acquire_token_silent(SCOPES, client.get_accounts()[0], force_refresh=True)
        assert is_secret(secrets, again["access_token"])


def test_it_ends(m365: Target) -> None:
    secrets = Secrets()
    with msal_watched(secrets):
        pass
    answer = m365.msal_daemon().acquire_token_for_client(["https://outlook.office365.com/.default"])
    assert not is_secret(secrets, answer["access_token"])
