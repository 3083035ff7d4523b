"""Programs whose endpoints are fixed: the real host names lead to the fake, with certificates verified."""

import imaplib
import poplib
import smtplib
import ssl
from typing import Any

import pytest

from pytest_m365 import Target
from pytest_m365.clients import pop3_authenticate, xoauth2

pytestmark = pytest.mark.usefixtures("m365_redirect")

SCOPES = ["https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/EWS.AccessAsUser.All"]


@pytest.fixture
def app(m365: Target) -> Any:
    """The msal application as programs make it, instance discovery and all."""
    import msal

    authority = f"https://login.microsoftonline.com/{m365.tenant_id}"
    return msal.PublicClientApplication(m365.public_app.client_id, authority=authority)


def test_msal_signs_in_with_password_and_browser(m365: Target, app: Any) -> None:
    assert "access_token" in app.acquire_token_by_username_password(m365.username, m365.password, SCOPES)
    result = app.acquire_token_interactive(SCOPES, timeout=20, prompt="login")
    assert result.get("id_token_claims", result)["preferred_username"] == m365.username
    assert m365.browser.visited[0].startswith("https://login.microsoftonline.com/")
    assert app.acquire_token_silent(SCOPES, app.get_accounts()[0])["token_source"] == "cache"


def test_mail_clients_reach_their_usual_places(m365: Target) -> None:
    trust = ssl.create_default_context()
    token, said = m365.token(), xoauth2(m365.username, m365.token())
    with smtplib.SMTP("smtp.office365.com", 587, local_hostname="localhost", timeout=10) as smtp:
        smtp.starttls(context=trust)
        smtp.ehlo()
        smtp.auth("XOAUTH2", lambda _challenge=None: said)
        smtp.sendmail(m365.username, [m365.username], "Subject: Hi\r\n\r\n.")
    with imaplib.IMAP4_SSL("outlook.office365.com", ssl_context=trust, timeout=10) as imap:
        imap.authenticate("XOAUTH2", lambda _challenge: said.encode())
        assert imap.select("INBOX") == ("OK", [b"1"])
    pop3 = poplib.POP3_SSL("outlook.office365.com", context=trust, timeout=10)
    pop3_authenticate(pop3, m365.username, token)
    assert pop3.stat()[0] == 1
    pop3.quit()


def test_exchangelib_reads_at_its_usual_place(m365: Target) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    from exchangelib.credentials import OAuth2AuthorizationCodeCredentials
    from oauthlib.oauth2 import OAuth2Token

    m365.mailbox.deliver(subject="Found", body="…")
    credentials = OAuth2AuthorizationCodeCredentials(access_token=OAuth2Token({"access_token": m365.token()}))
    config = exchangelib.Configuration(server="outlook.office365.com", credentials=credentials, auth_type="OAuth 2.0")
    account = exchangelib.Account(
        m365.username,
        config=config,
        autodiscover=False,
        access_type=exchangelib.DELEGATE,
        default_timezone=exchangelib.UTC,
    )
    assert [item.subject for item in account.inbox.all()] == ["Found"]
