"""msal for Python: every public way to a user's token, its cache and its renewals."""

import time
from collections.abc import Callable
from typing import Any

import msal
import pytest

from pytest_m365 import Target, Tenant

IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"
SMTP = "https://outlook.office.com/SMTP.Send"
GRAPH = "https://graph.microsoft.com/User.Read"
REDIRECT = "http://localhost:4711"

#: msal would rather have form_post; programs use them all.
pytestmark = pytest.mark.filterwarnings("ignore:response_mode='form_post' is recommended:UserWarning")

AnswerOf = Callable[[str], dict[str, str]]


def check(result: dict[str, Any], m365: Target) -> None:
    """Expect a good answer for alice: a token that opens her mailbox, and an id_token about her."""
    assert "error" not in result, result
    assert (result["token_type"], result["scope"], result["token_source"]) == ("Bearer", IMAP, "identity_provider")
    assert 3600 <= result["expires_in"] <= 5400
    claims = result["id_token_claims"]
    assert (claims["preferred_username"], claims["tid"]) == (m365.username, m365.tenant_id)
    assert claims["iss"] == f"https://login.microsoftonline.com/{m365.tenant_id}/v2.0"


def by_password(public: msal.PublicClientApplication, m365: Target, *scopes: str) -> dict[str, Any]:
    result: dict[str, Any] = public.acquire_token_by_username_password(
        m365.username, m365.password, list(scopes or [IMAP])
    )
    return result


def test_interactive(public: msal.PublicClientApplication, authority: str, m365: Target) -> None:
    check(public.acquire_token_interactive([IMAP], timeout=60), m365)
    assert m365.browser.visited[0].startswith(f"{authority}/oauth2/v2.0/authorize?")


def test_interactive_with_hint_prompt_and_claims(public: msal.PublicClientApplication, m365: Target) -> None:
    result = public.acquire_token_interactive(
        [IMAP], timeout=60, prompt="select_account", login_hint=m365.username, domain_hint=m365.domain
    )
    check(result, m365)


@pytest.mark.parametrize("response_mode", ["query", "fragment", "form_post"])
def test_auth_code_flow(
    public: msal.PublicClientApplication, m365: Target, answer_of: AnswerOf, response_mode: str
) -> None:
    flow = public.initiate_auth_code_flow([IMAP], redirect_uri=REDIRECT, response_mode=response_mode)
    answer = answer_of(flow["auth_uri"])
    assert set(answer) == {"code", "client_info", "state", "session_state"}
    check(public.acquire_token_by_auth_code_flow(flow, answer), m365)


def test_an_answer_of_another_flow_is_noticed(public: msal.PublicClientApplication, answer_of: AnswerOf) -> None:
    flow = public.initiate_auth_code_flow([IMAP], redirect_uri=REDIRECT)
    other = public.initiate_auth_code_flow([IMAP], redirect_uri=REDIRECT)
    with pytest.raises(ValueError, match="state mismatch"):
        public.acquire_token_by_auth_code_flow(flow, answer_of(other["auth_uri"]))


@pytest.mark.filterwarnings("ignore:.*_auth_code_flow:DeprecationWarning")
def test_authorization_code(public: msal.PublicClientApplication, m365: Target, answer_of: AnswerOf) -> None:
    url = public.get_authorization_request_url(
        [IMAP], redirect_uri=REDIRECT, state="s", nonce="n", response_mode="query"
    )
    answer = answer_of(url)
    assert answer["state"] == "s"
    result = public.acquire_token_by_authorization_code(answer["code"], [IMAP], redirect_uri=REDIRECT, nonce="n")
    check(result, m365)
    again = public.acquire_token_by_authorization_code(answer["code"], [IMAP], redirect_uri=REDIRECT)
    assert again["error_codes"] == [54005]


def test_device_flow(public: msal.PublicClientApplication, m365: Target, m365_fake: Tenant) -> None:
    flow = public.initiate_device_flow([IMAP])
    assert flow["user_code"] in flow["message"]
    m365_fake.sign_ins.approve_device_code(flow["user_code"], m365.username)
    check(public.acquire_token_by_device_flow(flow), m365)
    assert public.acquire_token_silent([IMAP], public.get_accounts()[0])["token_source"] == "cache"


def test_device_flow_that_nobody_answers(public: msal.PublicClientApplication) -> None:
    flow = public.initiate_device_flow([IMAP])
    # msal polls once and looks at this time before it waits for the next round.
    flow["expires_at"] = 0
    assert public.acquire_token_by_device_flow(flow)["error"] == "authorization_pending"


def test_device_flow_declined(public: msal.PublicClientApplication, m365_fake: Tenant) -> None:
    flow = public.initiate_device_flow([IMAP])
    m365_fake.sign_ins.decline_device_code(flow["user_code"])
    assert public.acquire_token_by_device_flow(flow)["error"] == "authorization_declined"


def test_password(public: msal.PublicClientApplication, m365: Target) -> None:
    check(by_password(public, m365), m365)


def test_refresh_token(public: msal.PublicClientApplication, m365: Target, at_authority: dict[str, Any]) -> None:
    tokens = public.token_cache.search
    by_password(public, m365)
    (kept,) = tokens(msal.TokenCache.CredentialType.REFRESH_TOKEN)
    migrated = msal.PublicClientApplication(m365.public_app.client_id, **at_authority)
    check(migrated.acquire_token_by_refresh_token(kept["secret"], [IMAP]), m365)
    assert migrated.acquire_token_silent([IMAP], migrated.get_accounts()[0])["token_source"] == "cache"
    # The old one survives the rotation.
    check(migrated.acquire_token_by_refresh_token(kept["secret"], [IMAP]), m365)


class TestSilently:
    """From the cache, and over the refresh token once the cache has nothing good."""

    def test_the_cache_answers_first(self, public: msal.PublicClientApplication, m365: Target) -> None:
        first = by_password(public, m365)
        (account,) = public.get_accounts(m365.username)
        assert account["home_account_id"].endswith(f".{m365.tenant_id}")
        again = public.acquire_token_silent([IMAP], account)
        assert (again["access_token"], again["token_source"]) == (first["access_token"], "cache")

    def test_a_token_that_has_expired_is_renewed(
        self, public: msal.PublicClientApplication, m365: Target, m365_fake: Tenant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = by_password(public, m365)
        (account,) = public.get_accounts()
        later = 6000
        m365_fake.clock.advance(later)
        # msal looks at the machine's clock: its time goes on with the tenant's.
        now = time.time
        monkeypatch.setattr(time, "time", lambda: now() + later)
        renewed = public.acquire_token_silent([IMAP], account)
        assert renewed["token_source"] == "identity_provider"
        assert renewed["access_token"] != first["access_token"]

    def test_another_resource_of_the_same_consent(self, public: msal.PublicClientApplication, m365: Target) -> None:
        by_password(public, m365)
        (account,) = public.get_accounts()
        assert public.acquire_token_silent([SMTP], account)["scope"] == SMTP
        assert GRAPH in public.acquire_token_silent([GRAPH], account)["scope"].split()

    def test_a_forced_renewal(self, public: msal.PublicClientApplication, m365: Target) -> None:
        first = by_password(public, m365)
        (account,) = public.get_accounts()
        renewed = public.acquire_token_silent_with_error([IMAP], account, force_refresh=True)
        assert renewed["access_token"] != first["access_token"]

    def test_a_revoked_session_says_why(
        self, public: msal.PublicClientApplication, m365: Target, m365_fake: Tenant
    ) -> None:
        by_password(public, m365)
        (account,) = public.get_accounts()
        m365_fake.revoke(m365.username)
        refused = public.acquire_token_silent_with_error([IMAP], account, force_refresh=True)
        assert (refused["error"], refused["suberror"], refused["error_codes"]) == (
            "invalid_grant",
            "bad_token",
            [50173],
        )
        assert public.acquire_token_silent([IMAP], account, force_refresh=True) is None

    def test_an_account_that_was_removed_is_gone(self, public: msal.PublicClientApplication, m365: Target) -> None:
        by_password(public, m365)
        (account,) = public.get_accounts()
        public.remove_account(account)
        assert public.get_accounts() == []

    def test_a_cache_that_was_kept_serves_the_next_run(
        self, m365: Target, m365_fake: Tenant, at_authority: dict[str, Any]
    ) -> None:
        cache = msal.SerializableTokenCache()
        first = msal.PublicClientApplication(m365.public_app.client_id, token_cache=cache, **at_authority)
        by_password(first, m365)
        assert cache.has_state_changed
        kept = msal.SerializableTokenCache()
        kept.deserialize(cache.serialize())
        second = msal.PublicClientApplication(m365.public_app.client_id, token_cache=kept, **at_authority)
        (account,) = second.get_accounts()
        assert second.acquire_token_silent([IMAP], account)["token_source"] == "cache"


def test_a_claims_challenge_goes_past_the_cache(public: msal.PublicClientApplication, m365: Target) -> None:
    by_password(public, m365)
    (account,) = public.get_accounts()
    challenge = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}'
    renewed = public.acquire_token_silent_with_error([IMAP], account, claims_challenge=challenge)
    assert renewed["token_source"] == "identity_provider"


def test_a_client_that_can_be_called_back(m365: Target, at_authority: dict[str, Any]) -> None:
    app = msal.PublicClientApplication(m365.public_app.client_id, client_capabilities=["CP1"], **at_authority)
    result = by_password(app, m365)
    assert result["expires_in"] > 72000


@pytest.mark.parametrize("name", ["the tenant's domain", "organizations", "common"])
def test_other_authorities(
    m365: Target, authority: str, at_authority: dict[str, Any], answer_of: AnswerOf, name: str
) -> None:
    segment = m365.domain if name == "the tenant's domain" else name
    settings = at_authority | {"authority": f"{authority.rpartition('/')[0]}/{segment}"}
    app = msal.PublicClientApplication(m365.public_app.client_id, **settings)
    flow = app.initiate_auth_code_flow([IMAP], redirect_uri=REDIRECT)
    result = app.acquire_token_by_auth_code_flow(flow, answer_of(flow["auth_uri"]))
    assert result["id_token_claims"]["tid"] == m365.tenant_id
    (account,) = app.get_accounts()
    assert app.acquire_token_silent_with_error([IMAP], account, force_refresh=True)["scope"] == IMAP
