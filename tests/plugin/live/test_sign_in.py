"""Tokens for a live run, by the real msal, from the fake under the real service's names."""

from pathlib import Path

import msal
import pytest

from fakeserver.tenant.cloud import Cloud
from pytest_m365 import FakeServer, Target, Tenant
from pytest_m365.live.errors import SignInNeeded, SignInRefused, Unavailable
from pytest_m365.live.guard import NotAllowed
from tests.certificates import KeyAndCertificate
from tests.plugin.live.conftest import Make, Waits
from tests.tokens import claims_of


class TestAsTheApplication:
    def test_by_secret(self, sign_in: Make, m365: Target, learned: list[str]) -> None:
        signed_in = sign_in(M365_SIGN_IN="app")
        token = signed_in.app_token()
        claims = claims_of(token)
        assert (claims["tid"], claims["appid"]) == (m365.tenant_id, m365.daemon_app.client_id)
        assert claims["aud"] == "https://outlook.office365.com"
        assert {token, m365.daemon_app.client_secret} <= set(learned)

    def test_the_second_is_of_the_cache(self, sign_in: Make, m365_fake: Tenant) -> None:
        signed_in = sign_in()
        assert signed_in.app_token() == signed_in.app_token()
