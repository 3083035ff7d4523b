"""The test's user is renamed while programs are signed in."""

import imaplib

import pytest

from pytest_m365 import Target, Tenant

SCOPES = ["https://outlook.office365.com/IMAP.AccessAsUser.All"]


def count(m365: Target, address: str, token: str) -> bytes:
    with imaplib.IMAP4_SSL(*m365.imap, ssl_context=m365.ssl_context()) as imap:
        imap.authenticate("XOAUTH2", lambda _: f"user={address}\x01auth=Bearer {token}\x01\x01".encode())
        number = imap.select()[1][0]
    assert isinstance(number, bytes)
    return number


@pytest.mark.filterwarnings("ignore:This API has been deprecated")
def test_a_user_is_renamed_while_programs_are_signed_in(m365: Target, m365_fake: Tenant) -> None:
    app, before = m365.msal_public(), m365.username
    old = app.acquire_token_by_username_password(before, m365.password, SCOPES)["access_token"]
    with m365.open_imap() as imap, m365.open_pop3() as pop3, m365.open_smtp() as smtp:
        imap.select()
        m365_fake.people.rename_user("alice", "alicia")
        assert m365.username == "alicia@contoso.onmicrosoft.com"
        assert imap.select()[0] == "OK"
        assert pop3.stat()[0] == 0
        for sender in (before, m365.username):
            smtp.sendmail(sender, [before, m365.username], "Subject: Hello\r\n\r\n")
    new = app.acquire_token_silent(SCOPES, app.get_accounts()[0], force_refresh=True)["access_token"]
    assert [count(m365, to, token) for to in (before, m365.username) for token in (old, new)] == [b"2"] * 4
    refused = app.acquire_token_by_username_password(before, m365.password, SCOPES)
    assert refused["error"] == "invalid_grant"
    assert "access_token" in app.acquire_token_by_username_password(m365.username, m365.password, SCOPES)
