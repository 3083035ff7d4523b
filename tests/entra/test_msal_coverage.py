"""Every way to a token that msal for Python offers is walked by a test of this folder."""

from pathlib import Path

import msal
import pytest

#: what changes or tells something about the cache
OF_THE_CACHE = (
    "get_accounts",
    "remove_account",
    "remove_tokens_for_client",
    "initiate_",
    "get_authorization_request_url",
)


def ways() -> list[str]:
    names = {*dir(msal.PublicClientApplication), *dir(msal.ConfidentialClientApplication)}
    return sorted(name for name in names if name.startswith(("acquire_token", *OF_THE_CACHE)))


@pytest.mark.parametrize("name", ways())
def test_is_walked(name: str) -> None:
    texts = [path.read_text() for path in Path(__file__).parent.glob("test_msal_*.py") if path != Path(__file__)]
    assert any(f".{name}(" in text for text in texts)
