"""Tokens for a live run, by the real msal, from the fake under the real service's names."""

import time
from dataclasses import replace
from typing import Any

import msal
import pytest

from pytest_m365 import Target, Tenant
from pytest_m365.live.errors import SignInNeeded, SignInRefused
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.settings import read_settings
from tests.plugin.live.conftest import Make, Waits, guard_of, unheard
from tests.tokens import claims_of


@pytest.fixture
def an_hour_later(m365_fake: Tenant, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets the tenant's clock and msal's go on until access tokens have expired."""

    def go_on(seconds: float = 6000) -> None:
        m365_fake.clock.advance(seconds)
        now = time.time
        monkeypatch.setattr(time, "time", lambda: now() + seconds)

    return go_on


class TestAsTheApplication:
    def test_by_secret(self, sign_in: Make, m365: Target, learned: list[str]) -> None:
        token = sign_in().app_token()
        claims = claims_of(token)
        assert (claims["tid"], claims["appid"]) == (m365.tenant_id, m365.daemon_app.client_id)
        assert claims["aud"] == "https://outlook.office365.com"
        assert {token, m365.daemon_app.client_secret} <= set(learned)
        assert len(learned) == len(set(learned))

    def test_the_second_token_is_the_first(self, sign_in: Make) -> None:
        signed_in = sign_in()
        assert signed_in.app_token() == signed_in.app_token()

    def test_it_is_renewed_silently(self, sign_in: Make, an_hour_later: Any) -> None:
        signed_in = sign_in()
        first = signed_in.app_token()
        an_hour_later()
        assert claims_of(signed_in.app_token())["exp"] > claims_of(first)["exp"]

    def test_with_a_line_end_behind_its_secret(self, sign_in: Make, m365: Target) -> None:
        assert sign_in(M365_CLIENT_SECRET=f"{m365.daemon_app.client_secret}\r\n").app_token()

    def test_with_an_expired_secret(self, sign_in: Make, m365_fake: Tenant, waits: Waits) -> None:
        m365_fake.clock.advance(3 * 365 * 86400)
        with pytest.raises(SignInRefused, match=r"AADSTS7000222: .*expired.*Trace ID: \S+ Correlation ID: ") as refused:
            sign_in().app_token()
        assert (refused.value.code, type(refused.value), waits.seconds) == (7000222, SignInRefused, [])
        assert "while signing in as the application" in str(refused.value)

    def test_with_the_secrets_id(self, sign_in: Make, m365_fake: Tenant) -> None:
        with pytest.raises(SignInRefused, match="AADSTS7000215: Invalid client secret provided"):
            sign_in(M365_CLIENT_SECRET=m365_fake.daemon_app.secrets[0].secret_id).app_token()

    def test_without_one(self, sign_in: Make) -> None:
        signed_in = sign_in(M365_DAEMON_CLIENT_ID=None, M365_CLIENT_SECRET=None)
        for ask in (signed_in.app_token, signed_in.daemon_app):
            with pytest.raises(SignInRefused, match="M365_DAEMON_CLIENT_ID and its credential are not set"):
                ask()

    def test_in_a_tenant_that_is_not_there(self, sign_in: Make) -> None:
        nowhere = "8b2f0000-0000-4000-8000-000000000001"
        with pytest.raises(SignInRefused, match=r"AADSTS90002: Tenant '8b2f") as refused:
            sign_in(M365_TENANT_ID=nowhere).app_token()
        assert refused.value.code == 90002

    def test_azures_variables_are_not_read(
        self, sign_in: Make, m365: Target, m365_fake: Tenant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AZURE_TENANT_ID", "8b2f0000-0000-4000-8000-000000000001")
        monkeypatch.setenv("AZURE_CLIENT_ID", m365_fake.register_app("Production").client_id)
        monkeypatch.setenv("AZURE_CLIENT_SECRET", "production")
        assert claims_of(sign_in().app_token())["appid"] == m365.daemon_app.client_id


class TestAsTheUser:
    def test_from_the_cache_and_renewed(
        self, sign_in: Make, kept: msal.TokenCache, m365: Target, an_hour_later: Any, learned: list[str]
    ) -> None:
        signed_in = sign_in(kept)
        first = signed_in.user_token(["IMAP.AccessAsUser.All"], m365.username)
        assert claims_of(first)["upn"] == m365.username
        assert signed_in.user_token(["IMAP.AccessAsUser.All"]) == first
        an_hour_later()
        second = signed_in.user_token(["IMAP.AccessAsUser.All"], m365.username.upper())
        assert second != first
        assert {first, second} <= set(learned)
        renewed = kept.search(msal.TokenCache.CredentialType.REFRESH_TOKEN)
        assert {entry["secret"] for entry in renewed} <= set(learned)

    def test_without_scopes_all_that_are_consented(self, sign_in: Make, kept: msal.TokenCache) -> None:
        assert {"IMAP.AccessAsUser.All", "SMTP.Send"} <= set(claims_of(sign_in(kept).user_token())["scp"].split())

    def test_of_another_resource(self, sign_in: Make, kept: msal.TokenCache) -> None:
        token = sign_in(kept).user_token(["https://outlook.office.com/SMTP.Send"])
        assert "SMTP.Send" in claims_of(token)["scp"].split()

    def test_nobody_has_signed_in(self, sign_in: Make, m365: Target) -> None:
        with pytest.raises(SignInNeeded) as needed:
            sign_in().user_token()
        assert needed.value.answer == (
            f"nobody has signed in as {m365.username} on this machine: "
            f"python -m pytest_m365 login --user {m365.username}"
        )

    def test_without_an_application_for_users(self, sign_in: Make) -> None:
        with pytest.raises(SignInNeeded, match="M365_CLIENT_ID is not set"):
            sign_in(M365_CLIENT_ID=None).user_token()

    def test_by_password_where_that_is_allowed(self, sign_in: Make, m365: Target, learned: list[str]) -> None:
        token = sign_in(M365_PASSWORD=m365.password, M365_ALLOW_PASSWORD="1").user_token(["SMTP.Send"])
        assert claims_of(token)["upn"] == m365.username
        assert {token, m365.password} <= set(learned)

    def test_by_a_wrong_password(self, sign_in: Make) -> None:
        with pytest.raises(SignInRefused, match="AADSTS50126") as refused:
            sign_in(M365_PASSWORD="Wrong-Heron-1", M365_ALLOW_PASSWORD="1").user_token()
        assert "Wrong-Heron-1" not in str(refused.value)
        assert not isinstance(refused.value, SignInNeeded)

    def test_by_password_with_a_second_factor(self, sign_in: Make, m365: Target, m365_fake: Tenant) -> None:
        m365_fake.user("alice").mfa = "required"
        with pytest.raises(SignInNeeded, match=r"AADSTS50076: .*python -m pytest_m365 login --user alice@"):
            sign_in(M365_PASSWORD=m365.password, M365_ALLOW_PASSWORD="1").user_token()

    def test_conditional_access_is_not_mended_by_signing_in(
        self, sign_in: Make, kept: msal.TokenCache, m365_fake: Tenant
    ) -> None:
        m365_fake.sign_ins.add_conditional_access("block")
        with pytest.raises(SignInRefused, match="AADSTS53003: Access has been blocked") as refused:
            sign_in(kept).user_token(["https://outlook.office.com/SMTP.Send"])
        assert not isinstance(refused.value, SignInNeeded)

    def test_without_consent(self, sign_in: Make, m365: Target, m365_fake: Tenant) -> None:
        app = m365_fake.register_app("Unconsented", public=True, delegated=["SMTP.Send"], consent="user")
        with pytest.raises(SignInNeeded, match="AADSTS65001"):
            sign_in(
                M365_CLIENT_ID=app.client_id, M365_PASSWORD=m365.password, M365_ALLOW_PASSWORD="1"
            ).user_token(["SMTP.Send"])  # fmt: skip


class TestADeadSignIn:
    """Each says why, and the command that mends it."""

    @pytest.fixture
    def ask(self, sign_in: Make, kept: msal.TokenCache) -> Any:
        # Of another resource, so that the cache has none.
        return lambda: sign_in(kept).user_token(["https://outlook.office.com/SMTP.Send"])

    def test_it_lay_still_for_too_long(self, ask: Any, m365_fake: Tenant) -> None:
        m365_fake.clock.advance(91 * 86400)
        self.check(ask, 700082)

    def test_it_was_revoked(self, ask: Any, m365: Target, m365_fake: Tenant) -> None:
        m365_fake.revoke(m365.username)
        self.check(ask, 50173)

    def test_the_password_was_changed(self, ask: Any, m365_fake: Tenant) -> None:
        m365_fake.sign_ins.change_password("alice")
        self.check(ask, 50133)

    def test_a_policy_wants_a_new_one_each_hour(self, ask: Any, m365_fake: Tenant) -> None:
        m365_fake.sign_ins.add_conditional_access("hourly", grant=None, sign_in_frequency=3600)
        m365_fake.clock.advance(3601)
        self.check(ask, 70043)

    def check(self, ask: Any, code: int) -> None:
        with pytest.raises(SignInNeeded, match="python -m pytest_m365 login --user alice@") as needed:
            ask()
        assert needed.value.code == code
        assert f"AADSTS{code}" in needed.value.answer


class TestApplicationsOfATestsOwn:
    def test_the_daemon(self, sign_in: Make, m365: Target, learned: list[str]) -> None:
        result = sign_in().daemon_app().acquire_token_for_client(["https://outlook.office365.com/.default"])
        assert claims_of(result["access_token"])["appid"] == m365.daemon_app.client_id
        assert result["access_token"] in learned

    def test_the_public_one_has_a_cache_of_its_own(
        self, sign_in: Make, kept: msal.TokenCache, m365: Target, learned: list[str]
    ) -> None:
        app = sign_in(kept).public_app(app_name="mine")
        assert app.get_accounts() == []
        result = app.acquire_token_by_username_password(m365.username, m365.password, ["User.Read"])
        assert {result["access_token"], result["refresh_token"], m365.password} <= set(learned)

    def test_they_are_told_of_a_busy_service_at_once(self, sign_in: Make, m365_fake: Tenant, waits: Waits) -> None:
        app = sign_in().daemon_app()
        m365_fake.faults.throttle("token", retry_after=7)
        assert "error" in app.acquire_token_for_client(["https://outlook.office365.com/.default"])
        assert waits.seconds == []

    def test_they_stay_with_allowed_hosts(self, sign_in: Make) -> None:
        with pytest.raises(NotAllowed, match=r"login\.example"):
            sign_in().public_app(authority="https://login.example/common")


@pytest.mark.parametrize(
    ("cloud", "sign_in_host", "resource"),
    [
        ("usgov", "login.microsoftonline.us", "https://outlook.office365.us"),
        ("usgovdod", "login.microsoftonline.us", "https://outlook-dod.office365.us"),
        ("china", "login.partner.microsoftonline.cn", "https://partner.outlook.cn"),
    ],
)
def test_in_a_national_cloud(
    sign_in: Make, m365: Target, m365_fake: Tenant, cloud: str, sign_in_host: str, resource: str
) -> None:
    """Scopes and hosts are those of the cloud; the public cloud's is not asked about it."""
    signed_in = sign_in(M365_CLOUD=cloud, M365_PASSWORD=m365.password, M365_ALLOW_PASSWORD="1")
    assert claims_of(signed_in.app_token())["aud"] == resource
    assert claims_of(signed_in.user_token(["IMAP.AccessAsUser.All"]))["aud"] == resource


def test_it_is_a_context(environment: dict[str, str]) -> None:
    from pytest_m365.live.sign_in import SignIn

    settings = replace(read_settings(environment), password=None)
    with SignIn(settings, guard_of(settings), learn=unheard) as signed_in:
        assert signed_in.identity == "app"
