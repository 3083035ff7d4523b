"""msal for Python over real TLS: what it gets, what it is refused, what it keeps."""

from typing import Any

import msal
import pytest

from pytest_m365 import Target, Tenant

IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"
SMTP = "https://outlook.office.com/SMTP.Send"
DAEMON = ["https://outlook.office365.com/.default"]


@pytest.fixture
def alice(m365: Target, m365_fake: Tenant) -> Any:
    return m365_fake.user("alice")


def by_password(m365: Target, alice: Any, *scopes: str, **settings: Any) -> dict[str, Any]:
    app = m365.msal_public(**settings)
    result: dict[str, Any] = app.acquire_token_by_username_password(alice.upn, alice.password, list(scopes or [IMAP]))
    return result


def test_client_credentials_and_their_cache(m365: Target) -> None:
    app = m365.msal_daemon()
    result = app.acquire_token_for_client(DAEMON)
    assert (result["token_type"], result["expires_in"], result["token_source"]) == ("Bearer", 3599, "identity_provider")
    assert app.acquire_token_for_client(DAEMON)["token_source"] == "cache"


def test_a_wrong_secret(m365: Target, m365_fake: Tenant) -> None:
    result = m365.msal_daemon(client_credential="wrong").acquire_token_for_client(DAEMON)
    assert (result["error"], result["error_codes"]) == ("invalid_client", [7000215])
    assert result["error_description"].startswith("AADSTS7000215: Invalid client secret provided.")
    assert "SecretWrong" in str(m365_fake.journal.refusals[-1])


def test_the_interactive_way(m365: Target, alice: Any) -> None:
    app = m365.msal_public()
    result = app.acquire_token_interactive([IMAP], timeout=60)
    assert result["scope"] == IMAP
    assert result["id_token_claims"]["preferred_username"] == alice.upn
    assert [account["username"] for account in app.get_accounts()] == [alice.upn]


def test_the_pages_are_skipped_when_the_test_says_who_signs_in(m365: Target, m365_fake: Tenant, alice: Any) -> None:
    m365_fake.sign_ins.auto_sign_in = alice
    result = m365.msal_public().acquire_token_interactive([IMAP], timeout=60)
    assert result["id_token_claims"]["oid"] == alice.object_id


def test_a_password(m365: Target, alice: Any) -> None:
    assert by_password(m365, alice, IMAP, SMTP)["scope"] == f"{IMAP} {SMTP}"


def test_a_silent_renewal_after_the_token_has_expired(m365: Target, m365_fake: Tenant, alice: Any) -> None:
    app = m365.msal_public()
    first = app.acquire_token_by_username_password(alice.upn, alice.password, [IMAP])
    (account,) = app.get_accounts()
    assert app.acquire_token_silent([IMAP], account)["access_token"] == first["access_token"]
    m365_fake.clock.advance(6000)
    renewed = app.acquire_token_silent_with_error([IMAP], account, force_refresh=True)
    assert renewed["access_token"] != first["access_token"]
    assert renewed["token_source"] == "identity_provider"


def test_a_silent_token_for_another_scope_of_the_same_consent(m365: Target, alice: Any) -> None:
    app = m365.msal_public()
    app.acquire_token_by_username_password(alice.upn, alice.password, [IMAP])
    assert app.acquire_token_silent([SMTP], app.get_accounts()[0])["scope"] == SMTP


def test_a_revoked_session(m365: Target, m365_fake: Tenant, alice: Any) -> None:
    app = m365.msal_public()
    app.acquire_token_by_username_password(alice.upn, alice.password, [IMAP])
    m365_fake.revoke(alice)
    result = app.acquire_token_silent_with_error([IMAP], app.get_accounts()[0], force_refresh=True)
    assert (result["error"], result["error_codes"], result["suberror"]) == ("invalid_grant", [50173], "bad_token")


@pytest.mark.parametrize(
    ("switches", "code"),
    [({"enabled": False}, 50057), ({"mfa": "required"}, 50076), ({"password_expired": True}, 50055)],
)
def test_a_user_who_may_not(m365: Target, alice: Any, switches: dict[str, object], code: int) -> None:
    for name, value in switches.items():
        setattr(alice, name, value)
    assert by_password(m365, alice)["error_codes"] == [code]


def test_an_authorization_code_by_hand(m365: Target, m365_fake: Tenant, alice: Any) -> None:
    m365_fake.sign_ins.auto_sign_in = alice
    app = m365.msal_public()
    flow = app.initiate_auth_code_flow([IMAP], redirect_uri="http://localhost:4711", response_mode="form_post")
    page = _get(m365, flow["auth_uri"])
    fields = dict(_fields(page))
    result = app.acquire_token_by_auth_code_flow(flow, fields)
    assert result["id_token_claims"]["preferred_username"] == alice.upn


def _get(m365: Target, url: str) -> str:
    import urllib.request

    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=m365.ssl_context())
    )
    with opener.open(url, timeout=60) as answer:
        return str(answer.read().decode())


def _fields(page: str) -> list[tuple[str, str]]:
    import re
    from html import unescape

    found = re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', page)
    return [(unescape(name), unescape(value)) for name, value in found]


def test_msal_reads_its_own_discovery(m365: Target) -> None:
    app = m365.msal_public()
    assert app.authority.token_endpoint == m365.token_url
    assert isinstance(app, msal.PublicClientApplication)
