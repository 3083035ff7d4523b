"""exchangelib finds a mailbox by Autodiscover, and leaves the user's cache alone."""

import warnings
from pathlib import Path

import pytest

from pytest_m365 import Target

exchangelib = pytest.importorskip("exchangelib")


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the cache of this user would be written."""
    from exchangelib.autodiscover import cache

    path = tmp_path / "cache"
    monkeypatch.setattr(cache, "AUTODISCOVER_PERSISTENT_STORAGE", path)
    return path


def test_autodiscover_finds_the_mailbox(m365: Target, stored: Path) -> None:
    from exchangelib.autodiscover import autodiscover_cache
    from exchangelib.credentials import OAuth2AuthorizationCodeCredentials
    from oauthlib.oauth2 import OAuth2Token

    m365.mailbox.deliver(subject="Found", body="…")
    token = OAuth2Token({"access_token": m365.token("EWS.AccessAsUser.All")})
    credentials = OAuth2AuthorizationCodeCredentials(access_token=token)
    for _ in range(2):
        found = exchangelib.Account(
            m365.username,
            credentials=credentials,
            autodiscover=True,
            access_type=exchangelib.DELEGATE,
            default_timezone=exchangelib.UTC,
        )
        assert found.protocol.server == "outlook.office365.com"
        assert [item.subject for item in found.inbox.all()] == ["Found"]
    assert len(autodiscover_cache) == 1
    assert list(stored.parent.iterdir()) == []


def test_nothing_of_it_is_left(m365: Target) -> None:
    from exchangelib.autodiscover import autodiscover_cache

    assert len(autodiscover_cache) == 0
    assert (m365.domain, None) not in autodiscover_cache


def test_a_mailbox_of_a_domain_that_is_not_there() -> None:
    from exchangelib.autodiscover.discovery import Autodiscovery
    from exchangelib.errors import AutoDiscoverFailed

    with warnings.catch_warnings(), pytest.raises(AutoDiscoverFailed):
        Autodiscovery("nobody@elsewhere.onmicrosoft.com", credentials=None).discover()
