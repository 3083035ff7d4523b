"""Consent is given, and the tokens that come are still those of before."""

import imaplib
from typing import Any

import jwt
import msal
import pytest

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target, clients

EXCHANGE = "https://outlook.office365.com/.default"
READ = ["https://outlook.office365.com/IMAP.AccessAsUser.All"]


@pytest.fixture
def daemon(m365_fake: Tenant) -> Application:
    """An application that nobody has allowed anything."""
    return m365_fake.register_app("nightly", secret=True, application=["IMAP.AccessAsApp"], consent=None)


def claims_of(answer: dict[str, Any]) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(answer["access_token"], options={"verify_signature": False})
    return claims


def ask(m365: Target, daemon: Application) -> dict[str, Any]:
    """Ask as a program does that has just started: msal has no token of it yet."""
    client = msal.ConfidentialClientApplication(
        daemon.client_id,
        client_credential=daemon.client_secret,
        authority=m365.authority,
        instance_discovery=False,
    )
    answer: dict[str, Any] = client.acquire_token_for_client([EXCHANGE])
    return answer


def test_roles_come_an_hour_later(m365: Target, m365_fake: Tenant, daemon: Application) -> None:
    m365_fake.clock.freeze()
    stale = m365_fake.faults.stale_consent()
    m365_fake.applications.grant_admin_consent(daemon)
    m365_fake.clock.advance(minutes=10)
    old = claims_of(ask(m365, daemon))
    assert "roles" not in old
    m365_fake.clock.advance(minutes=50)
    new = claims_of(ask(m365, daemon))
    assert (new["roles"], new["iat"] - old["iat"]) == (["IMAP.AccessAsApp"], 3600)
    assert stale.taken == 1


def test_the_old_token_opens_nothing(m365: Target, m365_fake: Tenant, daemon: Application) -> None:
    with m365_fake.faults.stale_consent(app=daemon):
        m365_fake.applications.grant_admin_consent(daemon)
        token = ask(m365, daemon)["access_token"]
    with (
        pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATE failed"),
        clients.imap(m365.imap, m365.ssl_context(), m365.username, token),
    ):
        pass
    m365_fake.rights.add_mailbox_permission(m365.username, daemon)
    token = ask(m365, daemon)["access_token"]
    with clients.imap(m365.imap, m365.ssl_context(), m365.username, token) as imap:
        assert imap.select("INBOX")[0] == "OK"


def test_a_users_consent_is_not_there_yet(m365: Target, m365_fake: Tenant) -> None:
    app = m365_fake.register_app("reader", public=True, delegated=["IMAP.AccessAsUser.All"], consent=None)
    stale = m365_fake.faults.stale_consent()
    m365_fake.applications.grant_admin_consent(app)

    def ask_for_alice() -> dict[str, Any]:
        # Another client each time: msal repeats such a refusal for a while without asking.
        client = msal.PublicClientApplication(app.client_id, authority=m365.authority, instance_discovery=False)
        answer: dict[str, Any] = client.acquire_token_by_username_password(m365.username, m365.password, READ)
        return answer

    assert ask_for_alice()["error_codes"] == [65001]
    stale.cancel()
    assert claims_of(ask_for_alice())["scp"] == "IMAP.AccessAsUser.All"


def test_what_was_withdrawn_is_still_there(m365: Target, m365_fake: Tenant) -> None:
    with m365_fake.faults.stale_consent():
        m365_fake.directory.consent.withdraw(m365_fake.daemon_app.client_id)
        assert "IMAP.AccessAsApp" in claims_of(ask(m365, m365_fake.daemon_app))["roles"]
    assert "roles" not in claims_of(ask(m365, m365_fake.daemon_app))
