"""The journal names the operation and the application of each exchange, on every protocol."""

import smtplib

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target


def noted(tenant: Tenant, protocol: str) -> list[str]:
    """Return the operation of each exchange on a protocol, in order; all of them are the public application's."""
    entries = [entry for entry in tenant.journal.entries if entry.protocol == protocol]
    assert {entry.client_id for entry in entries[1:]} <= {tenant.public_app.client_id}
    return [entry.operation for entry in entries]


def test_imap(m365: Target, m365_fake: Tenant) -> None:
    with m365.open_imap() as imap:
        imap.select()
        imap.fetch("1:*", "FLAGS")
        with pytest.raises(imap.error):
            imap.xatom("XYZZY")
    assert noted(m365_fake, "IMAP") == ["AUTHENTICATE", "SELECT", "FETCH", "", "LOGOUT"]


def test_pop3(m365: Target, m365_fake: Tenant) -> None:
    with m365.open_pop3() as pop3:
        pop3.stat()
    assert noted(m365_fake, "POP3") == ["AUTH", "STAT", "QUIT"]


def test_smtp(m365: Target, m365_fake: Tenant) -> None:
    with m365.open_smtp() as smtp:
        smtp.sendmail(m365.username, [m365.username], "Subject: Hi\r\n\r\n.")
        with pytest.raises(smtplib.SMTPDataError):
            smtp.data("no transaction")
    assert noted(m365_fake, "SMTP") == ["AUTH", "MAIL", "RCPT", "DATA", "DATA"]


def test_ews(m365: Target, m365_fake: Tenant) -> None:
    pytest.importorskip("exchangelib")
    with m365.open_ews() as account:
        list(account.inbox.all())
    assert noted(m365_fake, "EWS")[-2:] == ["GetFolder", "FindItem"]


def test_sign_in(m365: Target, m365_fake: Tenant) -> None:
    app = m365.msal_public()
    app.acquire_token_by_username_password(m365.username, m365.password, ["https://outlook.office.com/SMTP.Send"])
    flow = app.initiate_device_flow(["https://outlook.office.com/SMTP.Send"])
    assert "user_code" in flow
    entries = [(entry.operation, entry.client_id) for entry in m365_fake.journal.entries if entry.protocol == "OAuth"]
    own = m365.public_app.client_id
    assert entries == [("openid-configuration", ""), ("token", own), ("devicecode", own)]
