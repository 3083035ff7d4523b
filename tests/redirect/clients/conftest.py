"""The service's names lead to the fake, and one document at one of them tells that a client has come there."""

import pytest

from pytest_m365 import Redirect, Target


@pytest.fixture(autouse=True)
def led(m365_redirect: Redirect) -> None:
    """Lead the names in every test here."""


@pytest.fixture
def keys(m365: Target) -> str:
    """A document of this tenant at its usual place."""
    return f"https://login.microsoftonline.com/{m365.tenant_id}/discovery/v2.0/keys"
