"""A tenant goes back to a snapshot while clients are connected, over real sockets."""

import imaplib
import poplib
from typing import Any

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Mailbox
from pytest_m365.fake import FakeTarget


def test_who_looks_at_the_mailbox_is_told_goodbye(m365: FakeTarget, m365_fake: Tenant, m365_mailbox: Mailbox) -> None:
    m365_mailbox.deliver(subject="one")
    snapshot = m365_fake.snapshot()
    with m365.open_imap() as imap, m365.open_pop3() as pop3, m365.open_smtp() as smtp:
        imap.select("INBOX")
        imap.store("1", "+FLAGS", r"\Deleted")
        imap.expunge()
        assert pop3.stat()[0] == 1
        m365_fake.restore(snapshot)
        assert imap.readline().startswith(b"* BYE ")
        with pytest.raises((imaplib.IMAP4.abort, OSError)):
            imap.noop()
        with pytest.raises((poplib.error_proto, OSError)):
            pop3.noop()
        assert smtp.noop()[0] == 421
    with m365.open_imap() as imap:
        assert imap.select("INBOX")[1] == [b"1"]
        assert imap.uid("FETCH", "1:*", "(FLAGS)")[1] == [b"1 (FLAGS () UID 1)"]


def test_exchangelib_sees_what_was_there(m365_fake: Tenant, m365_mailbox: Mailbox, m365_ews: Any) -> None:
    m365_mailbox.deliver(subject="one")
    [item] = m365_ews.inbox.all()
    m365_fake.snapshot()
    for _ in range(2):
        item.subject = "changed"
        item.save()
        m365_mailbox.deliver(subject="two")
        assert {each.subject for each in m365_ews.inbox.all()} == {"changed", "two"}
        m365_fake.restore()
        [item] = m365_ews.inbox.all()
        assert item.subject == "one"


def test_a_browser_forgets_who_signed_in_since(m365: FakeTarget, m365_fake: Tenant) -> None:
    app = m365.msal_public()
    m365_fake.snapshot()
    app.acquire_token_interactive(["https://outlook.office.com/IMAP.AccessAsUser.All"], timeout=60)
    account = app.get_accounts()[0]
    assert _signed_in(m365)
    m365_fake.restore()
    assert not _signed_in(m365)
    assert "error" in app.acquire_token_silent_with_error(
        ["https://outlook.office.com/SMTP.Send"], account, force_refresh=True
    )


def test_who_was_signed_in_in_a_browser_still_is(m365: FakeTarget, m365_fake: Tenant) -> None:
    app = m365.msal_public()
    app.acquire_token_interactive(["https://outlook.office.com/IMAP.AccessAsUser.All"], timeout=60)
    [before] = _signed_in(m365)
    m365_fake.snapshot()
    vars(m365.server._protocols._entra)["_browsers"].forget(m365_fake.tenant_id)
    m365_fake.restore()
    assert _signed_in(m365) == [before]
    [account] = app.get_accounts()
    scopes = ["https://outlook.office.com/SMTP.Send"]
    assert "access_token" in app.acquire_token_silent(scopes, account, force_refresh=True)


def _signed_in(m365: FakeTarget) -> list[object]:
    """Return who of the tenant is signed in in any browser."""
    sessions = vars(m365.server._protocols._entra)["_browsers"].sessions
    return [entry for entries in sessions.values() for entry in entries if entry.tenant_id == m365.tenant_id]
